/** No input makes the WebSocket dissector throw, and neither how bytes are cut nor what carries them changes what is found. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detect } from '../../../src/dissect/detect.ts';
import type { Dissect } from '../../../src/dissect/dissector.ts';
import { webSocketAgreed } from '../../../src/dissect/websocket/websocket.ts';
import type { Direction } from '../../../src/model/trace.ts';
import { c2s, s2c } from '../http2/bytes.ts';
import { byteByByte, hex, whole } from '../http2/replay.ts';
import { client, close, fin, type Step, sends, server } from '../steps.ts';
import { type Replay, replay } from './replay.ts';

const frames = [
  '8105 48656c6c6f',
  '8185 37fa213d 7f9f4d5158',
  '0103 48656c',
  '0003 48656c',
  '8002 6c6f',
  '8002 e282',
  '8900',
  '8a85 37fa213d 7f9f4d5158',
  '827e 0003 616263',
  '827f 0000000000000001 61',
  '827f ffffffffffffffff',
  '817f 7fffffffffffffff 61',
  'c103 f248cd',
  '8302 6161',
  '0900',
  '8802 03e8',
  '8801 03',
];

const bytes = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...frames).map(hex) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }) },
);
const direction = fc.constantFrom<Direction>('c2s', 's2c');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(direction, bytes).map(([from, sent]): Step => sends(from, sent)) },
  { weight: 1, arbitrary: direction.map(fin) },
);
const script = fc
  .tuple(fc.array(step, { maxLength: 12 }), fc.boolean())
  .map(([steps, closes]): Step[] => (closes ? [...steps, close] : steps))
  .map(nothingAfterFin);
const lengths = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 8 });

function nothingAfterFin(steps: Step[]): Step[] {
  const over = new Set<string>();
  return steps.filter((each) => {
    if ('direction' in each && over.has(each.direction)) return false;
    if (each.what === 'FIN') over.add(each.direction);
    return true;
  });
}

/** Cuts bytes after every so many, taken in turn from the list. */
function inTurn(sizes: number[]) {
  let turn = 0;
  return (array: Uint8Array): Uint8Array[] => {
    const slices: Uint8Array[] = [];
    for (let at = 0; at < array.length; ) {
      const size = sizes[turn++ % sizes.length] ?? 1;
      slices.push(array.subarray(at, at + size));
      at += size;
    }
    return slices;
  };
}

const deflating = webSocketAgreed({ extensions: 'permessage-deflate' });

const upgrade = [
  client('GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'),
  server(
    'HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n',
  ),
];
const connect = [
  c2s('505249202a20485454502f322e300d0a0d0a534d0d0a0d0a 000000 04 00 00000000'),
  s2c('000000 04 00 00000000'),
  c2s('000023 01 04 00000001 0207434f4e4e45435400093a70726f746f636f6c09776562736f636b65748684010178'),
  s2c(
    '00002e 01 04 00000001 8800187365632d776562736f636b65742d657874656e73696f6e73127065726d6573736167652d6465666c617465',
  ),
];

/** DATA frames of the given sizes on stream 1, END_STREAM for FIN. */
function inData(steps: Step[], sizes: number[]): Step[] {
  const cut = inTurn(sizes);
  return steps.flatMap((each): Step[] => {
    if (each.what === 'FIN') return [sends(each.direction, hex('000000 00 01 00000001'))];
    if (each.what !== 'bytes') return [each];
    return cut(each.bytes).map((part) => {
      const header = hex(`0000${part.length.toString(16).padStart(2, '0')} 00 00 00000001`);
      return sends(each.direction, Buffer.concat([header, part]));
    });
  });
}

const lines = ({ messages, controls, faults }: Replay) => ({ messages, controls, faults });

/** What does not depend on offsets. */
const essence = ({ raw, faults }: Replay) => ({
  messages: (['c2s', 's2c'] as const).map((side) =>
    raw
      .filter(({ kind, direction: own }) => kind === 'websocket' && own === side)
      .map(({ text, content, bytes: own, ending, websocket: fields }) => [
        text,
        content,
        own,
        ending,
        fields,
      ]),
  ),
  faults: faults.map((line) => line.replace(/\d+ /, '')).sort(),
});

describe('WebSocket', { timeout: 60_000 }, () => {
  it.each([
    ['by itself', deflating, []],
    ['after a 101', detect, upgrade],
  ] as [string, Dissect, Step[]][])('%s is read the same however it is cut', (_, dissect, before) => {
    fc.assert(
      fc.property(script, lengths, (steps, sizes) => {
        const expected = lines(replay(dissect, [...before, ...steps], whole));
        expect(lines(replay(dissect, [...before, ...steps], inTurn(sizes)))).toEqual(expected);
        expect(lines(replay(dissect, [...before, ...steps], byteByByte))).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('is read the same by itself, after a 101 and in DATA of HTTP/2', () => {
    fc.assert(
      fc.property(script, lengths, (steps, sizes) => {
        const expected = essence(replay(deflating, steps, whole));
        expect(essence(replay(detect, [...upgrade, ...steps], whole))).toEqual(expected);
        const onStream = essence(replay(detect, [...connect, ...inData(steps, sizes)], inTurn([5])));
        expect(onStream).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('leaves nothing open and nothing pending once the connection is closed', () => {
    fc.assert(
      fc.property(script, (steps) => {
        const { raw, pending } = replay(deflating, [...steps, close], whole);
        expect(raw.filter(({ end }) => end === null)).toEqual([]);
        expect(pending).toEqual({ c2s: Infinity, s2c: Infinity });
      }),
      { numRuns: 100 },
    );
  });
});
