/**
 * A file that is written as things come, each piece before the next is read, so that it takes no memory however long
 * it gets. A disk that is full ends the file, and is said at the end.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { UsageError } from '../../usage-error.ts';
import { writing } from './output.ts';

export interface GrowingFile {
  add(piece: string | Uint8Array): void;
  /** Throws a UsageError if not everything could be written. */
  close(): void;
}

/** Throws a UsageError if the file cannot be opened. */
export async function openGrowingFile(name: string): Promise<GrowingFile> {
  let descriptor = -1;
  let failure: unknown = null;
  await writing(name, async () => {
    descriptor = openSync(name, 'w');
  });
  return {
    add(piece) {
      if (failure !== null) return;
      try {
        let left: Uint8Array = Buffer.from(piece);
        while (left.length > 0) left = left.subarray(writeSync(descriptor, left));
      } catch (error) {
        failure = error;
      }
    },
    close() {
      closeSync(descriptor);
      if (failure === null) return;
      const { code, message } = failure as NodeJS.ErrnoException;
      throw new UsageError(`cannot write ${name}: ${code ?? message}`);
    },
  };
}
