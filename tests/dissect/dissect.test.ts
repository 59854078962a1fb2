/** A whole trace: which connections count, how they are numbered, and when their dissectors go. */
import { describe, expect, it } from 'vitest';
import { dissectTrace } from '../../src/dissect/dissect.ts';
import { transcribe } from '../../src/dissect/transcript.ts';
import type { Message, MessageListener } from '../../src/model/message.ts';
import type { BytesEvent, ConnectionEvent, Direction, OpenEvent, TraceEvent } from '../../src/model/trace.ts';

const address = { host: '127.0.0.1', port: 1 };

const open = (seq: number, connection: number, extra: Partial<OpenEvent> = {}): OpenEvent => ({
  type: 'open',
  seq,
  at: seq,
  connection,
  transport: 'tcp',
  front: { client: address, tap: address },
  back: { tap: null, server: address },
  control: false,
  ...extra,
});
const bytes = (seq: number, connection: number, direction: Direction, text: string): BytesEvent => ({
  type: 'bytes',
  seq,
  at: seq,
  connection,
  direction,
  bytes: Buffer.from(text, 'latin1'),
});
const get = 'GET / HTTP/1.1\r\n\r\n';
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';

function listening(): { listener: MessageListener; begun: Message[]; protocols: string[] } {
  const begun: Message[] = [];
  const protocols: string[] = [];
  const listener: MessageListener = {
    protocol: (connection, protocol) => protocols.push(`${connection} ${protocol}`),
    begun: (message) => begun.push(message),
    ended() {},
    withdrawn() {},
    control() {},
    fault() {},
  };
  return { listener, begun, protocols };
}

describe('a trace', () => {
  it('is numbered without the control connections, which are left out', () => {
    const { listener, begun } = listening();
    const seen: string[] = [];
    const { push } = dissectTrace(listener, (event) => seen.push(`${event.connection} ${event.type}`));
    push(open(1, 1, { control: true }));
    push(open(2, 5));
    push(bytes(3, 1, 'c2s', get));
    push(open(4, 9));
    push(bytes(5, 9, 'c2s', get));
    push(bytes(6, 5, 'c2s', get));
    push({ type: 'close', seq: 7, at: 7, connection: 1 });
    expect(begun.map(({ connection, begin }) => [connection, begin.seq])).toEqual([
      [2, 5],
      [1, 6],
    ]);
    expect(seen).toEqual(['1 open', '2 open', '2 bytes', '1 bytes']);
  });

  it('shows each event to the witness before it is dissected', () => {
    const order: string[] = [];
    const { listener } = listening();
    const { push } = dissectTrace({ ...listener, begun: () => order.push('begun') }, ({ type }) =>
      order.push(type),
    );
    push(open(1, 1));
    push(bytes(2, 1, 'c2s', get));
    expect(order).toEqual(['open', 'bytes', 'begun']);
  });

  it('takes UDP for datagrams, whatever they say', () => {
    const { listener, begun, protocols } = listening();
    const { push } = dissectTrace(listener);
    push(open(1, 1, { transport: 'udp' }));
    push(bytes(2, 1, 'c2s', get));
    expect(begun.map(({ kind }) => kind)).toEqual(['datagram']);
    expect(protocols).toEqual(['1 datagrams']);
  });

  it.each(['reset', 'close'] as const)('%s cuts what is unfinished, and ends the reading', (type) => {
    const { listener, begun } = listening();
    const { push, pending } = dissectTrace(listener);
    push(open(1, 1));
    push(bytes(2, 1, 'c2s', 'POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab'));
    push(bytes(3, 1, 's2c', 'HTTP/1.1 200'));
    expect(pending(1)).toBe(3);
    const last: ConnectionEvent =
      type === 'reset'
        ? { type, seq: 4, at: 4, connection: 1, direction: 's2c' }
        : { type, seq: 4, at: 4, connection: 1 };
    push(last);
    push(bytes(5, 1, 'c2s', 'cde'));
    expect(pending(1)).toBe(Number.POSITIVE_INFINITY);
    expect(begun.map(({ ending, end, content }) => [ending, end, content])).toEqual([
      ['cut', { seq: 4, at: 4 }, 2],
    ]);
  });

  it('reads nothing after a reset, not even where nothing was said before', () => {
    const { listener, begun } = listening();
    const { push } = dissectTrace(listener);
    push(open(1, 1));
    push({ type: 'reset', seq: 2, at: 2, connection: 1, direction: 'c2s' });
    push(bytes(3, 1, 'c2s', get));
    expect(begun).toEqual([]);
  });

  it('waits for the earlier of both directions, or for the one that is asked for', () => {
    const { push, pending } = dissectTrace(listening().listener);
    push(open(1, 3));
    push(bytes(2, 3, 'c2s', `${get}GET`));
    push(bytes(3, 3, 's2c', 'HTTP'));
    expect([pending(1), pending(1, 'c2s'), pending(1, 's2c')]).toEqual([2, 2, 3]);
    expect(pending(3)).toBe(Number.POSITIVE_INFINITY);
  });

  it('finishes by deciding what was undecided, and cuts nothing', () => {
    const { listener, begun, protocols } = listening();
    const { push, finish } = dissectTrace(listener);
    push(open(1, 1));
    push(bytes(2, 1, 'c2s', 'hello\n'));
    expect(begun).toEqual([]);
    finish({ seq: 3, at: 3 });
    expect(protocols).toEqual(['1 records']);
    expect(begun.map(({ text, end }) => [text, end?.seq])).toEqual([['hello', 2]]);
  });
});

describe('a transcript', () => {
  const end = (seq: number, direction: Direction): TraceEvent => ({
    type: 'end',
    seq,
    at: seq,
    connection: 2,
    direction,
  });
  const events: TraceEvent[] = [
    { type: 'mark', seq: 1, at: 1, mark: 'question begun', of: 'reuse' },
    open(2, 1, { control: true }),
    open(3, 2),
    bytes(4, 2, 'c2s', 'POST / HTTP/1.1\r\n'),
    bytes(5, 2, 's2c', `HTTP/1.1 103 x\r\n\r\n${ok}`),
    bytes(6, 2, 'c2s', 'Host: a\r\n\r\n'),
    bytes(7, 1, 'c2s', get),
    end(8, 's2c'),
    { type: 'mark', seq: 9, at: 9, mark: 'question ended', of: 'another' },
    open(10, 3),
    { type: 'error', seq: 11, at: 11, connection: 3, code: 'ECONNREFUSED' },
    { type: 'close', seq: 12, at: 12, connection: 3 },
    { type: 'mark', seq: 13, at: 13, mark: 'question ended', of: 'reuse' },
    open(14, 4),
    { type: 'reset', seq: 15, at: 15, connection: 2, direction: 'c2s' },
  ];

  it('lays out the connections up to the end of the question', () => {
    const { question, connections, marks } = transcribe(events, 'reuse');
    expect(question).toBe('reuse');
    expect(marks.map(({ seq }) => seq)).toEqual([1, 9, 13]);
    expect(connections).toHaveLength(2);
    expect(connections[0]).toMatchObject({
      connection: 1,
      protocol: 'HTTP/1.1',
      controls: [{ what: '103 Early Hints', detail: { status: 103 } }],
      faults: [],
      ends: [{ seq: 8, at: 8, direction: 's2c', how: 'FIN' }],
      closed: null,
      error: null,
    });
    expect(connections[1]).toMatchObject({
      connection: 2,
      protocol: null,
      messages: [],
      closed: { seq: 12, at: 12 },
      error: 'ECONNREFUSED',
    });
  });

  it('has the messages in order of beginning, though some were recognised late', () => {
    const late: TraceEvent[] = [
      open(1, 1),
      bytes(2, 1, 'c2s', `${get}GET /2 HTT`),
      bytes(3, 1, 's2c', ok),
      bytes(4, 1, 'c2s', 'P/1.1\r\n\r\n'),
    ];
    const [connection] = transcribe(late, 'reuse').connections;
    expect(connection?.messages.map(({ kind, begin }) => [kind, begin.seq])).toEqual([
      ['request', 2],
      ['request', 2],
      ['response', 3],
    ]);
  });
});
