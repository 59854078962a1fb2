/**
 * A file that is written as things come, each piece before the next is read, so that it takes no memory however long
 * it gets. What was there before stays until there is something to write. A disk that is full ends the file, and is
 * said at the end.
 */
import { closeSync, constants, fstatSync, ftruncateSync, openSync } from 'node:fs';
import { writeAll } from './output.ts';
import { writing } from './wanted-files.ts';

export interface GrowingFile {
  add(piece: string | Uint8Array): void;
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
  let begun = false;
  let failure: unknown = null;
  await writing(name, async () => {
    descriptor = openSync(name, constants.O_WRONLY | constants.O_CREAT, 0o666);
  });
  const add = (...pieces: readonly (string | Uint8Array)[]) => {
    if (descriptor === null || failure !== null) return;
    try {
      if (!begun && fstatSync(descriptor).isFile()) ftruncateSync(descriptor);
      for (const piece of begun ? pieces : [...head, ...pieces]) writeAll(descriptor, Buffer.from(piece));
      begun = true;
    } catch (error) {
      failure = error;
    }
  };
  const close = () => {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
  };
  return {
    add,
    close,
    finish() {
      if (!begun) add();
      close();
      if (failure !== null) throw failure;
    },
  };
}
