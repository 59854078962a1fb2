/**
 * A file that was asked for is whole or as it was before: it is written beside its place under another name and renamed
 * into it (rename(2) is atomic). Where that cannot be, it is written in place, and put back if that fails.
 */
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, rmSync, type Stats, statSync } from 'node:fs';
import { constants, type FileHandle, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { placeOf } from './place.ts';

export type Content = string | Iterable<string | Uint8Array>;

/** Rejects with the system's error. What is no regular file (a pipe, a device) is written to as it is. */
export async function putFile(name: string, content: Content): Promise<void> {
  // A link that leads to itself is told here.
  const before = await stat(name).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const place = await placeOf(name);
  // What a shell has opened is gone on with, not begun anew.
  if (place === null) return writeFile(name, chunks(content), { flag: 'a' });
  if (before === null) return replace(place, content, null);
  if (!before.isFile()) return writeFile(place, chunks(content));
  // What must not be written must not be replaced either.
  await (await open(place, constants.O_WRONLY)).close();
  // Its other names are to show the same.
  if (before.nlink > 1) return writeOver(place, Buffer.concat([...chunks(content)]));
  return replace(place, content, before);
}

async function replace(place: string, content: Content, before: Stats | null): Promise<void> {
  const temporary = join(dirname(place), `.http-version-lab-${randomUUID()}`);
  const forget = removeIfEnded(temporary);
  try {
    const file = await open(temporary, 'wx', before === null ? 0o666 : 0o600);
    try {
      await writeFile(file, chunks(content));
      if (before) makeAlike(temporary, before);
      // Some file systems say only now that there is no room.
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, place);
  } catch (error) {
    if (before === null || !refusals.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    const written = await readFile(temporary).catch(() => Buffer.concat([...chunks(content)]));
    await writeOver(place, written);
  } finally {
    await rm(temporary, { force: true });
    forget();
  }
}

const underWay = new Set<string>();

/** A signal that ends the program leaves nothing beside the place. Returns what ends that. */
function removeIfEnded(temporary: string): () => void {
  if (underWay.size === 0) {
    process.on('exit', removeAll);
    for (const signal of signals) process.on(signal, onSignal);
  }
  underWay.add(temporary);
  return () => {
    underWay.delete(temporary);
    if (underWay.size === 0) forget();
  };
}

function removeAll(): void {
  for (const temporary of underWay) rmSync(temporary, { force: true });
}

function onSignal(signal: NodeJS.Signals): void {
  // Somebody else says what it means.
  if (process.listenerCount(signal) > 1) return;
  removeAll();
  forget();
  process.kill(process.pid, signal);
}

function forget(): void {
  process.off('exit', removeAll);
  for (const signal of signals) process.off(signal, onSignal);
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** The folder takes no file, the owner cannot be kept, somebody else's file in /tmp, a file that is mounted. */
export const refusals = ['EACCES', 'EPERM', 'EBUSY'];

/** What takes the place of a file is whose that was. Throws the system's error. */
export function makeAlike(file: string, { uid, gid, mode }: Stats): void {
  const own = statSync(file);
  if (own.uid !== uid || own.gid !== gid) chownSync(file, uid, gid);
  chmodSync(file, mode & 0o7777);
}

/** There is still room for what was there: the file is not cut before all is written. */
async function writeOver(place: string, bytes: Uint8Array): Promise<void> {
  const file = await open(place, 'r+');
  try {
    const before = await file.readFile();
    try {
      await writeFromStart(file, bytes);
    } catch (error) {
      await writeFromStart(file, before);
      throw error;
    }
  } finally {
    await file.close();
  }
}

async function writeFromStart(file: FileHandle, bytes: Uint8Array): Promise<void> {
  let at = 0;
  while (at < bytes.length) at += (await file.write(bytes, at, bytes.length - at, at)).bytesWritten;
  await file.truncate(bytes.length);
  await file.sync();
}

/** Many small pieces are written together. */
function* chunks(content: Content): Generator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  for (const piece of typeof content === 'string' ? [content] : content) {
    const bytes = Buffer.from(piece);
    pieces.push(bytes);
    length += bytes.length;
    if (length < 65_536) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    length = 0;
  }
  yield Buffer.concat(pieces);
}
