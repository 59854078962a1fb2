/** Labs are found by being there: every file in labs/, or a file that is named by its path. */
import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { referenceLabs } from '../judge/claims/claims.ts';
import { errorFor } from '../model/reason.ts';
import { didYouMean } from '../report/words/nearest.ts';
import { UsageError } from '../usage-error.ts';
import type { Lab } from './lab.ts';
import { missingWords, wrongWord } from './lab-words.ts';
import { importLabFile, projectLabs } from './project-labs.ts';

/** A lab that was found, or why its file gave none. */
export type FoundLab = { id: string } & ({ lab: Lab } | { error: Error });

interface NamedLab {
  id: string;
  file: string;
  module(): Promise<unknown>;
}

const folder = fileURLToPath(new URL('../../labs/', import.meta.url));

/**
 * All labs, or those named by id or by path to a .ts file. Throws a UsageError for a name that is none, with the nearest
 * that there is; `others` are names that may have been meant, too.
 */
export async function findLabs(names: string[], others: readonly string[] = []): Promise<FoundLab[]> {
  const labs = await projectLabs();
  const ids = [...labs.keys()];
  const named = (names.length > 0 ? names : ids).map(async (name): Promise<NamedLab> => {
    const module = labs.get(name);
    // A package has no files of labs; and of all labs none is named twice.
    const path = join(folder, `${name}.ts`);
    if (module) return { id: name, file: names.length > 1 ? await placeOf(path) : path, module };
    if (!name.endsWith('.ts')) throw new UsageError(noLab(name, ids, others));
    if (!(await exists(name))) throw new UsageError(noLab(name, ids, await filesBeside(name)));
    const file = resolve(name);
    return { id: basename(name, '.ts'), file: await placeOf(file), module: () => importLabFile(file) };
  });
  const found = await Promise.all(onceEach(await Promise.all(named)).map(load));
  return found.sort((a, b) => rank(a) - rank(b));
}

/** However it is called. */
const placeOf = (file: string): Promise<string> => realpath(file).catch(() => file);

/** What is there and cannot be read says so itself when it is loaded. */
const exists = (file: string): Promise<boolean> =>
  realpath(file).then(
    () => true,
    ({ code }: NodeJS.ErrnoException) => code !== 'ENOENT' && code !== 'ENOTDIR',
  );

const filesBeside = async (name: string): Promise<string[]> =>
  (await readdir(dirname(name)).catch(() => []))
    .filter((other) => other.endsWith('.ts'))
    .map((other) => join(dirname(name), other));

/** A lab that is named twice is run once. Two of the same name cannot be told apart: traces and results go by it. */
function onceEach(named: NamedLab[]): NamedLab[] {
  const byId = new Map<string, NamedLab>();
  for (const lab of named) {
    const { id, file } = byId.get(lab.id) ?? lab;
    if (file !== lab.file)
      throw new UsageError(
        `two labs are called "${id}": ${file} and ${lab.file}; traces and results go by that name, so rename one, or run one at a time`,
      );
    if (!byId.has(id)) byId.set(id, lab);
  }
  return [...byId.values()];
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
    const { default: exported } = (await module()) as { default?: Partial<Lab> & { default?: Partial<Lab> } };
    // What a CommonJS module exports as its default lies in the default of what is imported.
    const lab = isMeant(exported) ? exported : exported?.default;
    if (lab === undefined || !isMeant(lab)) throw errorFor('error.no-lab');
    const missing = missingWords(lab);
    if (missing !== null) throw errorFor(missing);
    const wrong = wrongWord(lab as Lab);
    if (wrong !== null) throw errorFor(wrong);
    return { id, lab: lab as Lab };
  } catch (error) {
    return { id, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** Whether somebody meant it for a lab, though something may be missing. */
const isMeant = (exported: Partial<Lab> | undefined): boolean =>
  exported?.subject !== undefined || (exported?.title !== undefined && exported.textbook !== undefined);
