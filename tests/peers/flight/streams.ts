/** Two ways to talk on a stream, in units of a framing: both at once, each at times of its own, or strictly in turns. */

import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

export interface Framing {
  write(text: string): Buffer;
  /** The first whole text of what has come, and how many bytes it took. */
  read(bytes: Buffer): { text: string; length: number } | null;
}

export const lines: Framing = {
  write: (text) => Buffer.from(`${text}\n`),
  read(bytes) {
    const end = bytes.indexOf('\n');
    return end < 0 ? null : { text: bytes.toString('latin1', 0, end), length: end + 1 };
  },
};

/** A length in front, and then no byte that is text. */
export const binary: Framing = {
  write(text) {
    const unit = Buffer.alloc(2 + text.length);
    unit.writeUInt16BE(text.length);
    for (const [index, byte] of Buffer.from(text).entries()) unit.writeUInt8(byte ^ 0x9c, 2 + index);
    return unit;
  },
  read(bytes) {
    if (bytes.length < 2 || bytes.length < 2 + bytes.readUInt16BE()) return null;
    const length = 2 + bytes.readUInt16BE();
    return { text: Buffer.from(bytes.subarray(2, length).map((byte) => byte ^ 0x9c)).toString(), length };
  },
};

/** What the other side has said so far. `said` resolves once that holds. */
export interface Ear {
  texts: string[];
  said(enough: () => boolean): Promise<void>;
}

export function listen(from: Readable, framing: Framing): Ear {
  const texts: string[] = [];
  let rest = Buffer.alloc(0);
  let look = () => {};
  let fail = (_: Error) => {};
  from.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let unit = framing.read(rest); unit !== null; unit = framing.read(rest)) {
      texts.push(unit.text);
      rest = rest.subarray(unit.length);
    }
    look();
  });
  from.on('error', (error) => fail(error));
  from.on('end', () => fail(new Error('the other side hung up')));
  return {
    texts,
    said: (enough) =>
      new Promise((resolve, reject) => {
        look = () => enough() && resolve();
        fail = reject;
        look();
      }),
  };
}

/** One of the lengths is 10, which is a line's end to who takes bytes for text. */
const words = (count: number, number: number): string => 'word '.repeat(count) + `${number}`.padStart(5, '0');

const some = 40;
const manyAtOnce = 80;
const most = 1000;

/** Waits for nothing before it speaks; it only does not stop before it has heard something of the other's. */
export async function talkAtOnce(to: Writable, from: Readable, framing: Framing): Promise<void> {
  const ear = listen(from, framing);
  for (let count = 0; count < most && (count < some || ear.texts.length < some); count++) {
    to.write(framing.write(words(count % 4, count)));
    // What waits on a machine that stands still is to fit into a segment, so that none ends within a line.
    await pause(count < manyAtOnce ? 1 + ((count * 5) % 7) : 50);
  }
  to.write(framing.write(last));
  await ear.said(() => ear.texts.includes(last));
}

const last = 'last';
const rounds = 5;

/** Each of the two speaks only after it has all that the other said. */
export async function talkInTurns(
  to: Writable,
  from: Readable,
  framing: Framing,
  who: { begins: boolean },
): Promise<void> {
  const ear = listen(from, framing);
  for (let count = 1; count <= rounds; count++) {
    if (!who.begins) await ear.said(() => ear.texts.length === count);
    // More than a segment takes, at times: the other waits for all of it.
    to.write(framing.write(words(count === 3 ? 900 : count, count)));
    if (who.begins) await ear.said(() => ear.texts.length === count);
  }
}
