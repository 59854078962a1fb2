/**
 * A file that is written as things come, each piece before the next is read, so that it takes no memory however long
 * it gets. What was there before stays until it is certain that something comes of the run: only then, what comes is
 * held meanwhile. A disk that is full ends the file, and is said at the end.
 */
import { closeSync, constants, fstatSync, ftruncateSync, openSync } from 'node:fs';
import { writeAll } from './output.ts';
import { writing } from './wanted-files.ts';

export interface GrowingFile {
  add(piece: string | Uint8Array): void;
  /** What was there before may go. */
  begin(): void;
  /** Throws the system's error if not everything could be written. */
  finish(): void;
  /** Leaves it as it is; of no effect once it is finished. */
  close(): void;
}

/** `head` comes before everything. Throws a UsageError if the file cannot be opened. */
export async function openGrowingFile(
  name: string,
  head: readonly (string | Uint8Array)[],
): Promise<GrowingFile> {
  let descriptor: number | null = null;
  let cut = false;
  let failure: unknown = null;
  let held: (string | Uint8Array)[] = [...head];
  let certain = true;
  await writing(name, async () => {
    descriptor = openSync(name, constants.O_WRONLY | constants.O_CREAT, 0o666);
    const { size } = fstatSync(descriptor);
    certain = size === 0;
  });
  const write = () => {
    if (descriptor === null || failure !== null) return;
    const pieces = held;
    held = [];
    try {
      if (!cut && fstatSync(descriptor).isFile()) ftruncateSync(descriptor);
      cut = true;
      for (const piece of pieces) writeAll(descriptor, Buffer.from(piece));
    } catch (error) {
      failure = error;
    }
  };
  const begin = () => {
    if (certain) return;
    certain = true;
    write();
  };
  const close = () => {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
  };
  return {
    begin,
    close,
    add(piece) {
      if (descriptor === null || failure !== null) return;
      held.push(piece);
      if (certain) write();
    },
    finish() {
      write();
      close();
      if (failure !== null) throw failure;
    },
  };
}
