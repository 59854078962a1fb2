/** No bytes may make the HTTP/2 dissector throw, and how they are cut may change nothing of what it finds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { client, close, fin, type Step, sends, server } from '../steps.ts';
import { byteByByte, type Cut, hex, replay, whole } from './replay.ts';

const directions = ['c2s', 's2c'] as const;
const preface = hex('505249202a20485454502f322e300d0a0d0a534d0d0a0d0a');
const settings = hex('000000 04 00 00000000');

const bytesOf = (...parts: (Uint8Array | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

/** Blocks that mean something, so that what is generated gets past the first error. */
const block = fc.constantFrom(
  hex('828684'),
  hex('838684'),
  hex('88'),
  hex('89'),
  hex('0803313033'),
  hex('0207434f4e4e454354'),
  hex('5f0a746578742f706c61696e'),
  hex('0001780179'),
  hex('3fe101'),
  hex('4081070161'),
  hex('88be'),
  hex(''),
);

const stream = fc.constantFrom(0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6);
const frame = (type: number, flags: number, on: number, payload: Uint8Array): Uint8Array =>
  bytesOf(
    [payload.length >> 16, (payload.length >> 8) & 255, payload.length & 255, type, flags, 0, 0, 0, on],
    payload,
  );

const likelyFrame = fc.oneof(
  fc
    .tuple(fc.constantFrom(0, 4, 5, 1, 0x0d), stream, block)
    .map(([flags, on, fields]) => frame(1, flags, on, fields)),
  fc.tuple(fc.constantFrom(0, 4), stream, block).map(([flags, on, fields]) => frame(9, flags, on, fields)),
  fc
    .tuple(fc.constantFrom(0, 4), stream, stream, block)
    .map(([flags, on, promised, fields]) => frame(5, flags, on, bytesOf([0, 0, 0, promised], fields))),
  fc
    .tuple(fc.constantFrom(0, 1, 8, 9), stream, fc.uint8Array({ maxLength: 20 }))
    .map(([flags, on, content]) => frame(0, flags, on, content)),
  fc.tuple(stream, fc.constantFrom(0, 8)).map(([on, error]) => frame(3, 0, on, bytesOf([0, 0, 0, error]))),
  fc.constantFrom(0, 2, 6).map((last) => frame(7, 0, 0, bytesOf([0, 0, 0, last, 0, 0, 0, 0]))),
  fc
    .tuple(fc.constantFrom(1, 2, 5), fc.constantFrom(0, 1, 100))
    .map(([parameter, value]) => frame(4, 0, 0, bytesOf([0, parameter, 0, 0, 0, value]))),
  fc.constant(frame(4, 1, 0, new Uint8Array(0))),
);
const anyFrame = fc
  .tuple(fc.nat(12), fc.nat(255), stream, fc.uint8Array({ maxLength: 12 }))
  .map(([type, flags, on, payload]) => frame(type, flags, on, payload));

const slice = fc.oneof(
  { weight: 12, arbitrary: likelyFrame },
  { weight: 2, arbitrary: anyFrame },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 30 }) },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc
      .tuple(fc.constantFrom(...directions), slice)
      .map(([from, bytes]): Step => sends(from, bytes)),
  },
  { weight: 1, arbitrary: fc.constantFrom(...directions).map(fin) },
  { weight: 1, arbitrary: fc.constant<Step>(close) },
);

/** Nothing comes after FIN in its direction, nor after the close. */
function possible(steps: Step[]): Step[] {
  const gone = new Set<string>();
  return steps.filter((each) => {
    if (gone.has('close') || ('direction' in each && gone.has(each.direction))) return false;
    if (each.what === 'FIN') gone.add(each.direction);
    if (each.what === 'close') gone.add('close');
    return true;
  });
}

const script = fc
  .array(step, { maxLength: 25 })
  .map((steps): Step[] => [client(bytesOf(preface, settings)), server(settings), ...possible(steps)]);

function cutAt(sizes: number[]): Cut {
  let next = 0;
  return (bytes) => {
    const slices: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; ) {
      const size = sizes[next++ % sizes.length] ?? 1;
      slices.push(bytes.subarray(at, at + size));
      at += size;
    }
    return slices;
  };
}

/** Everything but `pending`, which tells of seq. */
const found = (steps: Step[], cut: Cut) => ({ ...replay(steps, cut), pending: null });

describe('whatever comes', () => {
  it('is found the same however it is cut', () => {
    fc.assert(
      fc.property(script, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (steps, sizes) => {
        const expected = found(steps, whole);
        expect(found(steps, cutAt(sizes))).toEqual(expected);
        expect(found(steps, byteByByte)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('ends every message that it began, at the latest with the connection', () => {
    fc.assert(
      fc.property(script, (steps) => {
        const { messages, log } = replay([...possible(steps), close], whole);
        expect(messages.filter((message) => message.endsWith('unfinished'))).toEqual([]);
        const count = (word: string) => log.filter((line) => line.startsWith(word)).length;
        expect(count('ended') + count('withdrawn')).toBeGreaterThanOrEqual(count('begun'));
      }),
      { numRuns: 500 },
    );
  });

  it('does no harm where it is no HTTP/2 at all', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...directions), fc.uint8Array({ maxLength: 60 })), {
          maxLength: 8,
        }),
        (noise) => {
          const steps = noise.map(([from, bytes]): Step => sends(from, bytes));
          expect(found(steps, byteByByte)).toEqual(found(steps, whole));
        },
      ),
      { numRuns: 200 },
    );
  });
});
