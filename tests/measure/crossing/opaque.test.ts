/** On an opaque connection nobody knows which messages cross: counted is how often bytes came to be under way both ways. */
import { expect, it } from 'vitest';
import { measureStream } from '../../../src/assess/observe.ts';
import type { Direction, TraceEvent } from '../../../src/model/trace.ts';

const place = { host: '10.0.0.1', port: 1 };
const binary = Uint8Array.of(0, 255, 1, 254);

/** A connection on which binary bytes went these ways, with so many of the other's under way. */
const observed = (...sent: [Direction, number | undefined][]) => {
  const events: TraceEvent[] = [
    {
      ...{ type: 'open', seq: 1, at: 1, connection: 1, transport: 'tcp', control: false },
      ...{ front: { client: place, tap: place }, back: { tap: null, server: place } },
    } as TraceEvent,
    ...sent.map(
      ([direction, underWay], index): TraceEvent => ({
        ...{ type: 'bytes', seq: index + 2, at: index + 2, connection: 1, direction, bytes: binary },
        ...(underWay === undefined ? {} : { underWay }),
      }),
    ),
  ];
  const measuring = measureStream({ lab: 'test', target: 'x', on: null });
  for (const event of events) if (event.type !== 'mark') measuring.push(event);
  const { result } = measuring.report();
  return [result.facts?.observed?.crossings, result.verdicts?.observed?.wire.mode];
};

it.each([
  [
    'in turn',
    [
      ['c2s', 0],
      ['s2c', 0],
      ['c2s', 0],
    ],
    [0, 'half-duplex'],
  ],
  [
    'where nobody can tell',
    [
      ['c2s', undefined],
      ['s2c', undefined],
    ],
    [0, 'inconclusive'],
  ],
  [
    'once, in however many pieces',
    [
      ['c2s', 0],
      ['s2c', 4],
      ['c2s', 4],
      ['s2c', 8],
    ],
    [1, 'full-duplex'],
  ],
  [
    'twice, with silence between',
    [
      ['c2s', 0],
      ['s2c', 4],
      ['c2s', 0],
      ['s2c', 4],
    ],
    [2, 'full-duplex'],
  ],
] as [string, [Direction, number | undefined][], [number, string]][])('%s', (_, sent, expected) => {
  expect(observed(...sent)).toEqual(expected);
});
