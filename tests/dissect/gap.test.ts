import { describe, expect, it } from 'vitest';
import { http1 } from '../../src/dissect/http1/http1.ts';
import { transcribe } from '../../src/dissect/transcript.ts';
import type { TraceEvent } from '../../src/model/trace.ts';
import type { ConnectionTranscript } from '../../src/model/transcript.ts';
import { quiet } from './replay.ts';
import { client, clientGap, type Step, server, serverGap, take } from './steps.ts';

function eventOf(step: Step, index: number): TraceEvent {
  const place = { seq: index + 1, at: index + 1, connection: 1 };
  switch (step.what) {
    case 'bytes':
      return { type: 'bytes', ...place, direction: step.direction, bytes: step.bytes };
    case 'gap':
      return { type: 'gap', ...place, direction: step.direction, length: step.length };
    case 'FIN':
      return { type: 'end', ...place, direction: step.direction };
    case 'close':
      return { type: 'close', ...place };
  }
}

/** What is found on one connection on which these things cross, an event each. */
function transcriptOf(...steps: Step[]): ConnectionTranscript {
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
    ...steps.map(eventOf),
  ];
  const [connection] = transcribe(events, 'test').connections;
  if (connection === undefined) throw new Error('no connection');
  return connection;
}

/** `response 1 0-42 cut`: its exchange, the offsets of its bytes, and whether it was cut. */
const messageLines = ({ messages }: ConnectionTranscript): string[] =>
  messages.map(
    ({ kind, exchange, whole, from, to }) => `${kind} ${exchange} ${from}-${to}${whole ? '' : ' cut'}`,
  );

const get = 'GET / HTTP/1.1\r\n\r\n';
const head = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n';

describe('a gap in the record of HTTP/1.x', () => {
  it('within content of a known length hides nothing', () => {
    const connection = transcriptOf(
      client(get),
      server(`${head}abc`),
      serverGap(4),
      server('hij'),
      client(get),
      server(`${head}0123456789`),
    );
    expect(messageLines(connection)).toEqual([
      'request 1 0-18',
      'response 1 0-49',
      'request 2 18-36',
      'response 2 49-98',
    ]);
    expect(connection.controls).toEqual([]);
  });

  it('within a chunk, or up to FIN, hides nothing either', () => {
    const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
    expect(
      messageLines(
        transcriptOf(client(get), server(`${chunked}a\r\nabc`), serverGap(7), server('\r\n0\r\n\r\n')),
      ),
    ).toEqual(['request 1 0-18', 'response 1 0-67']);
    const open = transcriptOf(client(get), server('HTTP/1.0 200 OK\r\n\r\nabc'), serverGap(99), server('z'));
    expect(open.messages[1]?.content).toBe(103);
  });

  it('is followed by a request whose line is longer than a segment, cut anywhere', () => {
    const long = `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n\r\n`;
    for (const at of [5, 6, 9000, 20_005, 20_006, 20_010, 20_013, 20_014, 20_015, 20_017]) {
      const pieces = [client(long.slice(0, at)), client(long.slice(at))];
      expect(messageLines(transcriptOf(clientGap(null), ...pieces, server(`${head}0123456789`)))).toEqual([
        'request 1 0-20018',
        'response 1 0-49',
      ]);
    }
  });

  it('is not followed by what only looks like one, which hides no other', () => {
    for (const text of ['say hello', 'ask /not a request\r\n', 'ask /never HTTP/2.0\r\n'])
      expect(
        messageLines(transcriptOf(clientGap(null), client(text), client(get))).map((line) =>
          line.slice(0, 9),
        ),
      ).toEqual(['request 1']);
  });

  it('longer than the content cuts what is open, and reading goes on at the next request', () => {
    const connection = transcriptOf(
      client(get),
      server(`${head}abc`),
      serverGap(8),
      server('HTTP/1.1 nonsense'),
      client(get),
      server(`${head}0123456789`),
    );
    expect(messageLines(connection)).toEqual([
      'request 1 0-18',
      'response 1 0-42 cut',
      'request 2 18-36',
      'response 2 67-116',
    ]);
    expect(connection.controls.map(({ what, detail }) => [what, detail])).toEqual([['gap', { bytes: 8 }]]);
  });

  it("is nobody's fault, whatever comes after it", () => {
    const connection = transcriptOf(
      client(get),
      serverGap(8),
      client(get),
      server('the rest of an answer\r\n'),
      client(get),
      server(head),
    );
    // Only the first request, before the gap, is held to have a Host.
    expect(connection.faults.map(({ offset, reason }) => [offset, reason.id])).toEqual([
      [0, 'http1.no-host'],
    ]);
    expect(messageLines(connection)).toEqual([
      'request 1 0-18',
      'request 2 18-36',
      'request 3 36-54',
      'response 3 31-70 cut',
    ]);
  });

  it('is passed by a segment that holds a whole request line itself, not by one that lies before a line end', () => {
    const begun: number[] = [];
    const dissector = http1(1, { ...quiet, begun: ({ from }) => begun.push(from) });
    take(dissector, clientGap(100), { seq: 1, at: 1 });
    take(dissector, client('GET / HTTP/1.1'), { seq: 2, at: 2 });
    take(dissector, client(get), { seq: 3, at: 3 });
    expect(begun).toEqual([114]);
  });

  it('at the beginning leaves what can be read from the next request on', () => {
    const connection = transcriptOf(
      clientGap(null),
      serverGap(null),
      server('of an answer'),
      client(get),
      server(`${head}0123456789`),
    );
    expect(messageLines(connection)).toEqual(['request 1 0-18', 'response 1 12-61']);
    expect(connection.protocol).toBe('HTTP/1.1');
  });
});

describe('offsets after a gap', () => {
  it('count what was waiting for the response to an upgrade, and is dropped', () => {
    const upgrade = 'GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'; // 51 bytes
    const connection = transcriptOf(client(upgrade), client('abc'), clientGap(10), client(get));
    expect(messageLines(connection)).toEqual(['request 1 0-51', 'request 2 64-82']);
  });
});

describe('a gap in the record of anything else', () => {
  it('leaves nobody to say that all of it is lines: the connection is opaque', () => {
    const connection = transcriptOf(
      client('one\n'),
      server('two\n'),
      clientGap(3),
      client('three\n'),
      server('four\n'),
    );
    expect(messageLines(connection)).toEqual([]);
    expect([connection.protocol, connection.opaque]).toEqual(['unknown', 'unknown']);
  });

  it('is no violation of HTTP/2', () => {
    const settings = '\0\0\0\x04\0\0\0\0\0';
    const connection = transcriptOf(
      client(`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${settings}\0\0`),
      server(settings),
      serverGap(30),
      server('garbage'),
    );
    expect(connection.faults).toEqual([]);
    expect(connection.protocol).toBe('HTTP/2');
  });
});
