/** What a verdict from absence cannot survive. Scripts are written as script.ts explains: `c2s 1..2 x1; FIN s2c 3`. */
import { describe, expect, it } from 'vitest';
import { measure } from '../../src/measure/measure.ts';
import { inEnglish } from '../../src/model/reason.ts';
import { measurementOf, measuringOf } from './script.ts';

describe('damage', () => {
  it.each([
    ['nothing', 'c2s 1..1 x1; s2c 2..2 x1', []],
    [
      'bytes that are not allowed',
      'violation s2c 1',
      [['violation', 'server: a response that answers no request']],
    ],
    ['what breaks a rule and leaves the reading sure', 'irregularity s2c 1', []],
    ['a message that was cut', 's2c 1..2 record cut', [['cut', 'a record was not finished']]],
    [
      'a response that the server reset',
      'c2s 1..1 x1; s2c 2..3 x1 reset',
      [['cut', 'a response was reset before it was whole']],
    ],
    ['a response that the client cancelled', 'c2s 1..1 x1; s2c 2..3 x1 cancelled', []],
    [
      'a request that the client cancelled before there was any response',
      'c2s 1..2 x1 s1 2 cancelled; rst-stream c2s 2 1',
      [['unanswered', 'a request had no response']],
    ],
    ['a message unfinished at the end', 'c2s 1..1 x1; s2c 2.. x1', [['cut', 'a response was not finished']]],
    [
      'a request without response',
      'c2s 1..1 x1; FIN s2c 2; close 3',
      [['unanswered', 'a request had no response']],
    ],
    ['a tap that failed', 'error 1', [['tap error', 'ECONNREFUSED']]],
    ['a deadline', 'deadline 1', [['deadline', 'gate: the deadline passed']]],
  ])('%s', (_, script, expected) => {
    expect(measurementOf(script).damage.map(({ kind, reason }) => [kind, inEnglish(reason)])).toEqual(
      expected,
    );
  });

  it('is listed by connection', () => {
    const { damage } = measurementOf('#2 s2c 1..2 record cut; #1 s2c 3..4 record cut');
    expect(damage.map(({ connection }) => connection)).toEqual([1, 2]);
  });

  it('keeps a hundred, and says of each kind how many more there were', () => {
    const cut = Array.from({ length: 130 }, (_, n) => `s2c ${n + 1}..${n + 1} record cut`);
    const { damage } = measurementOf([...cut, 'error 200', 'error 201'].join(';'));
    expect(damage).toHaveLength(102);
    expect(damage.slice(100)).toEqual([
      { kind: 'cut', connection: 1, reason: { id: 'damage.more', parameters: { n: 30 } } },
      { kind: 'tap error', connection: 1, reason: { id: 'damage.more', parameters: { n: 2 } } },
    ]);
  });

  it('takes facts before teardown', () => {
    const script =
      'c2s 1..1 x1; s2c 2..6 x1; over 4; FIN s2c 6; c2s 7..7 x2; violation s2c 8; error 8; close 9';
    const { facts, damage, varying } = measurementOf(script);
    expect(facts).toMatchObject({ exchanges: 1, messages: { c2s: 1, s2c: 1 } });
    expect(damage.map(({ reason }) => inEnglish(reason))).toEqual(['a response was not finished']);
    expect(varying.firstFin).toEqual(['none']);
  });

  it('still takes what is reported after the end, but lies before it', () => {
    expect(measurementOf('c2s 1..2 record @5; over 4').facts.messages.c2s).toBe(1);
  });

  it("does not take another question's end for its own", () => {
    const measuring = measure('reuse');
    measuring.event({ type: 'mark', mark: 'question ended', of: 'burst', seq: 1, at: 1 });
    measuring.event({ type: 'error', connection: 1, code: 'EPIPE', seq: 2, at: 2 });
    expect(measuring.measurement({ seq: 3, at: 3 }).damage).toHaveLength(1);
  });
});

describe('what may vary', () => {
  it('adds up bytes and time, and says who hung up first', () => {
    const script =
      '#1 c2s 1..1 x1; #1 s2c 2..3 x1; #2 FIN c2s 4; #1 RST s2c 5; #1 FIN c2s 6; #2 FIN s2c 7; #3 error 8';
    expect(measuringOf(script).measurement({ seq: 9, at: 9_000_000 }).varying).toMatchObject({
      bytes: { c2s: 10, s2c: 20 },
      firstFin: ['server', 'client', 'failed'],
      milliseconds: 9,
    });
  });
});

describe('the protocol', () => {
  it.each([
    [
      'of all connections',
      [
        [1, 'HTTP/1.1'],
        [2, 'HTTP/1.1'],
      ],
      'HTTP/1.1',
    ],
    [
      'of each, the first connection first',
      [
        [2, 'HTTP/2'],
        [1, 'HTTP/1.1'],
        [1, 'WebSocket'],
      ],
      'HTTP/1.1 and WebSocket and HTTP/2',
    ],
    ['of none', [], null],
  ] as const)('%s', (_, spoken, expected) => {
    const measuring = measure('test');
    for (const [connection, protocol] of spoken) measuring.protocol(connection, protocol);
    expect(measuring.measurement({ seq: 1, at: 1 }).facts.protocol).toBe(expected);
  });
});
