/** Files that a command is to write: what is wrong with one is said before anything is measured. */
import { access, constants, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../../usage-error.ts';
import { cannotWrite } from './deliver.ts';

const kinds = ['json', 'html', 'pcap', 'har', 'markdown'] as const;

/**
 * Values that are no names are other commands' options. `given` may be files that are read. Throws a UsageError for the
 * first file that cannot be had.
 */
export async function checkFiles(
  options: Record<string, unknown>,
  given: readonly string[] = [],
): Promise<void> {
  const wanted = new Map<string, string>();
  const inputs = new Set(await Promise.all(given.map(placeOf)));
  for (const kind of kinds) {
    const file = options[kind];
    if (typeof file !== 'string') continue;
    if (file === '-') {
      if (kind === 'json') continue;
      throw new UsageError(`--${kind} takes the name of a file: only --json writes to stdout`);
    }
    const place = await placeOf(file);
    const other = wanted.get(place);
    if (other !== undefined) throw new UsageError(`--${other} and --${kind} name the same file: ${file}`);
    wanted.set(place, kind);
    if (inputs.has(place)) throw new UsageError(`--${kind} would write over what is read: ${file}`);
    await writing(file, () => checkFile(file));
  }
  const { trace } = options;
  if (typeof trace !== 'string') return;
  await writing(trace, async () => {
    await makeFolder(trace);
    if (!(await stat(trace)).isDirectory()) throw Object.assign(new Error(trace), { code: 'ENOTDIR' });
    await access(trace, constants.W_OK);
  });
}

/** However it is called. */
const placeOf = (file: string): Promise<string> => realpath(file).catch(() => resolve(file));

/** Rejects as the system would if it were written. */
async function checkFile(file: string): Promise<void> {
  const known = await stat(file).catch(() => null);
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
export async function writing(name: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw new UsageError(cannotWrite(name, error));
  }
}
