/**
 * Which bytes belong to which message, for as long as they may be under way. On HTTP/2 streams interleave (RFC 9113
 * §5), and WebSocket has control between fragments (RFC 6455 §5.4), so a message may be several pieces.
 */
import type { Message } from '../../model/message.ts';

export const emptyPieces = (): Pieces => ({
  latest: null,
  list: [],
  keptAtMost: keptUntold,
  thinOutAt: 2 * keptUntold,
});

/** The record tells what has arrived: that is forgotten, and all that has not is worth keeping. */
export const keepUnderWay = (pieces: Pieces): void => {
  if (pieces.keptAtMost === keptTold) return;
  pieces.keptAtMost = keptTold;
  pieces.thinOutAt = 2 * keptTold;
};

/** The first piece of a message. */
export const beginPiece = (pieces: Pieces, message: Message): void => {
  listLatest(pieces);
  pieces.latest = message;
};

/** The message goes on at this offset: what lies between is not its own. */
export const resumePiece = (pieces: Pieces, message: Message, from: number): void => {
  listLatest(pieces);
  const piece = pieces.list.findLast((one) => one.to === null && one.message === message);
  if (piece !== undefined) piece.to = message.to;
  add(pieces, message, from);
};

export const withdrawPieces = (pieces: Pieces, message: Message): void => {
  listLatest(pieces);
  keepOnly(pieces, (piece) => piece.message !== message);
};

/** Everything before this offset has arrived. A message that is open may go on without a new piece. */
export const forgetBefore = (pieces: Pieces, offset: number): void => {
  const { latest, list } = pieces;
  if (list.length === 0) {
    // Where two take turns there is never more than one.
    if (latest !== null && latest.end !== null && latest.to <= offset) pieces.latest = null;
    return;
  }
  listLatest(pieces);
  keepOnly(pieces, (piece) => !hasArrived(piece, offset));
};

const hasArrived = (piece: Piece, offset: number): boolean => isOver(piece) && endOf(piece) <= offset;

/** Those with bytes in this range, by offset. */
export const piecesWithin = (pieces: Pieces, from: number, to: number): Piece[] => {
  listLatest(pieces);
  const within = pieces.list.filter((piece) => piece.from < to && endOf(piece) > from);
  return within.length > 1 ? within.sort((a, b) => a.from - b.from) : within;
};

export const piecesKept = ({ latest, list }: Pieces): number => list.length + (latest === null ? 0 : 1);

const listLatest = (pieces: Pieces): void => {
  const { latest, list } = pieces;
  if (latest === null) return;
  pieces.latest = null;
  const last = list[list.length - 1];
  if (last !== undefined) settle(last);
  add(pieces, latest, latest.from);
};

const add = (pieces: Pieces, message: Message, from: number): void => {
  const { ordinal, exchange } = message;
  pieces.list.push({ message, ordinal, exchange, from, to: null });
  if (pieces.list.length > pieces.thinOutAt) thinOut(pieces);
};

/** More than two ends leave under way that read what comes; beyond it the latest are kept. */
const keptTold = 1000;

/** The record does not tell, and probably never will; if it does, something was withheld just before. */
const keptUntold = 64;

const thinOut = (pieces: Pieces): void => {
  for (const piece of pieces.list) settle(piece);
  let over = pieces.list.filter(isOver).length;
  keepOnly(pieces, (piece) => !isOver(piece) || over-- <= pieces.keptAtMost);
  pieces.thinOutAt = 2 * Math.max(pieces.keptAtMost, pieces.list.length);
};

const endOf = ({ message, from, to }: Piece): number => to ?? message?.to ?? from;

const isOver = ({ message, to }: Piece): boolean => to !== null || message === null || message.end !== null;

/** A message that is over is kept by its numbers alone, unless it can still be taken back. */
const settle = (piece: Piece): void => {
  const { message } = piece;
  if (message === null || message.end === null) return;
  piece.to ??= message.to;
  if (message.kind !== 'push') piece.message = null;
};

const keepOnly = ({ list }: Pieces, isKept: (piece: Piece) => boolean): void => {
  let kept = 0;
  for (const piece of list) if (isKept(piece)) list[kept++] = piece;
  list.length = kept;
};

export interface Pieces {
  /** The message that began last, while all of it is one piece. */
  latest: Message | null;
  /** The others, in the order in which they were told of. */
  list: Piece[];
  /** Of those that are over. */
  keptAtMost: number;
  /** So many are not kept any longer if some of them are over. */
  thinOutAt: number;
}

export interface Piece {
  message: Message | null;
  /** That of its message. */
  ordinal: number;
  exchange: number | null;
  /** Offset of its first byte. */
  from: number;
  /** Offset after its last byte; null while it is the latest of its message: then it reaches as far as that. */
  to: number | null;
}
