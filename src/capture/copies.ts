/**
 * One datagram may be captured several times: before it goes into a tunnel and within it, with a VLAN tag and without,
 * on two interfaces. TCP's numbers tell copies by themselves; of datagrams two alike are one if the capture saw them in
 * different places. In one place they were sent twice.
 */
import { longSum } from './layers/sums/sum.ts';
import type { CaptureInterface } from './packets/packet.ts';

export interface Copied {
  source: number;
  destination: number;
  /** IPv4's number of the packet; 0 in IPv6. */
  identification: number;
  view: DataView;
  from: number;
  to: number;
}

export interface Place {
  on: CaptureInterface;
  /** How much stands before its IP header. */
  depth: number;
}

/** A power of two. */
const remembered = 64;
/** Nanoseconds: copies come at once. */
const within = 1e9;

export function createCopies() {
  const recent: Remembered[] = [];
  let next = 0;
  let first: Place | null = null;
  let isSomewhereElse = false;

  const isIn = ({ on, depth }: Place, place: Place): boolean => on === place.on && depth === place.depth;

  return {
    /** Whether this datagram was seen before, elsewhere. */
    isCopy(
      { source, destination, identification, view, from, to }: Copied,
      place: Place,
      at: number,
    ): boolean {
      first ??= { ...place };
      isSomewhereElse ||= !isIn(first, place);
      const sum = longSum(view, from, to, to - from);
      if (isSomewhereElse)
        for (const known of recent) {
          const isAlike =
            known.sum === sum &&
            known.length === to - from &&
            known.source === source &&
            known.destination === destination &&
            known.identification === identification;
          if (!isAlike || Math.abs(at - known.at) > within || known.places.some((seen) => isIn(seen, place)))
            continue;
          known.places.push({ ...place });
          return true;
        }
      recent[next] = {
        source,
        destination,
        identification,
        length: to - from,
        sum,
        at,
        places: [{ ...place }],
      };
      next = (next + 1) % remembered;
      return false;
    },
  };
}

interface Remembered {
  source: number;
  destination: number;
  identification: number;
  length: number;
  sum: number;
  at: number;
  places: Place[];
}
