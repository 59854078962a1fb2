/** Files that a command is to write: what is wrong with one is said before anything is measured. */
import { access, constants, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../../usage-error.ts';
import { cannotWrite } from './deliver.ts';
import { identities } from './place.ts';

const kinds = ['json', 'html', 'pcap', 'har', 'markdown'] as const;

/**
 * Values that are no names are other commands' options. `given` may be files that are read. Throws a UsageError for the
 * first file that cannot be had.
 */
export async function checkFiles(
  options: Record<string, unknown>,
  given: readonly string[] = [],
): Promise<void> {
  const { trace } = options;
  if (trace === '') throw new UsageError('--trace takes the name of a folder, which is never empty');
  const wanted = kinds.flatMap((kind) => {
    const file = options[kind];
    if (typeof file !== 'string') return [];
    if (file === '') throw new UsageError(`--${kind} takes the name of a file, which is never empty`);
    if (kind === 'json' && file === '-') return [];
    if (file === '-')
      throw new UsageError(`--${kind} takes the name of a file: only --json writes to stdout`);
    return [{ kind, file }];
  });
  await checkApart(wanted, given, typeof trace === 'string' ? trace : null);
  // A file may be wanted in the folder that is made for the trace.
  if (typeof trace === 'string') await writing(trace, () => checkFolder(trace));
  for (const { file } of wanted) await writing(file, () => checkFile(file));
}

interface Wanted {
  kind: string;
  file: string;
}

/** However they are called, no two are the same file. */
async function checkApart(
  wanted: readonly Wanted[],
  given: readonly string[],
  trace: string | null,
): Promise<void> {
  const read = new Set((await Promise.all(given.map(identities))).flat());
  const traced = new Set(trace === null ? [] : await tracesIn(trace));
  const [folder] = trace === null ? [] : await identities(trace);
  const known = new Map<string, string>();
  for (const { kind, file } of wanted) {
    const own = await identities(file);
    const other = own.flatMap((identity) => known.get(identity) ?? [])[0];
    if (other !== undefined) throw new UsageError(`--${other} and --${kind} name the same file: ${file}`);
    if (own.some((identity) => read.has(identity)))
      throw new UsageError(`--${kind} would write over what is read: ${file}`);
    const [place = ''] = own;
    if (folder !== undefined && place === folder)
      throw new UsageError(`--${kind} names the folder of --trace: ${file}`);
    if (own.some((identity) => traced.has(identity)) || (dirname(place) === folder && isTrace(place)))
      throw new UsageError(`--${kind} names a file of --trace, whose files end in .ndjson: ${file}`);
    for (const identity of own) known.set(identity, kind);
  }
}

const isTrace = (name: string): boolean => name.endsWith('.ndjson');

/** Which of them will be written is not known yet. */
async function tracesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return (await Promise.all(names.filter(isTrace).map((name) => identities(join(folder, name))))).flat();
}

async function checkFolder(folder: string): Promise<void> {
  await makeFolder(folder);
  if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error(folder), { code: 'ENOTDIR' });
  await access(folder, constants.W_OK);
}

/** Rejects as the system would if it were written. */
async function checkFile(file: string): Promise<void> {
  const known = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ELOOP') throw error;
    return null;
  });
  if (known?.isDirectory()) throw Object.assign(new Error(file), { code: 'EISDIR' });
  await access(known ? file : dirname(resolve(file)), constants.W_OK);
}

/** Not by `recursive`, which in Node 20 never ends where a folder that is there can hold none (/proc). */
async function makeFolder(folder: string): Promise<void> {
  const make = () =>
    mkdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  await make().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await make();
  });
}

/** Throws a UsageError, with the file's name, if the system refuses. */
export async function writing<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(cannotWrite(name, error));
  }
}
