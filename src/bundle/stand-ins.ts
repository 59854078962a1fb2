/**
 * What a bundle holds in place of two modules that look into folders of sources: the labs, each a module that is loaded
 * when it is asked for, and the files of a page, made.
 */
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browserEntries, browserFiles } from '../commands/output/browser-files.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** By the path of the module in whose place it is: how its text is made. */
export const standIns = new Map([
  [resolve(project, 'src/bench/project-labs.ts'), labModules],
  [resolve(project, 'src/commands/output/browser-files.ts'), filesOfPages],
]);

async function labModules(): Promise<string> {
  const folder = join(project, 'labs');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
  const ids = files.map((name) => basename(name, '.ts')).sort();
  const entries = ids.map(
    (id) => `[${JSON.stringify(id)}, () => import(${JSON.stringify(join(folder, `${id}.ts`))})]`,
  );
  return `
    import { withMaps } from '../bundle/labs.js';
    export { importLabFile } from '../bundle/labs.js';
    const loaders = [${entries.join(', ')}];
    export const projectLabs = async () => new Map(loaders.map(([id, load]) => [id, () => withMaps(load)]));`;
}

async function filesOfPages(): Promise<string> {
  const made = await Promise.all(browserEntries.map(async (entry) => [entry, await browserFiles(entry)]));
  return `
    const files = ${JSON.stringify(Object.fromEntries(made))};
    export const browserFiles = async (entry) => files[entry];`;
}
