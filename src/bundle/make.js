// Makes a bundle of the sources, and forgets those that nobody starts from any more.
import { randomUUID } from 'node:crypto';
import { lchown, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isOurFolder, ownerOfSources } from './trust.js';
import { registerTsx } from './tsx.js';

/**
 * Made under another name, so that nobody ever sees half of it. Where it is made of other files outside the sources than
 * are known, only those are noted, and false is returned. Throws for who comes second, who starts from the sources, and
 * for who is neither their owner nor root: what he keeps the owner could not trust, nor replace.
 */
export async function make(folder, knownOutside) {
  const { uid, gid } = ownerOfSources();
  const user = process.getuid?.();
  if (user !== undefined && user !== uid && user !== 0) throw new Error('another user has the sources');
  const kept = dirname(folder);
  const umask = process.umask(0o022);
  // Nobody can have put a link there who does not know its name.
  const begun = `${folder}.${randomUUID()}`;
  try {
    const giveAway = (path) => (user === 0 ? lchown(path, uid, gid) : undefined);
    for (const path of [dirname(kept), kept]) {
      if (await makeFolder(path)) await giveAway(path);
      if (!isOurFolder(path)) throw new Error(`others can write to ${path}`);
    }
    await mkdir(begun);
    const unregister = await registerTsx();
    const { bundle } = await import('./bundle.ts');
    const outside = await bundle(begun, ['cli'], { maps: true });
    await unregister();
    if (outside.join('\n') !== knownOutside.join('\n')) {
      const list = `${begun}.json`;
      await writeFile(list, JSON.stringify(outside));
      await giveAway(list);
      await rename(list, join(kept, 'outside.json'));
      return false;
    }
    // The folder last: until then nobody can put a link into it.
    for (const name of await readdir(begun)) await giveAway(join(begun, name));
    await giveAway(begun);
    await rename(begun, folder);
  } finally {
    process.umask(umask);
    await rm(begun, { recursive: true, force: true });
  }
  await forgetOld(kept);
  return true;
}

/** Whether it was not there. */
const makeFolder = (path) =>
  mkdir(path).then(
    () => true,
    (error) => {
      if (error.code !== 'EEXIST') throw error;
      return false;
    },
  );

/**
 * The newest few stay: somebody may just be starting from one of them. So does what a process that still runs was
 * started from: it loads parts of it when it needs them, some only at its end.
 */
async function forgetOld(kept) {
  const names = (await readdir(kept)).filter((name) => name !== 'outside.json');
  const all = names.map((name) => ({ name, user: userOf(name) }));
  const running = all.filter(({ user }) => user !== null && isRunning(user));
  const used = new Set(
    running.flatMap(({ name }) => [name, basename(name, '.running').replace(/\.\d+$/, '')]),
  );
  const times = await Promise.all(
    all.map(async ({ name, user }) => ({ name, at: user === null ? await lastChange(join(kept, name)) : 0 })),
  );
  const old = times.sort((a, b) => b.at - a.at).slice(4);
  await Promise.all(
    old
      .filter(({ name }) => !used.has(name))
      .map(({ name }) => rm(join(kept, name), { recursive: true, force: true })),
  );
}

/** Another maker's folder has its last name by now. */
const lastChange = (path) =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );

/** The process whose mark it is (`markAsRunning` in compiled.js); null for what is no mark. */
function userOf(name) {
  const [, id] = /\.(\d+)\.running$/.exec(name) ?? [];
  return id === undefined ? null : Number(id);
}

function isRunning(id) {
  try {
    return process.kill(id, 0);
  } catch (error) {
    // It is another user's.
    return error.code === 'EPERM';
  }
}
