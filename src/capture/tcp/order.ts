/**
 * The order of what the two sides of a TCP connection said. Each direction is in order by its sequence numbers; between
 * the two a capture may be wrong, where it was made by two cards or threads. What a segment acknowledges its sender had
 * received (RFC 9293 §3.4): it comes after that, and waits until that was passed on.
 */
import { copyOf, type Slice } from '../../model/slice.ts';
import { type Direction, ofDirection, opposite } from '../../model/trace.ts';
import { type DirectionState, distance } from './direction.ts';
import type { Heard } from './segment.ts';
import { createUnderWay } from './under-way.ts';

/** Receives what was said, in order; `at` is when it was captured. Bytes are lent for the call; `underWay` as in BytesEvent. */
export interface OrderListener {
  bytes(direction: Direction, slice: Slice, underWay: number | undefined, at: number): void;
  gap(direction: Direction, length: number | null, at: number): void;
  end(direction: Direction, at: number): void;
}

/** Something of a direction that has got as far as its `next`, in a segment that acknowledged so much of the other side. */
interface Pending extends Heard {
  direction: Direction;
  /** `cut`: how many bytes more were cut off the packet. */
  what: { slice: Slice; cut: number } | { gap: number } | 'end';
  end: number;
  at: number;
}

/** Far more than can be under way at once where packets are only recorded in another order. */
const pendingAtMost = 1024;

export function inOrder(states: Record<Direction, DirectionState>, listener: OrderListener) {
  let pending: Pending[] = [];
  const underWay = createUnderWay(states);

  const isReady = (direction: Direction, acknowledged: number | null): boolean => {
    const { emitted } = ofDirection(states, opposite(direction));
    return acknowledged === null || emitted === null || distance(acknowledged, emitted) <= 0;
  };

  function emit(item: Pending): void {
    const { direction, what, end, at } = item;
    if (what === 'end' || 'gap' in what) ofDirection(states, direction).emitted = end;
    if (what === 'end') listener.end(direction, at);
    else if ('gap' in what) {
      underWay.gap(direction, end);
      listener.gap(direction, what.gap, at);
    } else emitBytes(direction, what.slice, what.cut, item, end, at);
  }

  /** What was cut off comes at once: whatever acknowledges the bytes acknowledges it as well. */
  function emitBytes(
    direction: Direction,
    slice: Slice,
    cut: number,
    heard: Heard,
    end: number,
    at: number,
  ): void {
    const inTurn = isReady(direction, heard.acknowledged);
    const unheard = underWay.bytes(direction, slice.to - slice.from, end, heard, inTurn);
    ofDirection(states, direction).emitted = end;
    listener.bytes(direction, slice, unheard, at);
    if (cut > 0) listener.gap(direction, cut, at);
  }

  /** Before what acknowledges it (a gap: its first byte), and after what its own side said before. */
  function enqueue(item: Pending, until = item.end): void {
    const { direction, end } = item;
    const answer = pending.findIndex(
      (other) =>
        other.direction !== direction &&
        other.acknowledged !== null &&
        distance(other.acknowledged, until) >= 0,
    );
    const own = pending.findLastIndex((other) => other.direction === direction);
    pending.splice(answer < 0 ? pending.length : Math.max(answer, own + 1), 0, item);
    emitReady();
    // Segments that acknowledge each other can have no order.
    if (pending.length > pendingAtMost) lose(direction, end, item.at);
  }

  function emitReady(): void {
    let ready = 0;
    for (const { direction, acknowledged } of pending) {
      if (!isReady(direction, acknowledged)) break;
      const item = pending[ready++];
      if (item !== undefined) emit(item);
    }
    pending.splice(0, ready);
  }

  function emitAll(): void {
    const all = pending;
    pending = [];
    for (const item of all) emit(item);
  }

  /** From here on nobody knows what is missing. */
  function lose(direction: Direction, end: number | null, at: number): void {
    emitAll();
    ofDirection(states, direction).emitted = end;
    underWay.lose(direction);
    listener.gap(direction, null, at);
  }

  return {
    /** `heard`: by the sender of the segment that brought it. */
    bytes(direction: Direction, slice: Slice, cut: number, heard: Heard, at: number): void {
      const state = ofDirection(states, direction);
      const end = state.next ?? 0;
      const { acknowledged, isAtMost } = heard;
      if (pending.length > 0 || !isReady(direction, acknowledged))
        enqueue({
          direction,
          what: { slice: copyOf(slice), cut },
          acknowledged,
          isAtMost,
          end,
          at,
        });
      else emitBytes(direction, slice, cut, heard, end, at);
    },
    gap(direction: Direction, length: number | null, at: number): void {
      const { next } = ofDirection(states, direction);
      if (length === null || next === null) lose(direction, next, at);
      else
        enqueue(
          { direction, what: { gap: length }, acknowledged: null, isAtMost: false, end: next, at },
          (next - length + 1) | 0,
        );
    },
    end(direction: Direction, acknowledged: number | null, at: number): void {
      const { next } = ofDirection(states, direction);
      // FIN takes a number of its own.
      enqueue({ direction, what: 'end', acknowledged, isAtMost: false, end: ((next ?? 0) + 1) | 0, at });
    },
    /** Nothing more will come. */
    emitAll,
  };
}
