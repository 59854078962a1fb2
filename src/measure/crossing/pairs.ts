/**
 * Counts pairs of messages that crossed: bytes of either were sent before their sender had received those of the
 * other (RFC 9293 §3.4). Each pair counts once. What is no message, such as SETTINGS or a ping, counts nothing.
 */
import type { Message } from '../../model/message.ts';
import { type Direction, ofDirection, opposite } from '../../model/trace.ts';
import { type Showing, show, type Tally } from '../tally.ts';
import type { Crossed, Flow } from './flow.ts';
import {
  emptyPieces,
  forgetBefore,
  keepUnderWay,
  type Piece,
  type Pieces,
  piecesKept,
  piecesWithin,
} from './pieces.ts';

export const emptyCrossings = (): Crossings => ({
  pieces: { c2s: emptyPieces(), s2c: emptyPieces() },
  counted: new Set(),
  forgetAt: forgetAtLeast,
  pairs: 0,
});

/** `tallyOf`: where what concerns this push is counted while it can be taken back. */
export const countCrossing = (
  crossings: Crossings,
  connection: number,
  { direction, from, to, otherFrom, otherTo }: Crossed,
  tally: Tally,
  tallyOf: (push: Message) => Tally | undefined,
): void => {
  const own = piecesWithin(ofDirection(crossings.pieces, direction), from, to);
  if (own.length === 0) return;
  const others = piecesWithin(ofDirection(crossings.pieces, opposite(direction)), otherFrom, otherTo);
  for (const one of own) {
    for (const other of others) {
      const [c2s, s2c] = direction === 'c2s' ? [one, other] : [other, one];
      if (!isNew(crossings, c2s, s2c)) continue;
      const into = (s2c.message?.kind === 'push' ? tallyOf(s2c.message) : undefined) ?? tally;
      crossings.pairs += 1;
      into.crossings += 1;
      // Only HTTP says what answers what.
      const isAcross = c2s.exchange === null || c2s.exchange !== s2c.exchange;
      if (isAcross) into.crossingsAcross += 1;
      if (into.shows.crossing !== undefined && (!isAcross || into.shows.crossingAcross !== undefined))
        continue;
      // Which of the two the tap saw first is a matter of chance: the client's is named first.
      const showing: Showing = {
        later: crossings.pairs,
        earlier: crossings.pairs,
        spots: [
          { connection, message: c2s.ordinal, direction: 'c2s' },
          { connection, message: s2c.ordinal, direction: 's2c' },
        ],
      };
      show(into, 'crossing', showing);
      if (isAcross) show(into, 'crossingAcross', showing);
    }
  }
};

/** Who sends in this direction had received everything of the other but the last so many bytes. */
export const forgetArrived = (
  { pieces }: Crossings,
  { read }: Flow,
  direction: Direction,
  underWay: number,
): void => {
  const other = opposite(direction);
  const arriving = ofDirection(pieces, other);
  keepUnderWay(pieces.c2s);
  keepUnderWay(pieces.s2c);
  if (piecesKept(arriving) > 0) forgetBefore(arriving, ofDirection(read, other) - underWay);
};

/** How much is kept at present. */
export const crossingsKept = ({ pieces, counted }: Crossings): number =>
  piecesKept(pieces.c2s) + piecesKept(pieces.s2c) + counted.size;

const isNew = (crossings: Crossings, c2s: Piece, s2c: Piece): boolean => {
  const { counted } = crossings;
  const pair = c2s.ordinal * mostOrdinals + s2c.ordinal;
  if (counted.has(pair)) return false;
  if (counted.size >= crossings.forgetAt) forgetOver(crossings);
  counted.add(pair);
  return true;
};

/** Pairs of which one message can cross no more. Asked as seldom as makes it cheap. */
const forgetOver = (crossings: Crossings): void => {
  const { counted, pieces } = crossings;
  const known = { c2s: ordinalsOf(pieces.c2s), s2c: ordinalsOf(pieces.s2c) };
  for (const pair of counted) {
    const c2s = Math.floor(pair / mostOrdinals);
    if (!known.c2s.has(c2s) || !known.s2c.has(pair % mostOrdinals)) counted.delete(pair);
  }
  crossings.forgetAt = Math.max(forgetAtLeast, 2 * counted.size);
};

const ordinalsOf = ({ list }: Pieces): Set<number> => new Set(list.map(({ ordinal }) => ordinal));

const forgetAtLeast = 1000;

/** Two ordinals make one number that is exact. */
const mostOrdinals = 2 ** 26;

export interface Crossings {
  pieces: Record<Direction, Pieces>;
  /** Pairs that are counted, and may cross again. */
  counted: Set<number>;
  /** So many pairs are looked through for those that cannot. */
  forgetAt: number;
  /** How many were counted. */
  pairs: number;
}
