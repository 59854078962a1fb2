import { describe, expect, it } from 'vitest';
import { http1 } from '../../src/dissect/http1/http1.ts';
import { transcribe } from '../../src/dissect/transcript.ts';
import type { Direction, TraceEvent } from '../../src/model/trace.ts';
import type { ConnectionTranscript } from '../../src/model/transcript.ts';
import { quiet } from './replay.ts';
import { lend } from './steps.ts';

type Step = [Direction, string] | ['gap', Direction, number | null];

/** What is found on one connection on which these things cross, an event each. */
function found(...steps: Step[]): ConnectionTranscript {
  const address = { host: '10.0.0.1', port: 80 };
  const events: TraceEvent[] = [
    {
      type: 'open',
      seq: 0,
      at: 0,
      connection: 1,
      transport: 'tcp',
      front: { client: address, tap: address },
      back: { tap: null, server: address },
      control: false,
    },
    ...steps.map((step, index): TraceEvent => {
      const place = { seq: index + 1, at: index + 1, connection: 1 };
      if (step[0] === 'gap') return { type: 'gap', ...place, direction: step[1], length: step[2] };
      return { type: 'bytes', ...place, direction: step[0], bytes: Buffer.from(step[1], 'latin1') };
    }),
  ];
  const [connection] = transcribe(events, 'test').connections;
  if (connection === undefined) throw new Error('no connection');
  return connection;
}

const lines = ({ messages }: ConnectionTranscript): string[] =>
  messages.map(
    ({ kind, exchange, whole, from, to }) => `${kind} ${exchange} ${from}-${to}${whole ? '' : ' cut'}`,
  );

const get = 'GET / HTTP/1.1\r\n\r\n';
const head = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n';

describe('a gap in the record of HTTP/1.x', () => {
  it('within content of a known length hides nothing', () => {
    const line = found(
      ['c2s', get],
      ['s2c', `${head}abc`],
      ['gap', 's2c', 4],
      ['s2c', 'hij'],
      ['c2s', get],
      ['s2c', `${head}0123456789`],
    );
    expect(lines(line)).toEqual(['request 1 0-18', 'response 1 0-49', 'request 2 18-36', 'response 2 49-98']);
    expect(line.controls).toEqual([]);
  });

  it('within a chunk, or up to FIN, hides nothing either', () => {
    const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
    expect(
      lines(found(['c2s', get], ['s2c', `${chunked}a\r\nabc`], ['gap', 's2c', 7], ['s2c', '\r\n0\r\n\r\n'])),
    ).toEqual(['request 1 0-18', 'response 1 0-67']);
    const open = found(['c2s', get], ['s2c', 'HTTP/1.0 200 OK\r\n\r\nabc'], ['gap', 's2c', 99], ['s2c', 'z']);
    expect(open.messages[1]?.content).toBe(103);
  });

  it('longer than the content cuts what is open, and reading goes on at the next request', () => {
    const line = found(
      ['c2s', get],
      ['s2c', `${head}abc`],
      ['gap', 's2c', 8],
      ['s2c', 'HTTP/1.1 nonsense'],
      ['c2s', get],
      ['s2c', `${head}0123456789`],
    );
    expect(lines(line)).toEqual([
      'request 1 0-18',
      'response 1 0-42 cut',
      'request 2 18-36',
      'response 2 67-116',
    ]);
    expect(line.controls.map(({ what, detail }) => [what, detail])).toEqual([['gap', { bytes: 8 }]]);
  });

  it("is nobody's violation, whatever comes after it", () => {
    const line = found(
      ['c2s', get],
      ['gap', 's2c', 8],
      ['c2s', get],
      ['s2c', 'the rest of an answer\r\n'],
      ['c2s', get],
      ['s2c', head],
    );
    expect(line.violations).toEqual([]);
    expect(lines(line)).toEqual([
      'request 1 0-18',
      'request 2 18-36',
      'request 3 36-54',
      'response 3 31-70 cut',
    ]);
  });

  it('is passed by a segment that holds a whole request line itself, not by one that lies before a line end', () => {
    const begun: number[] = [];
    const dissector = http1(1, { ...quiet, begun: ({ from }) => begun.push(from) });
    dissector.gap?.('c2s', 100, { seq: 1, at: 1 });
    lend(dissector, 'c2s', Buffer.from('GET / HTTP/1.1'), { seq: 2, at: 2 });
    lend(dissector, 'c2s', Buffer.from(get), { seq: 3, at: 3 });
    expect(begun).toEqual([114]);
  });

  it('at the beginning leaves what can be read from the next request on', () => {
    const line = found(
      ['gap', 'c2s', null],
      ['gap', 's2c', null],
      ['s2c', 'of an answer'],
      ['c2s', get],
      ['s2c', `${head}0123456789`],
    );
    expect(lines(line)).toEqual(['request 1 0-18', 'response 1 12-61']);
    expect(line.protocol).toBe('HTTP/1.1');
  });
});

describe('offsets after a gap', () => {
  it('count what was waiting for the response to an upgrade, and is dropped', () => {
    const upgrade = 'GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'; // 51 bytes
    const line = found(['c2s', upgrade], ['c2s', 'abc'], ['gap', 'c2s', 10], ['c2s', get]);
    expect(lines(line)).toEqual(['request 1 0-51', 'request 2 64-82']);
  });
});

describe('a gap in the record of anything else', () => {
  it('ends the reading of the connection', () => {
    const line = found(
      ['c2s', 'one\n'],
      ['s2c', 'two\n'],
      ['gap', 'c2s', 3],
      ['c2s', 'three\n'],
      ['s2c', 'four\n'],
    );
    expect(lines(line)).toEqual(['record null 0-4', 'record null 0-4']);
  });

  it('is no violation of HTTP/2', () => {
    const settings = '\0\0\0\x04\0\0\0\0\0';
    const line = found(
      ['c2s', `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${settings}\0\0`],
      ['s2c', settings],
      ['gap', 's2c', 30],
      ['s2c', 'garbage'],
    );
    expect(line.violations).toEqual([]);
    expect(line.protocol).toBe('HTTP/2');
  });
});
