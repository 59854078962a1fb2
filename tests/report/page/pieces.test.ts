/** In which pieces a message came, and which of them crossed: alternating and crossing are told apart by them. */
import { describe, expect, it } from 'vitest';
import { transcribe } from '../../../src/dissect/transcript.ts';
import type { TraceEvent } from '../../../src/model/trace.ts';
import { connectionData } from '../../../src/report/page/data.ts';
import { layOut } from '../../../src/report/page/layout.ts';
import { openEvent } from '../fixtures.ts';

type Said = [who: 'c' | 's', bytes: string | Buffer, underWay?: number];

/** Events 2, 3 … on one connection, one a piece; `at` is ten times the event. */
const events = (...said: Said[]): TraceEvent[] => [
  { ...openEvent(1), seq: 1, at: 10 },
  ...said.map(([who, bytes, underWay], index): TraceEvent => {
    const place = { seq: index + 2, at: 10 * (index + 2) };
    const direction = who === 'c' ? 'c2s' : 's2c';
    const known = underWay === undefined ? {} : { underWay };
    return { type: 'bytes', ...place, connection: 1, direction, bytes: Buffer.from(bytes), ...known };
  }),
];

const data = (list: TraceEvent[]) => {
  const [line] = transcribe(list, 'q').connections;
  if (!line) throw new Error('no connection');
  return connectionData(line, () => []);
};

/** The events of each message's pieces; those that crossed with a star. */
const pieces = (list: TraceEvent[]): Record<string, string> =>
  Object.fromEntries(
    data(list).messages.map(({ direction, ordinal, pieces: own = [] }) => [
      `${direction === 'c2s' ? 'c' : 's'}${ordinal}`,
      own.map(([seq, at, crossed]) => (at === 10 * seq ? `${seq}${crossed ? '*' : ''}` : '?')).join(' '),
    ]),
  );

const ties = (list: TraceEvent[]) =>
  data(list).ties?.map(({ client, server }) => [client[0], client[1], server[0], server[1]]);

const request = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\n';
const response = 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n';

describe('the pieces of a message', () => {
  it('are in order of their events, and alternate where the two took turns', () => {
    const turns = events(
      ['c', request, 0],
      ['c', 'ab', 0],
      ['s', response, 0],
      ['s', 'x', 0],
      ['c', 'cd', 0],
      ['s', 'yza', 0],
    );
    expect(pieces(turns)).toEqual({ c1: '2 3 6', s1: '4 5 7' });
    expect(ties(turns)).toBeUndefined();
  });

  it('are marked where each was sent before its sender had the other, in pairs', () => {
    const crossing = events(
      ['c', request, 0],
      ['c', 'ab', 0],
      ['s', response, 0],
      ['s', 'x', 0],
      ['c', 'cd', 1],
      ['s', 'yza', 0],
    );
    expect(pieces(crossing)).toEqual({ c1: '2 3 6*', s1: '4 5* 7' });
    expect(ties(crossing)).toEqual([[1, 6, 1, 5]]);
  });

  it('reach back as far as bytes were under way, and no further', () => {
    const far = events(['c', request, 0], ['s', response, 0], ['s', 'x'], ['s', 'y'], ['c', 'abcd', 2]);
    expect(pieces(far)).toEqual({ c1: '2 6*', s1: '3 4* 5*' });
    const farther = events(['c', request, 0], ['s', response, 0], ['s', 'x'], ['s', 'y'], ['c', 'abcd', 3]);
    expect(pieces(farther)).toEqual({ c1: '2 6*', s1: '3* 4* 5*' });
  });

  it('are not told of where there is one, unless it crossed', () => {
    const whole = events(['c', 'PING\n', 0], ['s', 'PONG\n', 0]);
    expect(data(whole).messages.map((one) => 'pieces' in one)).toEqual([false, false]);
    const atOnce = events(['c', 'PING\n', 0], ['s', 'PONG\n', 5]);
    expect(pieces(atOnce)).toEqual({ c1: '2*', s1: '3*' });
  });

  it('are left out where they are more than can be told apart', () => {
    const many = (count: number) =>
      pieces(events(...Array.from({ length: count }, (): Said => ['c', 'x']), ['c', '\n'], ['s', 'y\n']));
    expect(many(63).c1?.split(' ')).toHaveLength(64);
    expect(many(64).c1).toBe('');
  });

  it('are left out behind a gap, where no offset is certain', () => {
    const first: Said[] = [
      ['c', 'GET / HTTP/1.1\r\n'],
      ['c', 'host: a\r\n\r\n'],
      ['s', `${response}ab`],
      ['s', 'cd'],
    ];
    const list = events(...first, ...first);
    const gap: TraceEvent = { type: 'gap', seq: 5.5, at: 55, connection: 1, direction: 's2c', length: 9 };
    expect(pieces(list)).toEqual({ c1: '2 3', s1: '4 5', c2: '6 7', s2: '8 9' });
    const broken = pieces([...list.slice(0, 5), gap, ...list.slice(5)]);
    expect(broken).toMatchObject({ c1: '2 3', s1: '4 5', c2: '' });
    expect(broken.s2 ?? '').toBe('');
  });

  it('are left out of a message that goes on when no more are recorded', () => {
    const three: Said[] = [
      ['c', 'a'],
      ['c', 'b'],
      ['c', 'c\n'],
    ];
    const long = Array.from({ length: 600 }, () => three).flat();
    expect(pieces(events(...long, ['s', 'y\n']))).toMatchObject({ c500: '1499 1500 1501', c501: '' });
    expect(pieces(events(['s', 'y\n'], ...long))).toMatchObject({ c499: '1497 1498 1499', c500: '' });
  });

  it('are those of the message alone, where streams lie in one another', () => {
    const frame = (type: number, flags: number, stream: number, payload: Buffer): Buffer => {
      const head = Buffer.alloc(9);
      head.writeUIntBE(payload.length, 0, 3);
      head.writeUInt8(type, 3);
      head.writeUInt8(flags, 4);
      head.writeUInt32BE(stream, 5);
      return Buffer.concat([head, payload]);
    };
    // :method POST, :scheme http, :path /, each from the static table (RFC 7541, appendix A).
    const headers = (stream: number) => frame(1, 4, stream, Buffer.from([0x83, 0x86, 0x84]));
    const some = (stream: number, last = 0) => frame(0, last, stream, Buffer.from('ab'));
    const list = events(
      [
        'c',
        Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(4, 0, 0, Buffer.alloc(0))]),
      ],
      ['c', headers(1)],
      ['c', headers(3)],
      ['c', some(1)],
      ['c', some(3)],
      ['c', some(1, 1)],
      ['c', some(3, 1)],
    );
    expect(pieces(list)).toEqual({ c1: '3 5 7', c2: '4 6 8' });
  });
});

describe('pieces in a picture', () => {
  const crossing = events(
    ['c', request, 0],
    ['c', 'ab', 0],
    ['s', response, 0],
    ['s', 'x', 0],
    ['c', 'cd', 1],
    ['s', 'yza', 0],
  );
  const layout = (scale: 'order' | 'time', list = crossing) =>
    layOut({ question: 'q', gates: [], connections: [data(list)] }, scale).connections[0];

  it('lie within their bars, in the order of events', () => {
    for (const scale of ['order', 'time'] as const) {
      const bars = layout(scale)?.rows.flatMap(({ messages }) => messages) ?? [];
      expect(bars.map(({ pieces: own }) => own.length)).toEqual([3, 3]);
      for (const { left, right, pieces: own } of bars)
        for (const [index, piece] of own.entries()) {
          expect(piece.left).toBeGreaterThanOrEqual(own[index - 1]?.right ?? left);
          expect(piece.right).toBeLessThanOrEqual(right);
          // In its midst a piece is smaller than where a message begins or ends, and large enough to be seen.
          if (scale === 'order') expect(piece.right - piece.left).toBeGreaterThan(0.5);
        }
    }
  });

  it('are tied where they crossed, from the one to the other', () => {
    const at = layout('order');
    const [client, server] = at?.rows[0]?.messages ?? [];
    expect(at?.ties).toEqual([{ left: server?.pieces[1]?.left, right: client?.pieces[2]?.right, row: 0 }]);
    expect(layout('time')?.ties).toEqual([{ left: 50 / 1e6 - 10 / 1e6, right: 60 / 1e6 - 10 / 1e6, row: 0 }]);
  });

  it('have one tie where several follow one another', () => {
    const twice = events(
      ['c', request, 0],
      ['s', response, 0],
      ['s', 'x', 0],
      ['s', 'y', 0],
      ['c', 'ab', 2],
      ['c', 'cd', 2],
      ['s', 'za', 4],
    );
    expect(ties(twice)?.length).toBeGreaterThan(2);
    expect(layout('order', twice)?.ties).toHaveLength(1);
  });
});
