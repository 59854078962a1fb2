/**
 * The pieces in which a message was recorded, and which of them crossed: sent while bytes of the other direction were
 * under way to their sender (src/README.md, "Words"). With them alternating and crossing look different.
 */
import type { Message } from '../../model/message.ts';
import type { Direction } from '../../model/trace.ts';
import type { ConnectionTranscript, RecordedPiece } from '../../model/transcript.ts';
import { crossingsOf, ownBytes } from '../words/crossings.ts';
import type { PieceData, TieData } from './shapes.ts';

/** Of one message; with more its bar stays plain. */
const shownAtMost = 64;

export interface Pieces {
  /** Nothing where there is one piece, or too many, or where not all of them were recorded. */
  of(message: Message): PieceData[] | undefined;
  /** Pieces of two messages that were under way at once. */
  ties: TieData[];
}

export function piecesOf(line: ConnectionTranscript): Pieces {
  const lanes = { c2s: lane(line, 'c2s'), s2c: lane(line, 's2c') };
  const crossed = new Set<RecordedPiece>();
  const ties: TieData[] = [];
  const own = new Map(line.messages.map((message) => [message, ownPieces(message, line, lanes)]));
  const within = new Map<RecordedPiece, Message[]>();
  for (const [message, pieces] of own)
    for (const piece of pieces) within.set(piece, [...(within.get(piece) ?? []), message]);

  /** Whose bytes lie in this part of a piece. */
  const messagesIn = (piece: RecordedPiece, from: number, to: number): Message[] =>
    (within.get(piece) ?? []).filter(
      (message) => ownBytes(message, line, Math.max(from, piece.from), Math.min(to, piece.to)) > 0,
    );

  for (const { piece, otherFrom, otherTo, others } of crossingsOf(line)) {
    for (const other of others) {
      const here = messagesIn(piece, piece.from, piece.to);
      const there = messagesIn(other, otherFrom, otherTo);
      if (here.length === 0 || there.length === 0) continue;
      crossed.add(piece);
      crossed.add(other);
      for (const one of here)
        for (const another of there) {
          const [c2s, s2c] = piece.direction === 'c2s' ? [one, another] : [another, one];
          const [client, server] = piece.direction === 'c2s' ? [piece, other] : [other, piece];
          ties.push({
            client: [c2s.ordinal, client.seq, client.at],
            server: [s2c.ordinal, server.seq, server.at],
          });
        }
    }
  }
  return {
    ties: ties.slice(0, tiesShown),
    of(message) {
      const pieces = own.get(message) ?? [];
      const tells = pieces.length > 1 || pieces.some((piece) => crossed.has(piece));
      return tells ? pieces.map((piece) => [piece.seq, piece.at, crossed.has(piece) ? 1 : 0]) : undefined;
    },
  };
}

/** Of one connection. */
const tiesShown = 400;

const lane = ({ pieces = [] }: ConnectionTranscript, direction: Direction): RecordedPiece[] =>
  pieces.filter((piece) => piece.direction === direction);

/** Empty where they are too many, or not all are in the record. */
function ownPieces(
  message: Message,
  line: ConnectionTranscript,
  lanes: Record<Direction, RecordedPiece[]>,
): RecordedPiece[] {
  const all = lanes[message.direction];
  if (message.to > (all.at(-1)?.to ?? 0)) return [];
  const own: RecordedPiece[] = [];
  for (let index = firstAfter(all, message.from); index < all.length; index++) {
    const piece = all[index];
    if (piece === undefined || piece.from >= message.to) break;
    if (ownBytes(message, line, piece.from, piece.to) === 0) continue;
    if (own.length === shownAtMost) return [];
    own.push(piece);
  }
  return own;
}

/** Index of the first piece that ends after this offset: a lane may be long, and every message asks. */
function firstAfter(pieces: RecordedPiece[], offset: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const piece = pieces[middle];
    if (piece && piece.to <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
