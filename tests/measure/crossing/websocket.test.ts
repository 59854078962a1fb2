/** Which messages crossed on a WebSocket (RFC 6455), whose two ends speak when they like. */
import { describe, expect, it } from 'vitest';
import { measureRecording } from '../../../src/assess/assess.ts';
import type { TraceEvent } from '../../../src/model/trace.ts';
import { crossings, first, framed, handshake, last, measured, recorded, type Sent, whole } from './sent.ts';

describe('WebSocket', () => {
  const hello = framed('c2s', whole, 'hello');
  const bye = framed('s2c', whole, 'good bye');
  const { length } = hello;

  it.each<[string, number, Sent[]]>([
    [
      'crosses where neither had arrived',
      1,
      [
        ['c2s', hello],
        ['s2c', bye, length],
      ],
    ],
    [
      'does not cross where the one answers the other',
      0,
      [
        ['c2s', hello, 0],
        ['s2c', bye, 0],
      ],
    ],
    [
      'does not cross where nobody knows',
      0,
      [
        ['c2s', hello],
        ['s2c', bye],
      ],
    ],
    [
      'crosses in part',
      1,
      [
        ['c2s', hello],
        ['s2c', bye, 1],
      ],
    ],
    [
      'crosses where the server spoke first',
      1,
      [
        ['s2c', bye, 0],
        ['c2s', hello, bye.length],
      ],
    ],
    [
      'counts every pair',
      4,
      [
        ['c2s', hello],
        ['c2s', hello],
        ['s2c', bye, 2 * length],
        ['s2c', bye, 2 * length],
      ],
    ],
    [
      'leaves out what had arrived',
      1,
      [
        ['c2s', hello],
        ['c2s', hello],
        ['s2c', bye, length],
      ],
    ],
    [
      'crosses again with what follows',
      2,
      [
        ['c2s', hello],
        ['s2c', bye, length],
        ['c2s', hello, bye.length],
      ],
    ],
    [
      'counts a pair once, however often its parts cross',
      1,
      [
        ['c2s', framed('c2s', first, 'a')],
        ['s2c', framed('s2c', first, 'b'), 7],
        ['c2s', framed('c2s', last, 'c'), 3],
        ['s2c', framed('s2c', last, 'd'), 14],
      ],
    ],
  ])('%s', (_, count, sent) => {
    expect(crossings(...handshake, ...sent)).toBe(count);
  });

  it("is shown by the first pair, the client's message first", () => {
    const { groups } = measured(...handshake, ['s2c', bye, 0], ['c2s', hello, 0], ['s2c', bye, length]);
    expect(groups[0]?.shape.crossing).toBe(true);
    expect(groups[0]?.shows.crossing).toEqual([
      { connection: 1, message: 2, direction: 'c2s' },
      { connection: 1, message: 3, direction: 's2c' },
    ]);
  });

  it('is no longer followed after a gap, but what had crossed before it stays', () => {
    const after: TraceEvent[] = [
      { type: 'gap', seq: 9, at: 0, connection: 1, direction: 'c2s', length: 3 },
      { type: 'bytes', seq: 10, at: 0, connection: 1, direction: 'c2s', bytes: hello, underWay: 5 },
    ];
    const shapeOf = (...sent: Sent[]) =>
      measureRecording({ question: 'test', events: recorded([...handshake, ...sent], after) }).groups[0]
        ?.shape;
    expect(shapeOf(['s2c', bye, 0], ['c2s', hello, bye.length])?.crossing).toBe(true);
    expect(shapeOf(['s2c', bye, 0], ['c2s', hello, 0], ['s2c', bye, 0])?.crossing).toBe(false);
  });

  it('a ping between two fragments crosses with nothing, a fragment does, RFC 6455 §5.4', () => {
    const begun: Sent[] = [...handshake, ['c2s', framed('c2s', first, 'one'), 0], ['s2c', bye, 0]];
    const end: Sent = ['c2s', framed('c2s', last, 'two'), 0];
    expect(crossings(...begun, ['c2s', framed('c2s', 0x89, 'ping'), bye.length], end)).toBe(0);
    expect(crossings(...begun, ['c2s', framed('c2s', 0x00, 'more'), bye.length], end)).toBe(1);
  });

  it('a ping that is looked at late, when the message has gone on after it, crosses with nothing', () => {
    const half = framed('s2c', whole, 'x');
    const sent: Sent[] = [
      ...handshake,
      ['c2s', framed('c2s', first, 'one'), 0],
      ['s2c', bye, 0],
      ['s2c', half.subarray(0, 1), 0],
      ['c2s', framed('c2s', 0x89, 'ping'), bye.length + 1],
      ['c2s', framed('c2s', last, 'two'), 0],
      ['s2c', half.subarray(1), 0],
    ];
    expect(crossings(...sent)).toBe(0);
  });
});
