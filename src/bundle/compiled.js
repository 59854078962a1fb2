// The command line as one bundle, because its start counts. It is kept beside the packages; a bundle of sources that
// have changed since has another name, so that none is ever stale. Where nobody else can write to the sources, none is
// started from that somebody else could have put there.
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { lchown, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { registerTsx } from './tsx.js';

const project = fileURLToPath(new URL('../../', import.meta.url));
const packages = join(project, 'node_modules');
const kept = join(packages, '.cache/http-version-lab');

/** The bundle's module, made now if there is none of these sources; null where none can be made, kept or trusted. */
export async function compiled() {
  // A package holds no sources, but what was made of them by src/bundle/pack.ts.
  if (!existsSync(join(project, 'src/cli.ts')))
    return import(pathToFileURL(join(project, 'dist/cli.mjs')).href);
  try {
    const folder = join(kept, stateOfSources());
    const entry = join(folder, 'cli.mjs');
    if (!existsSync(entry)) await make(folder);
    if (!isOurs(packages, statSync) || ![dirname(kept), kept, folder].every((path) => isOurs(path)))
      return null;
    if (!readdirSync(folder).every((name) => isOurs(join(folder, name)))) return null;
    if (keepsToItself()) module.enableCompileCache?.(join(folder, 'code'));
    return await import(pathToFileURL(entry).href);
  } catch {
    // The sources themselves say what is wrong, if anything is.
    return null;
  }
}

/** Names, sizes and times of change of all that may go into a bundle. */
function stateOfSources() {
  const hash = createHash('sha256').update(process.versions.node);
  const add = (file) => {
    // Unlike the time of the content's change, nobody can set this one.
    const { size, ctimeMs } = statSync(file);
    hash.update(`${file} ${size} ${ctimeMs}\n`);
  };
  for (const folder of ['src', 'labs'])
    for (const entry of readdirSync(join(project, folder), { recursive: true, withFileTypes: true }))
      if (entry.isFile()) add(join(entry.parentPath, entry.name));
  for (const file of ['package.json', 'tsconfig.json']) add(join(project, file));
  return hash.digest('hex').slice(0, 32);
}

/** Whether it belongs to whom the sources belong to, or to root, and nobody can write to it who cannot write to them. */
function isOurs(path, look = lstatSync) {
  const sources = ownerOfSources();
  const { uid, gid, mode } = look(path);
  const byGroup = (mode & 0o020) !== 0 && !(gid === sources.gid && (sources.mode & 0o020) !== 0);
  const byAnyone = (mode & ~sources.mode & 0o002) !== 0;
  return (uid === sources.uid || uid === 0) && !byGroup && !byAnyone;
}

/** What Node 22 and later keep of compiled code is trusted as the bundle is, and written as the user's umask says. */
function keepsToItself() {
  const umask = process.umask(0o022);
  process.umask(umask);
  return (umask & 0o022) === 0o022;
}

const ownerOfSources = () => statSync(join(project, 'src'));

/**
 * Made under another name, so that nobody ever sees half of it. Throws for who comes second, who starts from the
 * sources, and for who is neither their owner nor root: what he keeps the owner could not trust, nor replace.
 */
async function make(folder) {
  const { uid, gid } = ownerOfSources();
  const user = process.getuid?.();
  if (user !== undefined && user !== uid && user !== 0) throw new Error('another user has the sources');
  const umask = process.umask(0o022);
  const begun = `${folder}.${process.pid}`;
  try {
    const first = await mkdir(kept, { recursive: true });
    const unregister = await registerTsx();
    const { bundle } = await import('./bundle.ts');
    await bundle(begun, ['cli'], { maps: true });
    await unregister();
    if (user === 0) for (const path of await within(first ?? begun)) await lchown(path, uid, gid);
    await rename(begun, folder);
  } finally {
    process.umask(umask);
    await rm(begun, { recursive: true, force: true });
  }
  await forgetOld();
}

const within = async (folder) => [
  folder,
  ...(await readdir(folder, { recursive: true })).map((name) => join(folder, name)),
];

/** The newest few stay: somebody may just be starting from one of them. */
async function forgetOld() {
  const names = await readdir(kept);
  const times = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(kept, name))).mtimeMs })),
  );
  const old = times.sort((a, b) => b.at - a.at).slice(4);
  await Promise.all(old.map(({ name }) => rm(join(kept, name), { recursive: true, force: true })));
}
