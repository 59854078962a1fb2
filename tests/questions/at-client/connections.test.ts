/**
 * What becomes of connections to a server that we did not write, from transcripts alone. Numbers are places in the order of
 * the trace; the gate is released at 50.
 */
import { describe, expect, it } from 'vitest';
import type { Connected, Exchanged, Gated } from '../transcript.ts';
import { found } from './found.ts';

const released = (of: string, by: 'cause' | 'hand'): Gated[] => [{ of, closed: 20, released: [50, by] }];

describe('a second connection beside a first', () => {
  const gate = 'the rest of the first request';
  const first: Exchanged = { path: '/', requestAt: [10, 60], responseAt: [61, 62] };
  const served: Exchanged = { path: '/', requestAt: [30, 30], responseAt: [40, 41] };
  const late: Exchanged = { path: '/', requestAt: [30, 30], responseAt: [63, 64] };
  const ask = (connections: Connected[], by: 'cause' | 'hand') =>
    found('another connection', connections, { gates: released(gate, by) });

  it('is served while the request on the first has not ended, or only once that is done with', () => {
    expect(ask([{ exchanges: [first] }, { exchanges: [served] }], 'cause')).toBe(
      'yes: connections.both-served',
    );
    expect(ask([{ exchanges: [first], ends: [['s2c', 'FIN', 62]] }, { exchanges: [late] }], 'hand')).toBe(
      'no·server: connections.one-at-a-time',
    );
  });

  it('proves nothing where the first had ended, or where nobody answered', () => {
    const gone: Connected = { ends: [['s2c', 'FIN', 35]] };
    expect(ask([gone, { exchanges: [served] }], 'cause')).toBe('inconclusive: connections.first-over');
    expect(ask([{ exchanges: [first] }, { exchanges: [{ path: '/', requestAt: [30, 30] }] }], 'hand')).toBe(
      'inconclusive: connections.second-unanswered',
    );
    expect(found('another connection', [{ exchanges: [first] }, { exchanges: [served] }])).toBe(
      'inconclusive: connections.second-unanswered',
    );
  });
});

describe('a connection that nobody asked to keep', () => {
  const exchanges: Exchanged[] = [{ path: '/', requestAt: [1, 1], responseAt: [10, 11] }];
  const ask = (ends: Connected['ends'], by: 'cause' | 'hand', isBlind = false) =>
    found('closing', [{ exchanges, ends: ends ?? [] }], {
      gates: released('the close by the server', by),
      isBlind,
    });

  it('is closed by the server, or left open', () => {
    expect(ask([['s2c', 'FIN', 12]], 'cause')).toBe('yes: connections.closed');
    expect(ask([], 'hand')).toBe('no·server: connections.left-open');
    expect(ask([['c2s', 'FIN', 51]], 'hand')).toBe('no·server: connections.left-open');
  });

  it('is not said to be left open by a server that may only be slow', () => {
    expect(ask([], 'hand', true)).toBe('inconclusive: probe.blind');
    expect(ask([['s2c', 'FIN', 12]], 'cause', true)).toBe('yes: connections.closed');
  });

  it('is not told of where there was no answer', () => {
    expect(
      found('closing', [{ exchanges: [{ path: '/', requestAt: [1, 1] }] }], {
        gates: released('the close by the server', 'hand'),
      }),
    ).toBe('inconclusive: question.incomplete');
  });
});

describe('the second of two answers', () => {
  const one: Exchanged = { path: '/', requestAt: [1, 1], responseAt: [10, 11] };
  const two: Exchanged = { path: '/', requestAt: [2, 2] };
  const ask = (connected: Connected) => found('answer owed', [connected]);

  it('is owed until somebody hangs up', () => {
    expect(ask({ exchanges: [one, two], ends: [['s2c', 'RST', 30]] })).toBe('yes: connections.server-owes');
    expect(ask({ exchanges: [one, two], ends: [['c2s', 'FIN', 30]] })).toBe(
      'yes: connections.client-gave-up',
    );
    expect(ask({ exchanges: [one, two] })).toBe('no·server: connections.nobody-while-owed');
  });

  it('is not owed where it came, or where not even the first did', () => {
    expect(ask({ exchanges: [one, { ...two, responseAt: [12, 13] }] })).toBe(
      'not applicable: multiplex.both-answered',
    );
    expect(ask({ exchanges: [{ path: '/', requestAt: [1, 1] }, two] })).toBe(
      'inconclusive: multiplex.first-unanswered',
    );
  });
});
