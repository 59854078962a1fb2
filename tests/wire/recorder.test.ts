/** The recorder gives every event its place, keeps none, and lets no listener disturb the traffic. */
import { describe, expect, it, vi } from 'vitest';
import type { TraceEvent } from '../../src/model/trace.ts';
import { createRecorder } from '../../src/wire/recorder.ts';

describe('a recorder', () => {
  it('gives events their place in one order, from 1, and never goes back in time', () => {
    const events: TraceEvent[] = [];
    const record = createRecorder((event) => events.push(event));
    const first = record.record({ type: 'end', connection: 1, direction: 'c2s' });
    const second = record.record({ type: 'close', connection: 1 });
    expect(events).toEqual([
      { seq: 1, at: first.at, type: 'end', connection: 1, direction: 'c2s' },
      { seq: 2, at: second.at, type: 'close', connection: 1 },
    ]);
    expect(Number.isInteger(first.at) && first.at >= 0 && second.at >= first.at).toBe(true);
  });

  it('has told its listener before it returns', () => {
    let told: TraceEvent | null = null;
    const record = createRecorder((event) => {
      told = event;
    });
    const event = record.record({ type: 'close', connection: 1 });
    expect(told).toBe(event);
  });

  it('counts connections from 1', () => {
    const record = createRecorder(() => {});
    expect([record.connection(), record.connection(), record.connection()]).toEqual([1, 2, 3]);
  });

  it.each([
    ['an error', new Error('disk full'), 'disk full'],
    ['something else', 'no more', 'no more'],
  ])('survives a listener that throws %s, tells it the next event, and warns once', (_, thrown, text) => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    try {
      const seen: number[] = [];
      const record = createRecorder(({ seq }) => {
        seen.push(seq);
        throw thrown;
      });
      for (const connection of [1, 2, 3]) record.record({ type: 'close', connection });
      expect(seen).toEqual([1, 2, 3]);
      expect(warn.mock.calls).toEqual([[`the trace's listener failed: ${text}`]]);
    } finally {
      warn.mockRestore();
    }
  });
});
