/** Whether something that nobody asked for was taken, from transcripts alone; numbers are places in the trace's order. */
import { describe, expect, it } from 'vitest';
import { answer, exchange } from './answer.ts';
import type { Connected } from './transcript.ts';

describe('initiative', () => {
  const heard = (words: string) => [
    exchange('/initiative/1', 10),
    exchange('/initiative/heard/nothing', 20),
    exchange('/initiative/alongside', 30),
    exchange(`/initiative/heard/${words}`, 40),
  ];

  it('is yes where a later request carries what was said while nothing was asked', () => {
    expect(answer('initiative', [{ exchanges: heard('said-while-idle') }])).toBe('yes');
  });

  it('is alongside a request only where a push was taken up', () => {
    const pushes: Connected['pushes'] = [['/said-alongside', 31, 32]];
    const version = '2';
    expect(answer('initiative', [{ exchanges: heard('said-alongside'), pushes }], { version })).toBe(
      'alongside a request',
    );
    expect(answer('initiative', [{ exchanges: heard('nothing'), pushes }], { version })).toBe('no·client');
    expect(answer('initiative', [{ exchanges: heard('nothing') }], { version })).toBe('no·server');
  });

  it("is the client's no where its SETTINGS refuse push", () => {
    const controls: Connected['controls'] = [['c2s', 'SETTINGS', 5, { ENABLE_PUSH: 0 }]];
    expect(answer('initiative', [{ exchanges: heard('nothing'), controls }], { version: '2' })).toBe(
      'no·client',
    );
  });

  it('is forbidden by HTTP/1.x, where what comes beside a request is taken for its answer', () => {
    expect(answer('initiative', [{ exchanges: heard('said-alongside') }])).toBe('no·protocol');
  });

  it('could not be told from fewer exchanges', () => {
    expect(answer('initiative', [{ exchanges: heard('nothing').slice(0, 2) }])).toBe('inconclusive');
  });
});
