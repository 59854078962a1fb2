/**
 * What the client sends after a request for an upgrade, until the response tells whose bytes they are.
 * RFC 9110 §7.8, §9.3.6.
 */
import { copyOf, type Slice } from '../../model/slice.ts';
import type { Position } from '../../model/trace.ts';

/** More is refused. */
export const longestBuffered = 1_048_576;

export interface BufferedEvent {
  /** Null for FIN. */
  slice: Slice | null;
  position: Position;
  /** Of the first of its bytes. */
  offset: number;
}

export interface Buffered {
  /** Keeps a copy of these bytes, or FIN. */
  add(slice: Slice | null, position: Position, offset: number): void;
  /** How many bytes there are. */
  length(): number;
  /** Offset of the first of them. */
  from(): number | undefined;
  /** All, in order. Then there are none. */
  take(): BufferedEvent[];
  /** `seq` of the first bytes, or Infinity. */
  pending(): number;
}

export function createBuffered(): Buffered {
  let events: BufferedEvent[] = [];
  let length = 0;
  return {
    add(slice, position, offset) {
      events.push({ slice: slice === null ? null : copyOf(slice), position, offset });
      length += slice === null ? 0 : slice.to - slice.from;
    },
    length: () => length,
    from: () => events[0]?.offset,
    take() {
      const taken = events;
      events = [];
      length = 0;
      return taken;
    },
    pending: () => events.find(({ slice }) => slice !== null)?.position.seq ?? Number.POSITIVE_INFINITY,
  };
}
