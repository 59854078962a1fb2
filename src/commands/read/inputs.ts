/**
 * Which files `read` was given: a folder stands for the captures and traces that lie in it, and a file that is there under
 * two names is one.
 */
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isCapture } from '../../capture/packets/packets.ts';
import { printable } from '../../report/words/text.ts';
import { UsageError } from '../../usage-error.ts';
import { identities } from '../output/place.ts';

export interface Inputs {
  files: Input[];
  /** Lines of what was left out, and why. */
  remarks: string[];
}

export interface Input {
  /** As it was given, or the folder's name and its own. */
  name: string;
  isTrace: boolean;
  /** Why it cannot be read. */
  error: string | null;
}

/** Throws a UsageError where nothing can be read. */
export async function inputsOf(given: readonly string[]): Promise<Inputs> {
  if (given.length > 1 && given.includes('-'))
    throw new UsageError(
      '- stands for a pipe, which is read alone: write it into a file to read it with others',
    );
  const remarks: string[] = [];
  const files: Input[] = [];
  for (const name of given) {
    const isFolder = name !== '-' && (await stat(name).catch(() => null))?.isDirectory() === true;
    files.push(...(isFolder ? await filesIn(name, remarks) : [await inputOf(name)]));
  }
  return { files: await apart(files, remarks), remarks };
}

async function filesIn(folder: string, remarks: string[]): Promise<Input[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`cannot read ${folder}: ${error.code ?? error.message}`);
  });
  const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(folder, entry.name));
  const kinds = await Promise.all(names.map(kindOf));
  const files = names.flatMap((name, nth) => {
    const kind = kinds[nth] ?? null;
    return kind === null ? [] : [{ name, isTrace: kind === 'trace', error: null }];
  });
  if (files.length === 0) throw new UsageError(`${folder} is a folder in which no capture and no trace lies`);
  const leftOut = names.length - files.length;
  if (leftOut > 0)
    remarks.push(`${printable(folder)}: ${leftOut} file(s) in it are neither captures nor traces`);
  // Readable order for what is said; which comes first in time the packets tell.
  return files.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** One that is there under several names, or was given twice, once. */
async function apart(files: readonly Input[], remarks: string[]): Promise<Input[]> {
  const known = new Map<string, string>();
  const once: Input[] = [];
  for (const file of files) {
    const own = file.name === '-' ? [] : await identities(file.name);
    const before = own.flatMap((identity) => known.get(identity) ?? [])[0];
    if (before !== undefined) {
      remarks.push(`${printable(file.name)} is ${printable(before)}, and read once`);
      continue;
    }
    for (const identity of own) known.set(identity, file.name);
    once.push(file);
  }
  return once;
}

const headOfTrace = '{"schema":"http-version-lab/trace/';

/** By its first bytes; what is packed with gzip is taken for a capture by its name. */
async function kindOf(file: string): Promise<'capture' | 'trace' | null> {
  const head = await headOf(file, headOfTrace.length).catch(() => null);
  if (head === null || head.length < 4) return null;
  if (isCapture(head.readUInt32BE(0))) return 'capture';
  if (head[0] === 0x1f && head[1] === 0x8b) return /cap/.test(basename(file)) ? 'capture' : null;
  return head.toString('latin1') === headOfTrace ? 'trace' : null;
}

/** A trace begins with a brace, which no capture does. */
async function inputOf(name: string): Promise<Input> {
  if (name === '-') return { name, isTrace: false, error: null };
  try {
    return { name, isTrace: (await headOf(name, 1))?.[0] === 0x7b, error: null };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { name, isTrace: false, error: `cannot read ${name}: ${code ?? message}` };
  }
}

/** Null for what may not be read twice: a pipe that has a name. */
async function headOf(file: string, length: number): Promise<Buffer | null> {
  const known = await stat(file).catch(() => null);
  if (known?.isFIFO() || known?.isCharacterDevice() || known?.isSocket()) return null;
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
