/** Steps, packed while they are written: of a long capture there are millions. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Step } from '../../../assess/observe.ts';
import { connectionOf, rowOf, stepOf } from './codec.ts';
import type { Shift } from './shift.ts';

/** `server`: its number in the part. */
export interface ServerStep {
  server: number;
  step: Step;
}

export interface StepWriter {
  add(server: number, step: Step): void;
  /** What was added of connections that are kept, packed. */
  end(isKept: (connection: number) => boolean): Buffer;
}

/** Bytes of rows that are packed together. */
const packedAtOnce = 1024 * 1024;

export function writeSteps(): StepWriter {
  const packed: Buffer[] = [];
  /** Rows go there at once: millions of texts that wait would keep the collector of garbage busy. */
  const memory = Buffer.allocUnsafeSlow(packedAtOnce);
  let length = 0;

  function pack(): void {
    if (length > 0) packed.push(gzipSync(memory.subarray(0, length), { level: 1 }));
    length = 0;
  }

  return {
    add(server, step) {
      const row = `${rowOf(server, step)}\n`;
      // Of UTF-16 a character takes three bytes at the most.
      if (length + 3 * row.length > packedAtOnce) pack();
      if (3 * row.length > packedAtOnce) packed.push(gzipSync(row));
      else length += memory.write(row, length);
    },
    end(isKept) {
      pack();
      return Buffer.concat(
        packed.flatMap((chunk) => {
          const kept = rowsOf(chunk).filter((row) => isKept(connectionOf(row)));
          if (kept.length === 0) return [];
          const again = gzipSync(kept.join('\n'), { level: 4 });
          return [lengthOf(again), again];
        }),
      );
    },
  };
}

/**
 * One chunk after another: what they unpack to takes memory only one at a time. `by`: how much later they are told. Throws
 * an Error for what is damaged.
 */
export function* readSteps(packed: Buffer, by: Shift): Generator<ServerStep> {
  for (const chunk of chunksOf(packed))
    for (const row of JSON.parse(`[${rowsOf(chunk).join(',')}]`)) yield stepOf(row, by);
}

/** What is said in JSON has no line feeds. */
const rowsOf = (chunk: Buffer): string[] =>
  gunzipSync(chunk)
    .toString('utf8')
    .split('\n')
    .filter((row) => row !== '');

/** Before each chunk stands its length. */
export function lengthOf(chunk: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(chunk.length);
  return length;
}

export function* chunksOf(packed: Buffer): Generator<Buffer> {
  for (let at = 0; at + 4 <= packed.length; ) {
    const length = packed.readUInt32BE(at);
    yield packed.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
}
