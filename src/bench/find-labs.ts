/** Labs are found by being there: every file in labs/, or a file that is named by its path. */
import { basename, resolve } from 'node:path';
import { referenceLabs } from '../judge/claims/claims.ts';
import { errorFor } from '../model/reason.ts';
import { didYouMean } from '../report/words/nearest.ts';
import { UsageError } from '../usage-error.ts';
import type { Lab } from './lab.ts';
import { importLabFile, projectLabs } from './project-labs.ts';

/** A lab that was found, or why its file gave none. */
export type FoundLab = { id: string } & ({ lab: Lab } | { error: Error });

/**
 * All labs, or those named by id or by path to a .ts file. Throws a UsageError for a name that is none, with the nearest
 * that there is; `others` are names that may have been meant, too.
 */
export async function findLabs(names: string[], others: readonly string[] = []): Promise<FoundLab[]> {
  const labs = await projectLabs();
  const ids = [...labs.keys()];
  const asked = (names.length > 0 ? names : ids).map((name) => {
    const module = labs.get(name);
    if (module) return { id: name, module };
    if (name.endsWith('.ts'))
      return { id: basename(name, '.ts'), module: () => importLabFile(resolve(name)) };
    throw new UsageError(noLab(name, ids, others));
  });
  const found = await Promise.all(asked.map(load));
  return found.sort((a, b) => rank(a) - rank(b));
}

function noLab(name: string, ids: readonly string[], others: readonly string[]): string {
  const meant = didYouMean(name, [...ids, ...others]);
  return `there is no lab "${name}"${meant === '' ? `; there are: ${ids.join(', ')}` : meant}`;
}

/** The reference channels come first, then what is asked the questions of HTTP, then the others. */
function rank(found: FoundLab): number {
  if (referenceLabs.includes(found.id)) return 0;
  return 'lab' in found && 'serve' in found.lab.subject ? 1 : 2;
}

async function load({ id, module }: { id: string; module: () => Promise<unknown> }): Promise<FoundLab> {
  try {
    const { default: exported } = (await module()) as { default?: Partial<Lab> & { default?: Lab } };
    // What a CommonJS module exports as its default lies in the default of what is imported.
    const lab = exported?.subject ? (exported as Lab) : exported?.default;
    if (!lab?.subject) throw errorFor('error.no-lab');
    return { id, lab };
  } catch (error) {
    return { id, error: error instanceof Error ? error : new Error(String(error)) };
  }
}
