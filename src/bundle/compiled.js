// The command line as one bundle, because its start counts. It is kept beside the packages; a bundle of sources that
// have changed since has another name, so that none is ever stale. Where nobody else can write to the sources, none is
// started from that somebody else could have put there.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isOurFolder, isOurs, keepsToItself } from './trust.js';

const project = fileURLToPath(new URL('../../', import.meta.url));
const packages = join(project, 'node_modules');
const kept = join(packages, '.cache/http-version-lab');

/** The bundle's module, made now if there is none of these sources; null where none can be made, kept or trusted. */
export async function compiled() {
  // A package holds no sources, but what was made of them by src/bundle/pack.ts.
  if (!existsSync(join(project, 'src/cli.ts')))
    return import(pathToFileURL(join(project, 'dist/cli.mjs')).href);
  try {
    if (!isOurs(packages, statSync)) return null;
    if (![dirname(kept), kept].every((path) => !existsSync(path) || isOurFolder(path))) return null;
    let folder = join(kept, stateOfSources());
    if (existsSync(folder) && !isOurFolder(folder)) return null;
    if (existsSync(kept)) markAsRunning(folder);
    const entry = () => join(folder, 'cli.mjs');
    if (!existsSync(entry())) {
      const { make } = await import('./make.js');
      const wasKnown = await make(folder, filesOutside());
      // What it is made of has become known only now, so that its name does not tell yet whether that has changed.
      if (!wasKnown) {
        folder = join(kept, stateOfSources());
        if (!(await make(folder, filesOutside()))) return null;
      }
      markAsRunning(folder);
    }
    if (!isOurFolder(folder)) return null;
    if (!readdirSync(folder).every((name) => isOurs(join(folder, name)))) return null;
    if (keepsToItself()) module.enableCompileCache?.(join(folder, 'code'));
    return await import(pathToFileURL(entry()).href);
  } catch {
    // The sources themselves say what is wrong, if anything is.
    return null;
  }
}

/** Names, sizes and times of change of all that may go into a bundle. */
function stateOfSources() {
  const hash = createHash('sha256').update(process.versions.node);
  const add = (file) => {
    // Where a link leads; an editor's lock leads nowhere.
    const known = statSync(file, { throwIfNoEntry: false });
    // Unlike the time of the content's change, nobody can set this one.
    if (known) hash.update(`${file} ${known.size} ${known.ctimeMs}\n`);
  };
  for (const folder of ['src', 'labs'])
    for (const entry of readdirSync(join(project, folder), { recursive: true, withFileTypes: true }))
      if (!entry.isDirectory()) add(join(entry.parentPath, entry.name));
  // The last one says which packages are installed: the script of a page is made with parts of one.
  for (const file of ['package.json', 'tsconfig.json', 'node_modules/.package-lock.json'])
    add(join(project, file));
  for (const file of filesOutside()) add(file);
  return hash.digest('hex').slice(0, 32);
}

/** What labs import from elsewhere, as the last bundle that was made says. */
function filesOutside() {
  const list = join(kept, 'outside.json');
  return existsSync(list) && isOurs(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
}

/** A process loads parts of its bundle when it needs them: until it ends none of them must go. Who cannot mark goes without. */
function markAsRunning(folder) {
  const mark = `${folder}.${process.pid}.running`;
  try {
    writeFileSync(mark, '', { mode: 0o644 });
    process.once('exit', () => {
      try {
        rmSync(mark, { force: true });
      } catch {
        // Whoever makes the next bundle removes it.
      }
    });
  } catch {
    // It is kept for another user, or on a file system that takes nothing.
  }
}
