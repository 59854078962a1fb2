/**
 * Which recorded pieces crossed: bytes of the one were under way to the sender of the other when it sent (src/README.md,
 * "Words"). And which bytes belong to which message, so that it can be said of messages.
 */
import type { Message } from '../../model/message.ts';
import { type Direction, opposite } from '../../model/trace.ts';
import type { ConnectionTranscript, RecordedPiece } from '../../model/transcript.ts';

export interface Crossed {
  /** The later one, in the tap's order. */
  piece: RecordedPiece;
  /** What of the other direction was under way to its sender, by offset. */
  otherFrom: number;
  otherTo: number;
  /** The pieces in which that was recorded. */
  others: RecordedPiece[];
}

export function crossingsOf({ pieces = [] }: ConnectionTranscript): Crossed[] {
  const before: Record<Direction, RecordedPiece[]> = { c2s: [], s2c: [] };
  return pieces.flatMap((piece) => {
    const { direction, underWay = 0 } = piece;
    before[direction].push(piece);
    const other = before[opposite(direction)];
    const otherTo = other.at(-1)?.to ?? 0;
    const otherFrom = Math.max(0, otherTo - underWay);
    if (otherFrom === otherTo) return [];
    const first = other.findLastIndex(({ from }) => from <= otherFrom);
    return [{ piece, otherFrom, otherTo, others: other.slice(Math.max(0, first)) }];
  });
}

/** How many of its bytes are the message's own and lie between these offsets. */
export function ownBytes(
  message: Message,
  { apart }: ConnectionTranscript,
  from: number,
  to: number,
): number {
  const begin = Math.max(from, message.from);
  const end = Math.min(to, message.to);
  const foreign = (apart?.get(message) ?? []).reduce(
    (sum, [left, right]) => sum + Math.max(0, Math.min(right, end) - Math.max(left, begin)),
    0,
  );
  return Math.max(0, end - begin - foreign);
}
