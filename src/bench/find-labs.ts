/** Labs are found by being there: every file in labs/, or a file that is named by its path. */
import { readdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { referenceLabs } from '../judge/claims/claims.ts';
import { UsageError } from '../usage-error.ts';
import type { Lab } from './lab.ts';

const folder = fileURLToPath(new URL('../../labs/', import.meta.url));

/** A lab that was found, or why its file gave none. */
export type FoundLab = { id: string } & ({ lab: Lab } | { error: Error });

/** All labs, or those named by id or by path to a .ts file. Throws a UsageError for a name that is none. */
export async function findLabs(names: string[]): Promise<FoundLab[]> {
  const ids = (await readdir(folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => basename(name, '.ts'))
    .sort();
  const files = (names.length > 0 ? names : ids).map((name) => {
    if (ids.includes(name)) return resolve(folder, `${name}.ts`);
    if (name.endsWith('.ts')) return resolve(name);
    throw new UsageError(`there is no lab "${name}"; there are: ${ids.join(', ')}`);
  });
  const found = await Promise.all(files.map(load));
  return found.sort((a, b) => rank(a) - rank(b));
}

/** The reference channels come first, then what is asked the questions of HTTP, then the others. */
function rank(found: FoundLab): number {
  if (referenceLabs.includes(found.id)) return 0;
  return 'lab' in found && 'serve' in found.lab.subject ? 1 : 2;
}

async function load(file: string): Promise<FoundLab> {
  const id = basename(file, '.ts');
  try {
    const { default: lab } = (await import(pathToFileURL(file).href)) as { default?: Lab };
    if (!lab?.subject) throw new Error('its default export is no lab: export default defineLab({ … })');
    return { id, lab };
  } catch (error) {
    return { id, error: error instanceof Error ? error : new Error(String(error)) };
  }
}
