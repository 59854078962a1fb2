/** Why another connection was opened, rule by rule. */
import { describe, expect, it } from 'vitest';
import { measurementOf } from './script.ts';

/** Counts by reason, of a script as script.ts explains it: `c2s 1..1 x1 close; FIN s2c 3`. */
const reasons = (script: string) => measurementOf(script).facts.newConnections;
/** The exchange on another connection, whose reason is looked for. */
const next = '#2 c2s 20..20 x1; #2 s2c 21..21 x1';

describe('reasons for a new connection', () => {
  it.each([
    ['Connection: close from the client', 'c2s 1..1 x1 close final; s2c 2..2 x1 close final; FIN s2c 3'],
    ['Connection: close from the server', 'c2s 1..1 x1; s2c 2..2 x1 close final; FIN c2s 3'],
    ['HTTP/1.0 without keep-alive', 'c2s 1..1 x1 1.0 final; s2c 2..3 x1 1.0 final FIN; FIN s2c 3; close 4'],
    ['HTTP/1.0 without keep-alive', 'c2s 1..1 x1 1.0 final; s2c 2..2 x1 close final; FIN s2c 3'],
    ['HTTP/1.0 without keep-alive', 'c2s 1..1 x1; s2c 2..2 x1 1.0 final; FIN s2c 3'],
    ['Connection: close from the server', 'c2s 1..1 x1; s2c 2..2 x1 1.0 close final; FIN s2c 3'],
    ['response without a length, ended by close', 'c2s 1..1 x1; s2c 2..3 x1 final FIN; FIN s2c 3; close 4'],
    ['closed by the server while idle', 'c2s 1..1 x1; s2c 2..2 x1; FIN s2c 3; FIN c2s 4; close 5'],
    ['reset by the server while idle', 'c2s 1..1 x1; s2c 2..2 x1; RST s2c 3; close 4'],
    ['all others busy', 'c2s 1..1 x1; s2c 2..22 x1'],
    ['all others busy', 'c2s 1..1 x1 close final; s2c 2..22 x1'],
    ['all others busy', 'c2s 1..1 x1; s2c 2..2 x1 status=101'],
    ['all others busy', 'c2s 1..1 x1 CONNECT; s2c 2..2 x1 status=200'],
    ['reset by the server before the answer', 'c2s 1..1 x1; RST s2c 3; close 4'],
    ['reset by the client within the answer', 'c2s 1..1 x1; s2c 2..3 x1 cut; RST c2s 3; close 4'],
    ['reset by the client before the answer', 'c2s 1..1 x1; RST c2s 3'],
    ['closed by the server before the answer', 'c2s 1..1 x1; FIN s2c 3'],
    ['all others busy', 'c2s 1..1 record; s2c 2..22 record'],
    ['an idle one was left unused', 'c2s 1..1 x1 2 CONNECT; s2c 2..2 x1 2 status=200'],
    ['GOAWAY from the server', 'c2s 1..1 x1 2; s2c 2..2 x1 2; goaway s2c 3 0; FIN s2c 4'],
    ['GOAWAY from the server', 'c2s 1..1 x1 2; s2c 2..22 x1 2; goaway s2c 3 0'],
    ['protocol error', 'c2s 1..1 x1 2; s2c 2..2 x1 2; goaway c2s 3 1; FIN c2s 4'],
    ['protocol error', 'c2s 1..1 x1; s2c 2..2 x1; violation s2c 3; RST c2s 4; close 5'],
    ['closed by the client before the answer', 'c2s 1..1 x1; FIN c2s 3; close 4'],
    ['an idle one was left unused', 'c2s 1..1 x1; s2c 2..2 x1'],
    ['an idle one was left unused', 'c2s 1..1 x1 CONNECT; s2c 2..2 x1 status=403'],
    [
      'all closed by the client: a new session, or it keeps none',
      'c2s 1..1 x1; s2c 2..2 x1; FIN c2s 3; FIN s2c 4; close 5',
    ],
    ['reset by the client while idle', 'c2s 1..1 x1; s2c 2..2 x1; RST c2s 3; close 4'],
    [
      'all closed by the client: a new session, or it keeps none',
      'c2s 1..1 x1 2; s2c 2..2 x1 2; goaway c2s 3 0; FIN c2s 4',
    ],
    ['an idle one was left unused', 'c2s 1..1 record; s2c 2..2 record'],
  ])('%s: %s', (reason, before) => {
    expect(reasons(`${before}; ${next}`)).toEqual({ [reason]: 1 });
  });

  it('gives none for the first connection, nor for connections that carry nothing', () => {
    expect(reasons('#2 c2s 2..2 x1; #1 FIN c2s 3; #3 FIN c2s 4')).toEqual({});
  });

  it('takes none for idle that is over', () => {
    for (const over of ['#1 FIN c2s 3', '#1 close 3']) {
      const script = `#1 c2s 1..1 x1; #1 s2c 2..2 x1; ${over}; #2 c2s 4..4 x1; #2 s2c 5..5 x1 close final; #3 c2s 6..6 x1`;
      expect(reasons(script)).not.toHaveProperty('an idle one was left unused');
      expect(reasons(script)).toHaveProperty('Connection: close from the server', 1);
    }
  });

  it('are of the ones that were replaced, however many are busy beside them', () => {
    // Four at once, each closed after its answer, as `ab -c 4` has them.
    const slots = [1, 2, 3, 4].map((nth) => `#${nth} c2s ${nth}..${nth} x1`);
    const next = Array.from({ length: 12 }, (_, nth) => {
      const at = 10 + 10 * nth;
      const ended = `#${nth + 1} s2c ${at}..${at} x1 close final; #${nth + 1} FIN s2c ${at + 1}`;
      return `${ended}; #${nth + 5} c2s ${at + 3}..${at + 3} x1`;
    });
    expect(reasons([...slots, ...next].join(';'))).toEqual({
      'all others busy': 3,
      'Connection: close from the server': 12,
    });
  });

  it('are that the others were busy where none had ended when it was opened, though one has by its first request', () => {
    const script = '#1 c2s 1..1 x1; #2 FIN s2c 99; #1 s2c 3..3 x1 close final; #1 FIN s2c 4; #2 c2s 5..5 x1';
    const opened =
      '#1 c2s 1..1 x1; #2 irregularity c2s 2; #1 s2c 3..3 x1 close final; #1 FIN s2c 4; #2 c2s 5..5 x1';
    expect(reasons(script)).toEqual({ 'Connection: close from the server': 1 });
    expect(reasons(opened)).toEqual({ 'all others busy': 1 });
  });

  it('do not depend on which is seen first: the old one closed by its client, or the new one opened', () => {
    const asked = '#1 c2s 1..1 x1; #1 s2c 2..2 x1';
    const told = { 'all closed by the client: a new session, or it keeps none': 1 };
    expect(reasons(`${asked}; #1 FIN c2s 3; #2 irregularity c2s 4; #2 c2s 5..5 x1`)).toEqual(told);
    expect(reasons(`${asked}; #2 irregularity c2s 3; #1 FIN c2s 4; #2 c2s 5..5 x1`)).toEqual(told);
  });

  it('are each replaced once', () => {
    const script = '#1 c2s 1..1 x1; #1 s2c 2..2 x1; #1 FIN s2c 3; #2 c2s 4..4 x1; #3 c2s 5..5 x1';
    expect(reasons(script)).toEqual({ 'closed by the server while idle': 1, 'all others busy': 1 });
  });

  it('are of the one that ended last', () => {
    const script = `#1 c2s 1..1 x1; #2 c2s 2..2 x1; #2 s2c 3..3 x1; #2 FIN s2c 4; #1 s2c 5..5 x1;
      #1 c2s 6..6 x2; #1 s2c 7..7 x2 close final; #3 c2s 8..8 x1`;
    expect(reasons(script)).toEqual({ 'all others busy': 1, 'Connection: close from the server': 1 });
  });

  it('are not a new session while the client has another connection', () => {
    const two = '#1 c2s 1..1 x1; #2 c2s 2..2 x1; #1 s2c 3..3 x1; #1 FIN c2s 4; #3 c2s 5..5 x1';
    expect(reasons(two)).toEqual({ 'all others busy': 1, 'closed by the client while idle': 1 });
  });

  it('are of its like: a check in HTTP/1.0 is followed by the next check, and not by the traffic beside it', () => {
    const script = `#1 c2s 1..9 x1; #2 c2s 2..2 x1 1.0 final; #2 s2c 3..3 x1 1.0 final; #2 FIN s2c 4;
      #3 c2s 5..5 x1; #4 c2s 6..6 x1 1.0 final; #4 s2c 7..7 x1 1.0 final`;
    expect(reasons(script)).toEqual({ 'all others busy': 2, 'HTTP/1.0 without keep-alive': 1 });
    const first = script.slice(0, script.indexOf('; #4'));
    expect(reasons(first)).toEqual({ 'all others busy': 2 });
  });

  it('are not of a WebSocket that has ended, but for the next WebSocket', () => {
    const script = '#1 c2s 1..9 x1; #2 c2s 2..2 x1; #2 s2c 3..3 x1 status=101; #2 FIN s2c 4';
    expect(reasons(`${script}; #3 c2s 5..5 x1`)).toEqual({ 'all others busy': 2 });
    expect(reasons(`${script}; #3 c2s 5..5 x1 CONNECT`)).toEqual({
      ...{ 'all others busy': 1, 'closed by the server while idle': 1 },
    });
  });

  it('of WebSocket are that it was idle, whatever was said last: only a lab says that an answer is due', () => {
    const script = '#1 c2s 1..1 x1; #1 s2c 2..2 x1 status=101; #1 c2s 3..3 ws; #1 FIN s2c 4; #2 c2s 5..5 x1';
    expect(reasons(script)).toEqual({ 'closed by the server while idle': 1 });
    const due = measurementOf(script, 'in turn').facts.newConnections;
    expect(due).toEqual({ 'closed by the server before the answer': 1 });
  });

  it('are of another kind where there is none of its own', () => {
    const script = '#1 c2s 1..1 x1 1.0 final; #1 s2c 2..2 x1 1.0 final; #1 FIN s2c 3; #2 c2s 4..4 x1';
    expect(reasons(script)).toEqual({ 'HTTP/1.0 without keep-alive': 1 });
  });

  it('are that the connection was to end, where the answer came before the whole request', () => {
    const upload = '#1 c2s 1.. x1; #1 s2c 3..4 x1 status=413';
    expect(reasons(`${upload} close final; #2 c2s 6..6 x1`)).toEqual({
      'Connection: close from the server': 1,
    });
    expect(reasons(`${upload}; #2 c2s 6..6 x1`)).toEqual({ 'all others busy': 1 });
  });

  it('are half an answer, whatever the answer had announced', () => {
    const cut = '#1 c2s 1..1 x1; #1 s2c 2..3 x1 close final cut; #1 FIN s2c 3; #1 close 3; #2 c2s 4..4 x1';
    expect(reasons(cut)).toEqual({ 'closed by the server within the answer': 1 });
  });

  it('of HTTP/2 are the streams that may be open', () => {
    const two = '#1 streams s2c 1 2; #1 c2s 2..2 x1 s1 2; #1 c2s 3..3 x2 s3 2';
    expect(reasons(`${two}; #2 c2s 5..5 x1 2`)).toEqual({ 'limit of streams reached': 1 });
    expect(reasons(`${two}; #1 s2c 4..4 x1 s1 2; #2 c2s 5..5 x1 2`)).toEqual({
      'room for more streams was left unused': 1,
    });
  });

  it('are not told of a connection that is older than the record', () => {
    const gap = '#1 c2s 1..1 x1; #1 s2c 2..2 x1; #1 FIN s2c 3; #2 gap c2s 4; #2 c2s 5..5 x1';
    expect(reasons(gap)).toEqual({});
  });

  it('are that a server closed what was not used yet, but not that its client did', () => {
    const used = '#1 c2s 1..1 x1; #1 s2c 2..22 x1';
    expect(reasons(`${used}; #2 FIN s2c 3; #3 c2s 4..4 x1`)).toEqual({
      'closed by the server before a request': 1,
    });
    expect(reasons(`${used}; #2 FIN c2s 3; #3 c2s 4..4 x1`)).toEqual({ 'all others busy': 1 });
  });
});
