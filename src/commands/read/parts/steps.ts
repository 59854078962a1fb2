/** Steps as lines, packed while they are written: of a long capture there are millions. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Step } from '../../../assess/observe.ts';

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

/** Characters of lines that are packed together. */
const packedAtOnce = 1024 * 1024;

export function writeSteps(): StepWriter {
  const packed: Buffer[] = [];
  let lines: string[] = [];
  let length = 0;

  function pack(): void {
    packed.push(gzipSync(lines.join(''), { level: 1 }));
    lines = [];
    length = 0;
  }

  return {
    add(server, step) {
      const line = `${step.connection} ${server} ${JSON.stringify(step)}\n`;
      lines.push(line);
      length += line.length;
      if (length >= packedAtOnce) pack();
    },
    end(isKept) {
      pack();
      const kept = packed.map((chunk) =>
        gzipSync(
          linesOf(chunk)
            .filter((line) => isKept(Number.parseInt(line, 10)))
            .map((line) => `${line}\n`)
            .join(''),
        ),
      );
      return Buffer.concat(kept.flatMap((chunk) => [lengthOf(chunk), chunk]));
    },
  };
}

/** One chunk after another: what they unpack to takes memory only one at a time. */
export function* readSteps(packed: Buffer): Generator<ServerStep> {
  for (const chunk of chunksOf(packed))
    for (const line of linesOf(chunk)) {
      const [, server = '', text = ''] = /^\d+ (\d+) (.*)$/.exec(line) ?? [];
      yield { server: Number(server), step: JSON.parse(text) };
    }
}

const linesOf = (chunk: Buffer): string[] =>
  gunzipSync(chunk)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');

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
