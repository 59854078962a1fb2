/**
 * The order of what the two sides of a TCP connection said. Each direction is in order by its sequence numbers; between
 * the two a capture may be wrong, where it was made by two cards or threads. What a segment acknowledges its sender had
 * received (RFC 9293 §3.4): it comes after that, and waits until that was told.
 */
import { copyOf, type Piece } from '../../model/piece.ts';
import { type Direction, ofDirection, opposite } from '../../model/trace.ts';
import { distance, type Lane } from './lane.ts';

/** Receives what was said, in order; `at` is when it was captured. Bytes are lent for the call. */
export interface OrderListener {
  bytes(direction: Direction, piece: Piece, at: number): void;
  gap(direction: Direction, length: number | null, at: number): void;
  end(direction: Direction, at: number): void;
}

/** Something of a lane that has got as far as the lane's `next`, in a segment that acknowledged so much of the other side. */
interface Said {
  direction: Direction;
  what: { piece: Piece } | { gap: number } | 'end';
  acknowledged: number | null;
  end: number;
  at: number;
}

/** Far more than can be under way at once where packets are only recorded in another order. */
const waitingAtMost = 1024;

export function inOrder(lanes: Record<Direction, Lane>, listener: OrderListener) {
  let waiting: Said[] = [];

  const isReady = (direction: Direction, acknowledged: number | null): boolean => {
    const { told } = ofDirection(lanes, opposite(direction));
    return acknowledged === null || told === null || distance(acknowledged, told) <= 0;
  };

  function tell({ direction, what, end, at }: Said): void {
    ofDirection(lanes, direction).told = end;
    if (what === 'end') listener.end(direction, at);
    else if ('gap' in what) listener.gap(direction, what.gap, at);
    else listener.bytes(direction, what.piece, at);
  }

  /** Before what acknowledges it (a gap: its first byte), and after what its own side said before. */
  function wait(said: Said, until = said.end): void {
    const { direction, end } = said;
    const answer = waiting.findIndex(
      (other) =>
        other.direction !== direction &&
        other.acknowledged !== null &&
        distance(other.acknowledged, until) >= 0,
    );
    const own = waiting.findLastIndex((other) => other.direction === direction);
    waiting.splice(answer < 0 ? waiting.length : Math.max(answer, own + 1), 0, said);
    tellReady();
    // Segments that acknowledge each other can have no order.
    if (waiting.length > waitingAtMost) lose(direction, end, said.at);
  }

  function tellReady(): void {
    let ready = 0;
    for (const { direction, acknowledged } of waiting) {
      if (!isReady(direction, acknowledged)) break;
      const said = waiting[ready++];
      if (said !== undefined) tell(said);
    }
    waiting.splice(0, ready);
  }

  function tellAll(): void {
    const all = waiting;
    waiting = [];
    for (const said of all) tell(said);
  }

  /** From here on nobody knows what is missing. */
  function lose(direction: Direction, end: number | null, at: number): void {
    tellAll();
    ofDirection(lanes, direction).told = end;
    listener.gap(direction, null, at);
  }

  return {
    /** `acknowledged`: by the segment that brought it; null where it acknowledged nothing. */
    bytes(direction: Direction, piece: Piece, acknowledged: number | null, at: number): void {
      const lane = ofDirection(lanes, direction);
      const end = lane.next ?? 0;
      if (waiting.length > 0 || !isReady(direction, acknowledged))
        wait({ direction, what: { piece: copyOf(piece) }, acknowledged, end, at });
      else {
        lane.told = end;
        listener.bytes(direction, piece, at);
      }
    },
    gap(direction: Direction, length: number | null, at: number): void {
      const { next } = ofDirection(lanes, direction);
      if (length === null || next === null) lose(direction, next, at);
      else
        wait(
          { direction, what: { gap: length }, acknowledged: null, end: next, at },
          (next - length + 1) | 0,
        );
    },
    end(direction: Direction, acknowledged: number | null, at: number): void {
      const { next } = ofDirection(lanes, direction);
      // FIN takes a number of its own.
      wait({ direction, what: 'end', acknowledged, end: ((next ?? 0) + 1) | 0, at });
    },
    /** Nothing more will come. */
    tellAll,
  };
}
