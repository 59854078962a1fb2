/**
 * What a server that we did not write does with content, from transcripts alone. Numbers are places in the order of the
 * trace, a millisecond apart; the gate is released at 50.
 */
import { describe, expect, it } from 'vitest';
import type { Connected, Exchanged } from '../transcript.ts';
import { found, timed } from './found.ts';

const gatedBy = (of: string, by: 'cause' | 'hand') => ({
  gates: [{ of, closed: 2, released: [50, by] as [number, 'cause' | 'hand'] }],
});

describe('Expect: 100-continue', () => {
  const asked: Exchanged = { path: '/', requestAt: [1, 60], responseAt: [61, 62] };
  const goOn: Connected['controls'] = [['s2c', '100 Continue', 5]];
  const ask = (connected: Connected, by: 'cause' | 'hand', isBlind = false) =>
    found('expect', [connected], { ...gatedBy('the content', by), isBlind });

  it('is answered, and the time is told', () => {
    expect(ask({ exchanges: [asked], controls: goOn }, 'cause')).toBe('yes: expect.continue');
    expect(timed('expect', [{ exchanges: [asked], controls: goOn }])).toEqual({ continueMilliseconds: 4 });
  });

  it('is answered by a final answer instead', () => {
    const final: Exchanged = { ...asked, responseAt: [5, 6], responseFields: { status: 417 } };
    expect(ask({ exchanges: [final] }, 'cause')).toBe('no·server: expect.final');
  });

  it('is not answered before the content: what comes with it is too late', () => {
    expect(ask({ exchanges: [asked] }, 'hand')).toBe('no·server: expect.silent');
    expect(ask({ exchanges: [asked], controls: [['s2c', '100 Continue', 61]] }, 'hand')).toBe(
      'no·server: expect.silent',
    );
    expect(ask({ exchanges: [asked], controls: [['c2s', '100 Continue', 5]] }, 'hand')).toBe(
      'no·server: expect.silent',
    );
    expect(timed('expect', [{ exchanges: [asked] }])).toEqual({ continueMilliseconds: null });
  });

  it('is not said to be passed over by a server that may only be slow, or by one that never answers', () => {
    expect(ask({ exchanges: [asked] }, 'hand', true)).toBe('inconclusive: probe.blind');
    expect(ask({ exchanges: [asked], controls: goOn }, 'cause', true)).toBe('yes: expect.continue');
    expect(ask({ exchanges: [{ path: '/', requestAt: [1, 60] }] }, 'hand')).toBe(
      'inconclusive: interlock.unanswered',
    );
  });
});

describe('a large request', () => {
  const ask = (connected: Connected, version = '1.1') => found('large upload', [connected], { version });
  const times = (connected: Connected) => timed('large upload', [connected]);
  const early: Exchanged = { path: '/', requestAt: [1, 60], responseAt: [10, 11] };

  it('is answered before its end, or after it', () => {
    expect(ask({ exchanges: [early] })).toBe('yes: upload.early');
    expect(ask({ exchanges: [{ ...early, responseAt: [61, 62] }] })).toBe('no·server: interlock.late');
    const reset = {
      ...early,
      responseAt: [60, 60] as [number, number],
      requestEnding: 'RST_STREAM' as const,
    };
    expect(ask({ exchanges: [reset] }, '2')).toBe('yes: upload.early');
  });

  it('is followed by what the server does next, and not by what the client does', () => {
    expect(times({ exchanges: [early], ends: [['s2c', 'RST', 20]] })).toMatchObject({
      followedBy: 'RST',
      followedAfterMilliseconds: 10,
      wholeAnswer: 'yes',
    });
    expect(times({ exchanges: [early], ends: [['c2s', 'FIN', 20]] })).toMatchObject({ followedBy: null });
    const controls: Connected['controls'] = [
      ['c2s', 'RST_STREAM', 12],
      ['s2c', 'RST_STREAM', 15],
    ];
    expect(times({ exchanges: [early], controls, ends: [['s2c', 'FIN', 20]] })).toMatchObject({
      followedBy: 'RST_STREAM',
      followedAfterMilliseconds: 5,
    });
  });

  it('may have no answer at all', () => {
    const unanswered: Exchanged = { path: '/', requestAt: [1, 60] };
    expect(ask({ exchanges: [unanswered], ends: [['s2c', 'RST', 20]] })).toBe('no·server: upload.hung-up');
    expect(ask({ exchanges: [unanswered] })).toBe('inconclusive: interlock.unanswered');
    expect(ask({})).toBe('inconclusive: question.incomplete');
  });
});
