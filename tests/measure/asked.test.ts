/** A client asks for a connection before the record has it: what happens between is no reason for it. */
import { describe, expect, it } from 'vitest';
import { countStanding, noStandings, standingsAfter } from '../../src/measure/clients/standings.ts';
import { measurementOf } from './script.ts';

const reasons = (script: string) => measurementOf(script).facts.newConnections;
const next = '#2 c2s 20..20 x1';

describe('the reason for a new connection, between SYN and its answer', () => {
  it.each([
    ['an answer ends', '#1 c2s 1..1 x1; #1 s2c 5..5 x1', 'all others busy', 'an idle one was left unused'],
    [
      'a server closes',
      '#1 c2s 1..1 x1; #1 s2c 5..5 x1 close final; FIN s2c 6',
      'all others busy',
      'Connection: close from the server',
    ],
    [
      'a request begins',
      '#1 c2s 1..1 x1; #1 s2c 2..2 x1; #1 c2s 5..5 x2; #1 s2c 30..30 x2',
      'an idle one was left unused',
      'all others busy',
    ],
    [
      'a stream begins',
      '#1 c2s 1..1 x1 2; #1 s2c 2..2 x1 2; #1 c2s 5..5 x2 2; #1 s2c 30..30 x2 2',
      'an idle one was left unused',
      'room for more streams was left unused',
    ],
    [
      'a stream ends',
      'streams s2c 1 1; #1 c2s 2..2 x1 2; #1 s2c 5..5 x1 2',
      'limit of streams reached',
      'an idle one was left unused',
    ],
  ])('is what was before: %s', (_, between, before, after) => {
    expect(reasons(`${between}; #2 asked 4; ${next}`)).toEqual({ [before]: 1 });
    expect(reasons(`${between}; #2 asked 5; ${next}`)).toEqual({ [after]: 1 });
    expect(reasons(`${between}; ${next}`)).toEqual({ [after]: 1 });
  });

  it('is that the others are busy which it asked for just before, though none was accepted yet', () => {
    const asked = [1, 2, 3, 4].map((nth) => `#${nth} asked 0`).join(';');
    const requests = [1, 2, 3, 4].map((nth) => `#${nth} c2s ${10 + nth}..${10 + nth} x${nth}`).join(';');
    expect(reasons(`${asked}; ${requests}`)).toEqual({ 'all others busy': 3 });
    const later = '#2 asked 1; #3 asked 1; #2 c2s 5..5 x2; #3 c2s 6..6 x3';
    expect(reasons(`#1 c2s 1..1 x1; #1 s2c 4..4 x1; ${later}`)).toEqual({ 'all others busy': 2 });
  });

  it('is of a client all of whose connections were closed meanwhile', () => {
    const closed = '#1 c2s 2..2 x1; #1 s2c 3..3 x1 close final; FIN s2c 4; FIN c2s 5; close 6';
    expect(reasons(`${closed}; #2 asked 2; #2 c2s 7..7 x2`)).toEqual({ 'all others busy': 1 });
  });

  it('is one that it asked for at the same time, and that is in the record at once', () => {
    const closed = '#1 c2s 1..1 x1; #1 s2c 2..2 x1 close final; FIN s2c 3';
    expect(reasons(`${closed}; #2 c2s 5..5 x2; #3 asked 4; #3 c2s 6..6 x3`)).toEqual({
      'Connection: close from the server': 1,
      'all others busy': 1,
    });
  });

  it('is what is remembered of it where very much happened', () => {
    const exchanges = Array.from({ length: 100 }, (_, nth) => {
      const at = 3 + 2 * nth;
      return `#1 c2s ${at}..${at} x${nth + 2}; #1 s2c ${at + 1}..${at + 1} x${nth + 2}`;
    });
    const script = `#1 c2s 1..1 x1; #1 s2c 2..2 x1; ${exchanges.join(';')}; #2 asked 2; #2 c2s 900..900 x1`;
    expect(Object.keys(reasons(script))).toHaveLength(1);
  });

  it('is of how things stood after the event that is named, whatever followed', () => {
    const latest = { seq: 0, at: 0 };
    const standings = noStandings(latest);
    const seen: [number, Record<string, number>][] = [];
    const kinds = ['idle', 'busy', 'room', 'full', 'unused'] as const;
    for (let seq = 1; seq <= 30; seq++) {
      latest.seq = seq;
      countStanding(standings, kinds[(seq * 7) % 5] ?? 'idle', seq % 3 === 0 ? -1 : 1);
      seen.push([seq, { ...standings.now }]);
    }
    for (const [seq, then] of seen) expect([seq, standingsAfter(standings, seq)]).toEqual([seq, then]);
  });
});
