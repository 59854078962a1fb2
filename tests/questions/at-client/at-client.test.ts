/**
 * What is asked of servers that we did not write, from transcripts alone: the gates sit at the client. Numbers are places
 * in the order of the trace, pairs of them the first and the last byte of a message; the gate is released at 50.
 */
import { describe, expect, it } from 'vitest';
import type { Exchanged, Gated } from '../transcript.ts';
import { found } from './found.ts';

const multiplex = (exchanges: Exchanged[], gates: Gated[], isBlind = false): string =>
  found('multiplex', [{ exchanges }], { gates, isBlind, version: '2' });

const gate = (of: string, by: 'cause' | 'hand'): Gated => ({ of, closed: 20, released: [50, by] });
const answer = 'the rest of the first answer';
const request = 'the end of the first request';

describe('a second request beside a first, over HTTP/2', () => {
  const first: Exchanged = { path: '/', requestAt: [1, 1], responseAt: [10, 60] };

  it('is answered while the first answer cannot end, or only after it has', () => {
    const second: Exchanged = { path: '/', requestAt: [30, 30], responseAt: [40, 61] };
    expect(multiplex([first, second], [gate(answer, 'cause')])).toBe('yes: multiplex.beside-answer');
    expect(multiplex([first, { ...second, responseAt: [61, 62] }], [gate(answer, 'hand')])).toBe(
      'no·server: multiplex.after-answer',
    );
  });

  it('is not said to be late where the server may only have been slow', () => {
    const second: Exchanged = { path: '/', requestAt: [30, 30], responseAt: [61, 62] };
    expect(multiplex([first, second], [gate(answer, 'hand')], true)).toBe('inconclusive: probe.blind');
    expect(multiplex([first, { ...second, responseAt: [40, 61] }], [gate(answer, 'cause')], true)).toBe(
      'yes: multiplex.beside-answer',
    );
  });

  it('proves nothing where the first answer was whole before', () => {
    const second: Exchanged = { path: '/', requestAt: [30, 30], responseAt: [40, 41] };
    expect(multiplex([{ ...first, responseAt: [10, 25] }, second], [gate(answer, 'cause')])).toBe(
      'inconclusive: multiplex.first-whole-before',
    );
  });

  it('is a third where the first answer had nothing to withhold', () => {
    const empty: Exchanged = { path: '/', requestAt: [1, 1], responseAt: [10, 10] };
    const unfinished: Exchanged = { path: '/', requestAt: [30, 60], responseAt: [35, 61] };
    const beside: Exchanged = { path: '/', requestAt: [31, 31], responseAt: [40, 41] };
    expect(multiplex([empty, unfinished, beside], [gate(request, 'cause')])).toBe(
      'yes: multiplex.beside-request',
    );
    expect(multiplex([empty, unfinished, { ...beside, responseAt: [62, 63] }], [gate(request, 'hand')])).toBe(
      'no·server: multiplex.after-request',
    );
  });

  it('is not told where nobody answered it, or where the first answer did not begin', () => {
    const second: Exchanged = { path: '/', requestAt: [30, 30] };
    expect(multiplex([first, second], [gate(answer, 'hand')])).toBe(
      'inconclusive: multiplex.second-unanswered',
    );
    expect(multiplex([first], [])).toBe('inconclusive: multiplex.second-not-sent');
  });
});
