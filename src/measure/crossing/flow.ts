/**
 * What the bytes of one connection say, whatever they mean: how far each direction has come, and what was still under
 * way to a sender when it sent (RFC 9293 §3.4). It holds for connections without messages as well.
 */
import { addTo, type Direction, ofDirection, opposite } from '../../model/trace.ts';

export const emptyFlow = (): Flow => ({
  read: { c2s: 0, s2c: 0 },
  last: null,
  crossed: 0,
  isCrossing: false,
  turns: 0,
  turnsShown: 0,
  turnsUnknown: 0,
  gapped: false,
});

/** Counts a stretch of bytes. Returns what it crossed with, which is nearly always nothing. */
export const countBytes = (
  flow: Flow,
  direction: Direction,
  length: number,
  underWay: number | undefined,
): Crossed | null => {
  const from = ofDirection(flow.read, direction);
  addTo(flow.read, direction, length);
  const known = flow.gapped ? undefined : underWay;
  if (flow.last !== direction) {
    if (flow.last !== null) countTurn(flow, known);
    flow.last = direction;
  }
  const crosses = known !== undefined && known > 0 && length > 0;
  if (crosses && !flow.isCrossing) flow.crossed += 1;
  flow.isCrossing = crosses;
  if (!crosses) return null;
  const otherTo = ofDirection(flow.read, opposite(direction));
  return { direction, from, to: from + length, otherFrom: Math.max(0, otherTo - known), otherTo };
};

/** What comes after a gap has no certain offset: nothing is known to cross from then on. */
export const loseFlow = (flow: Flow): void => {
  flow.gapped = true;
};

/** Whether the record would have shown a crossing: at each change of direction it says what was under way. */
export const knowsCrossings = ({ turns, turnsUnknown }: Flow): boolean => turns > 0 && turnsUnknown === 0;

/** Whether the two are shown to have taken turns: whoever began to send had received everything. */
export const showsTurns = ({ turns, turnsShown }: Flow): boolean => turns > 0 && turns === turnsShown;

const countTurn = (flow: Flow, underWay: number | undefined): void => {
  flow.turns += 1;
  if (underWay === undefined) flow.turnsUnknown += 1;
  else if (underWay === 0) flow.turnsShown += 1;
};

/** Bytes of this direction, and those of the other that had not reached their sender when it sent them; by offset. */
export interface Crossed {
  direction: Direction;
  from: number;
  to: number;
  otherFrom: number;
  otherTo: number;
}

export interface Flow {
  /** Bytes of each direction so far. */
  read: Record<Direction, number>;
  /** Who sent last. */
  last: Direction | null;
  /** How often bytes of both directions came to be under way at once: each time lasts until bytes come that cross nothing. */
  crossed: number;
  /** Whether the last bytes crossed others. */
  isCrossing: boolean;
  /** Changes of direction. */
  turns: number;
  /** Those before which everything had arrived. */
  turnsShown: number;
  /** Those of which the record cannot tell. */
  turnsUnknown: number;
  gapped: boolean;
}
