/** A capture that is written claims no more than its record: neither that bytes crossed, nor that they did not. */
import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../../src/model/trace.ts';
import { traced } from '../build.ts';
import { open, place, said, written } from './written.ts';

describe('a capture that is written', () => {
  it('claims no more of what was under way than the record, when it is read', () => {
    const crossing = (direction: 'c2s' | 's2c', text: string, underWay?: number): TraceEvent => ({
      ...said(direction, text),
      ...(underWay === undefined ? {} : { underWay }),
    });
    const known = (...all: TraceEvent[]) =>
      traced(written(open(), ...all).file).flatMap((event) =>
        event.type === 'bytes' ? [`${event.direction} ${event.bytes.length} ${event.underWay ?? '?'}`] : [],
      );
    expect(known(crossing('c2s', 'ask'), crossing('s2c', 'answer'), crossing('c2s', 'more'))).toEqual([
      'c2s 3 ?',
      's2c 6 ?',
      'c2s 4 ?',
    ]);
    expect(
      known(
        crossing('c2s', 'ask', 0),
        crossing('s2c', 'answer', 3),
        crossing('s2c', '!', 0),
        crossing('c2s', 'more', 2),
      ),
    ).toEqual(['c2s 3 0', 's2c 6 3', 's2c 1 0', 'c2s 4 2']);
    // The relay does not know of the first, and did of the second.
    expect(known(crossing('c2s', 'ask'), crossing('s2c', 'answer', 2), crossing('c2s', 'more'))).toEqual([
      'c2s 3 ?',
      's2c 6 2',
      'c2s 4 ?',
    ]);
    const end: TraceEvent = { type: 'end', ...place, direction: 'c2s' };
    expect(known(crossing('c2s', 'ask', 0), end, crossing('s2c', 'a', 3), crossing('s2c', 'b', 0))).toEqual([
      'c2s 3 0',
      's2c 1 3',
      's2c 1 0',
    ]);
    // One chunk crosses once, however it is cut; and no more than there was.
    expect(known(crossing('c2s', 'ask', 0), crossing('s2c', 'x'.repeat(40_000), 3))).toEqual([
      'c2s 3 0',
      's2c 32768 3',
      's2c 7232 ?',
    ]);
    expect(known(crossing('c2s', 'x'.repeat(40_000), 0), crossing('s2c', 'y', 99_999))).toEqual([
      'c2s 32768 0',
      'c2s 7232 0',
      's2c 1 40000',
    ]);
  });
});
