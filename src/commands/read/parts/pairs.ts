/**
 * Which pairs of endpoints touch an edge of a capture: those of which something was said before it began or may be said
 * after it ends. All of a pair goes together, so that connections which follow each other between the same ports stay one
 * story: it is settled if its first packet is a SYN, each of its connections is over, and no SYN came after.
 */
import type { SeenTcp } from '../../../capture/capture.ts';

const [SYN, ACK, RST] = [2, 16, 4];

export interface Pair {
  /** What it said first is not how a connection begins. */
  isMidway: boolean;
  opened: number;
  over: number;
  /** A SYN of which no connection has come yet. */
  isAsking: boolean;
}

export interface Pairs {
  /** Of a connection between these endpoints. */
  of(ends: Pick<SeenTcp, 'source' | 'destination'>): Pair | null;
  /** The pair of this segment, which is noted. */
  note(tcp: SeenTcp): Pair;
  /** Whether all of it lies within. */
  isSettled(tcp: SeenTcp): boolean;
}

export const isSettledPair = ({ isMidway, opened, over, isAsking }: Pair): boolean =>
  !isMidway && !isAsking && opened > 0 && opened === over;

export function notePairs(): Pairs {
  /** By the lower, then by the higher. */
  const pairs = new Map<number, Map<number, Pair>>();

  const find = ({ source, destination }: Pick<SeenTcp, 'source' | 'destination'>): Pair | undefined =>
    pairs.get(Math.min(source, destination))?.get(Math.max(source, destination));

  function begin({ source, destination, flags }: SeenTcp): Pair {
    const pair = { isMidway: (flags & (SYN | ACK | RST)) !== SYN, opened: 0, over: 0, isAsking: false };
    const [lower, higher] = [Math.min(source, destination), Math.max(source, destination)];
    const known = pairs.get(lower);
    if (known === undefined) pairs.set(lower, new Map([[higher, pair]]));
    else known.set(higher, pair);
    return pair;
  }

  return {
    of: (ends) => find(ends) ?? null,
    note(tcp) {
      const pair = find(tcp) ?? begin(tcp);
      if ((tcp.flags & (SYN | ACK)) === SYN) pair.isAsking = true;
      return pair;
    },
    isSettled(tcp) {
      const pair = find(tcp);
      return pair !== undefined && isSettledPair(pair);
    },
  };
}
