import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/measure/measure.ts';
import type { ConnectionShape, Evidence } from '../../../src/model/facts.ts';
import type { Message } from '../../../src/model/message.ts';
import type { TraceEvent } from '../../../src/model/trace.ts';
import { explain, type Rules } from '../../../src/report/explain/explain.ts';
import { details } from '../../../src/report/run/report.ts';
import { asTold, facts, line, openEvent, plain, report, result } from '../fixtures.ts';

const rule = (id: string, mode: 'simplex' | 'half-duplex', when: (shape: ConnectionShape) => boolean) => ({
  id,
  mode,
  reason: asTold(`because of ${id}`),
  when,
});

const rules: Rules = {
  wire: [
    rule('first', 'simplex', ({ s2c }) => !s2c),
    rule('second', 'half-duplex', ({ overlap }) => !overlap),
    rule('third', 'simplex', () => true),
  ],
  conversation: [rule('only', 'half-duplex', () => true)],
};

const bytes = (seq: number, connection: number, direction: 'c2s' | 's2c', text: string): TraceEvent => ({
  type: 'bytes',
  seq,
  at: 0,
  connection,
  direction,
  bytes: Buffer.from(text, 'latin1'),
});

const shape: ConnectionShape = {
  ...{ c2s: true, s2c: true },
  ...{ crossing: false, crossingAcross: false, crossingsKnown: false },
  overlap: false,
  overlapAcross: false,
  unasked: false,
  byTurns: false,
  exchanges: 1,
  nextElsewhere: true,
};

const spot = (direction: 'c2s' | 's2c'): Evidence => ({
  question: 'reuse',
  connection: 1,
  message: 1,
  direction,
});

/** One exchange on connection 7 of the trace, which is the first that is not the bench's own. */
function oneExchange(request: string, response: string, path = '/') {
  const transcript = line('c 3-5 x1, s 6-6 x1');
  const [asking, answering] = transcript.messages as [Message, Message];
  Object.assign(asking, { from: 0, to: request.length, http: { version: '1.1', method: 'GET', path } });
  Object.assign(answering, { from: 0, to: response.length, http: { version: '1.1', status: 200 } });
  const events: TraceEvent[] = [
    { ...openEvent(4, true), seq: 1 },
    { ...openEvent(7), seq: 2 },
    bytes(3, 7, 'c2s', request.slice(0, 6)),
    bytes(4, 4, 'c2s', 'GET /control HTTP/1.1\r\n\r\n'),
    bytes(5, 7, 'c2s', request.slice(6)),
    bytes(6, 7, 's2c', response),
  ];
  const half = { mode: 'half-duplex' as const, reason: asTold('nothing overlaps') };
  return report(
    result('small', {
      facts: { reuse: facts(1, 1) },
      textbook: { says: 'simplex' },
      permits: { mode: null, rfc: 'RFC 1945 §1.3' },
      verdicts: {
        ordinary: { wire: { ...half, evidence: [] }, conversation: { ...half, evidence: [spot('c2s')] } },
        limit: {
          wire: { ...half, evidence: [spot('c2s'), spot('s2c')] },
          conversation: { ...half, evidence: [] },
        },
      },
    }),
    {
      transcripts: [{ question: 'reuse', connections: [transcript], marks: [] }],
      events: { reuse: events },
      measurements: [
        {
          question: 'reuse',
          facts: facts(1, 1),
          groups: [{ shape, count: 1, first: 1, shows: {} }],
          damage: [],
          varying: measure('nothing').conclusion({ seq: 0, at: 0 }).varying,
        },
      ],
    },
  );
}

describe('explain', () => {
  it('goes from the bytes to the verdict', () => {
    const text = explain(oneExchange('GET / HTTP/1.1\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\nhi'), rules, plain);
    expect(text).toBe(`small: title of small, from bytes to verdict

2 verdicts, traced back to the bytes: the conversation in ordinary use, and the wire at its limit.

1. What was asked, and how the order of events was forced
   reuse: does the next request travel on the same connection?
     5 exchanges, one after another. It is a yes only if one connection carried all.

2. The decisive bytes
   Each piece as it crossed the tap; its event is its place in the order that the tap saw.

   For the conversation in ordinary use: reuse, connection 1: client message 1
   event 3  ▶ client message 1, connection 1, GET /, piece 1
       GET / 
   event 5  ▶ client message 1, connection 1, GET /, piece 2
       HTTP/1.1␍␊
       ␍␊

   For the wire at its limit: reuse, connection 1: client message 1, server message 1
   event 3  ▶ client message 1, connection 1, GET /, piece 1
       GET / 
   event 5  ▶ client message 1, connection 1, GET /, piece 2
       HTTP/1.1␍␊
       ␍␊
   event 6  ◀ server message 1, connection 1, 200
       HTTP/1.1 200 OK␍␊
       ␍␊
       hi

3. The messages that these bytes make up, in order
   reuse, connection 1 (HTTP/1.1)
   as a strip: ▶◀
      who         what   begins  ends  ended by
   ─  ──────────  ─────  ──────  ────  ──────────────
   1  ▶ client 1  GET /  3       5     content-length
   2  ◀ server 1  200    6       6     content-length

4. What was counted
                                                            reuse
   ───────────────────────────────────────────────────────  ─────
   connections                                              1
   exchanges                                                1
   messages from the client                                 1
   messages from the server                                 1
   overlaps (two messages of opposite directions at once)   0
   crossings (bytes of two such under way at once)          –
   switch-backs (after the server the client speaks again)  0
   unasked messages                                         0
   most exchanges at once on one connection                 1

5. The rule that fired
   The rules are tried from the top, and the first that fits gives the verdict.

   For the conversation in ordinary use: reuse, connection 1: client message 1
   The connection: messages from the client and the server; one exchange; the next exchange went
                   elsewhere; no overlap; the record does not say what was under way at once;
                   nothing unasked
      rule  what would be the case  is it?
   ─  ────  ──────────────────────  ────────────────
   1  only  because of only         yes: half-duplex

   For the wire at its limit: reuse, connection 1: client message 1, server message 1
   The connection: messages from the client and the server; one exchange; the next exchange went
                   elsewhere; no overlap; the record does not say what was under way at once;
                   nothing unasked
      rule    what would be the case  is it?
   ─  ──────  ──────────────────────  ────────────────
   1  first   because of first        no
   2  second  because of second       yes: half-duplex
   3  third   because of third        not tried

6. The verdict, beside what is said
   the conversation in ordinary use  half-duplex: nothing overlaps
   the wire at its limit             half-duplex: nothing overlaps
   the textbook says                 simplex, which does not hold for the conversation in ordinary
                                     use
   the specification permits         it is silent (RFC 1945 §1.3)
`);
  });

  it('shows the frames of its own stream where the message is HTTP/2, with their names', () => {
    const other = '\0\0\x01\0\0\0\0\0\x03B';
    const own = '\0\0\x02\x01\x05\0\0\0\x01\x82\x84';
    const small = oneExchange(other + own, 'x');
    const message = small.transcripts[0]?.connections[0]?.messages[0];
    Object.assign(message ?? {}, { http: { version: '2', method: 'GET', path: '/', stream: 1 } });
    const text = explain(small, rules, plain);
    expect(text).toContain(`
   event 5  ▶ client message 1, connection 1, GET / on stream 1, HEADERS END_STREAM END_HEADERS
       00 00 02 01 05 00 00 00 01 82 84                 ...........
`);
    expect(text).not.toContain('DATA');
  });

  it('shows what a WebSocket on a stream of HTTP/2 said, and its bytes (RFC 8441)', () => {
    const ours = oneExchange('GET / HTTP/1.1\r\n\r\n', '\u0081\u0004news');
    const [, said] = ours.transcripts[0]?.connections[0]?.messages ?? [];
    const websocket = { opcode: 'text', frames: 1, compressed: false } as const;
    const http = { version: '2', stream: 3 };
    Object.assign(said ?? {}, { kind: 'websocket', http, websocket, text: 'news', ending: 'websocket FIN' });
    const text = explain(ours, rules, plain);
    expect(text).toContain(`
   event 6  ◀ server message 1, connection 1, websocket "news" on stream 3
       81 04 6e 65 77 73                                ..news
`);
    expect(text).toMatch(/2 +◀ server 1 +websocket "news" on stream 3 +6 +6 +websocket FIN/);
  });

  it('sends nothing raw that came from the wire, neither bytes nor path', () => {
    const path = '/\u001b[2J\n\u202egpj';
    const small = oneExchange('GET /\x1b[2J\x9b HTTP/1.1\r\n\r\n', 'HTTP/1.1 200 \x07\r\n\r\n', path);
    for (const text of [explain(small, rules, plain), details(small, plain)]) {
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
    expect(explain(small, rules, plain)).toContain('GET /␛[2J␊<U+202E>gpj');
    expect(explain(small, rules, plain)).toContain('GET /␛');
  });

  it('shows the path of a push no more raw than others', () => {
    const small = oneExchange('GET / HTTP/1.1\r\n\r\n', 'x');
    const message = small.transcripts[0]?.connections[0]?.messages[1];
    Object.assign(message ?? {}, { kind: 'push', http: { version: '2', path: '/\u001b[2J', stream: 2 } });
    expect(explain(small, rules, plain)).toContain('push of /␛[2J on stream 2');
  });

  it('shows the bytes once where both verdicts rest on the same messages', () => {
    const small = oneExchange('GET / HTTP/1.1\r\n\r\n', 'x');
    Object.assign(small.result.verdicts?.limit?.wire ?? {}, { evidence: [spot('c2s')] });
    const text = explain(small, rules, plain);
    expect(text).toContain('client message 1\n   the same messages as above\n\n3. ');
    expect(text.match(/event 5 /g)).toHaveLength(1);
  });

  it('says what kept the rule that fired from being the verdict', () => {
    const small = oneExchange('GET / HTTP/1.1\r\n\r\n', 'x');
    const damaged = { mode: 'inconclusive', reason: asTold('nothing overlaps, but a deadline passed') };
    Object.assign(small.result.verdicts?.limit?.wire ?? {}, damaged);
    const text = explain(small, rules, plain);
    expect(text.match(/But: .*/g)).toEqual([
      'But: inconclusive, since nothing overlaps, but a deadline passed',
    ]);
  });

  it('says how much there is where it does not show all', () => {
    const text = explain(oneExchange('GET / HTTP/1.1\r\n\r\n', 'x\n'.repeat(20)), rules, plain);
    expect(text).toContain(`${'       x␊\n'.repeat(11)}       … (40 bytes in all)\n`);
  });
});
