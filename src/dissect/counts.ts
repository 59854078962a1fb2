/**
 * How much a connection has had so far: what gives its messages their ordinals. A dissector that reads on after an
 * upgrade (RFC 9110 §7.8) or a CONNECT (§9.3.6) is handed those of the one before it, and counts on.
 */
import type { Direction } from '../model/trace.ts';

export interface Counts {
  /** Messages from the client. */
  c2s: number;
  /** Messages from the server. */
  s2c: number;
  exchanges: number;
}

export const createCounts = (): Counts => ({ c2s: 0, s2c: 0, exchanges: 0 });

/** Counts one message more, and gives its ordinal. */
export function nextOrdinal(counts: Counts, direction: Direction): number {
  if (direction === 'c2s') {
    counts.c2s += 1;
    return counts.c2s;
  }
  counts.s2c += 1;
  return counts.s2c;
}
