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
    ['response ended by close', 'c2s 1..1 x1; s2c 2..3 x1 final FIN; FIN s2c 3; close 4'],
    ['idle close', 'c2s 1..1 x1; s2c 2..2 x1; FIN s2c 3; FIN c2s 4; close 5'],
    ['idle close', 'c2s 1..1 x1; s2c 2..2 x1; RST s2c 3; close 4'],
    ['all others busy', 'c2s 1..1 x1; s2c 2..22 x1'],
    ['all others busy', 'c2s 1..1 x1 close final; s2c 2..22 x1'],
    ['all others busy', 'c2s 1..1 x1; s2c 2..2 x1 status=101'],
    ['all others busy', 'c2s 1..1 x1 CONNECT; s2c 2..2 x1 status=200'],
    ['reset', 'c2s 1..1 x1; RST s2c 3; close 4'],
    ['reset', 'c2s 1..1 x1; s2c 2..3 x1 cut; RST c2s 3; close 4'],
    ['reset', 'c2s 1..1 x1; RST c2s 3'],
    ['closed before the answer', 'c2s 1..1 x1; FIN s2c 3'],
    ['all others busy', 'c2s 1..1 record; s2c 2..22 record'],
    ["client's own choice", 'c2s 1..1 x1 2 CONNECT; s2c 2..2 x1 2 status=200'],
    ['GOAWAY', 'c2s 1..1 x1 2; s2c 2..2 x1 2; goaway s2c 3 0; FIN s2c 4'],
    ['GOAWAY', 'c2s 1..1 x1 2; s2c 2..22 x1 2; goaway s2c 3 0'],
    ['protocol error', 'c2s 1..1 x1 2; s2c 2..2 x1 2; goaway c2s 3 1; FIN c2s 4'],
    ['protocol error', 'c2s 1..1 x1; s2c 2..2 x1; violation s2c 3; RST c2s 4; close 5'],
    ['closed before the answer', 'c2s 1..1 x1; FIN s2c 3; close 4'],
    ["client's own choice", 'c2s 1..1 x1; s2c 2..2 x1'],
    ["client's own choice", 'c2s 1..1 x1 CONNECT; s2c 2..2 x1 status=403'],
    ["client's own choice", 'c2s 1..1 x1; s2c 2..2 x1; FIN c2s 3; FIN s2c 4; close 5'],
    ["client's own choice", 'c2s 1..1 x1; s2c 2..2 x1; RST c2s 3; close 4'],
    ["client's own choice", 'c2s 1..1 x1 2; s2c 2..2 x1 2; goaway c2s 3 0; FIN c2s 4'],
    ["client's own choice", 'c2s 1..1 record; s2c 2..2 record'],
  ])('%s: %s', (reason, before) => {
    expect(reasons(`${before}; ${next}`)).toEqual({ [reason]: 1 });
  });

  it('gives none for the first connection, nor for connections that carry nothing', () => {
    expect(reasons('#2 c2s 2..2 x1; #1 FIN c2s 3; #3 FIN c2s 4')).toEqual({});
  });

  it('looks for an idle connection before it asks what became of the last', () => {
    expect(
      reasons(`#1 c2s 1..1 x1; #2 c2s 2..2 x1; #1 s2c 3..3 x1; #2 s2c 4..4 x1 close final; #3 c2s 5..5 x1`),
    ).toEqual({ 'all others busy': 1, "client's own choice": 1 });
  });

  it.each(['#1 FIN c2s 3', '#1 close 3'])('does not take a connection for idle after %s', (over) => {
    const script = `#1 c2s 1..1 x1; #1 s2c 2..2 x1; ${over}; #2 c2s 4..4 x1; #2 s2c 5..5 x1 close final; #3 c2s 6..6 x1`;
    expect(reasons(script)).toEqual({ "client's own choice": 1, 'Connection: close from the server': 1 });
  });

  it('asks of each new connection what became of the one before', () => {
    const script = `#1 c2s 1..1 x1; #1 s2c 2..2 x1 close final; #2 c2s 3..3 x1; #2 s2c 4..4 x1; #2 FIN s2c 5; #3 c2s 6..6 x1`;
    expect(reasons(script)).toEqual({ 'Connection: close from the server': 1, 'idle close': 1 });
  });

  it('blames the connection that was used last, not the one that was opened last', () => {
    const script = `#1 c2s 1..1 x1; #2 c2s 2..2 x1; #2 s2c 3..3 x1; #2 FIN s2c 4; #1 s2c 5..5 x1;
      #1 c2s 6..6 x2; #1 s2c 7..7 x2 close final; #3 c2s 8..8 x1`;
    expect(reasons(script)).toEqual({ 'all others busy': 1, 'Connection: close from the server': 1 });
  });
});
