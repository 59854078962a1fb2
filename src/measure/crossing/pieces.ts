/**
 * Which bytes belong to which message, for as long as they may be under way. On HTTP/2 streams interleave (RFC 9113
 * §5), and WebSocket has control between fragments (RFC 6455 §5.4), so a message may be several pieces.
 */
import type { Message } from '../../model/message.ts';

export const emptyPieces = (): Pieces => ({
  list: [],
  spare: null,
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
  const last = pieces.list[pieces.list.length - 1];
  if (last !== undefined) settle(last);
  add(pieces, message, message.from);
};

/** The message goes on at this offset: what lies between is not its own. */
export const resumePiece = (pieces: Pieces, message: Message, from: number): void => {
  const piece = pieces.list.findLast((one) => one.to === null && one.message === message);
  if (piece !== undefined) piece.to = message.to;
  add(pieces, message, from);
};

export const withdrawPieces = (pieces: Pieces, message: Message): void => {
  keepOnly(pieces, (piece) => piece.message !== message);
};

/** Everything before this offset has arrived. A message that is open may go on without a new piece. */
export const forgetBefore = (pieces: Pieces, offset: number): void => {
  const { list } = pieces;
  const [first] = list;
  if (first === undefined) return;
  if (list.length > 1) keepOnly(pieces, (piece) => !hasArrived(piece, offset));
  else if (hasArrived(first, offset)) {
    // Where two take turns there is one at a time, and it is the same object every time.
    list.pop();
    first.message = null;
    pieces.spare = first;
  }
};

const hasArrived = (piece: Piece, offset: number): boolean => isOver(piece) && endOf(piece) <= offset;

/** Those with bytes in this range, by offset. */
export const piecesWithin = ({ list }: Pieces, from: number, to: number): Piece[] => {
  const within = list.filter((piece) => piece.from < to && endOf(piece) > from);
  return within.length > 1 ? within.sort((a, b) => a.from - b.from) : within;
};

const add = (pieces: Pieces, message: Message, from: number): void => {
  const { ordinal, exchange } = message;
  const { spare } = pieces;
  if (spare === null) pieces.list.push({ message, ordinal, exchange, from, to: null });
  else {
    pieces.spare = null;
    spare.message = message;
    spare.ordinal = ordinal;
    spare.exchange = exchange;
    spare.from = from;
    spare.to = null;
    pieces.list.push(spare);
  }
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
  /** In the order in which they were told of. */
  list: Piece[];
  /** One that is used anew. */
  spare: Piece | null;
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
