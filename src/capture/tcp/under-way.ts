/**
 * What was under way towards the sender of a segment when it sent it: bytes of the other side that were recorded
 * before and that the segment does not acknowledge (RFC 9293 §3.4). It acknowledges all that its sender had received,
 * so that of two segments of which neither acknowledges the other each was sent before the other had arrived.
 * That proves itself, in whatever order and however often both were captured; where one acknowledgement is not known
 * or cannot be, nothing is said.
 */
import { type Direction, ofDirection, opposite } from '../../model/trace.ts';
import { type DirectionState, distance, farthest } from './direction.ts';
import type { Heard } from './segment.ts';

/** What is known of the bytes of one direction that were passed on. */
interface Said {
  /** The first number that the other side may acknowledge, as far as is known. */
  first: number | null;
  /** Of what stands before nobody knows what it acknowledges: it was not captured, or its order is not known. */
  doubtful: number;
  /** The number after the last byte. */
  end: number;
  /** Since its numbers were lost nothing was passed on. */
  isLost: boolean;
}

const nothingSaid = (): Said => ({ first: null, doubtful: 0, end: 0, isLost: false });

export interface UnderWay {
  /**
   * How much was under way when these bytes of this direction, the last of which has the number before `end`, were
   * sent; undefined where nobody can know. `inTurn`: all that they acknowledge was passed on before.
   */
  bytes(direction: Direction, length: number, end: number, heard: Heard, inTurn: boolean): number | undefined;
  gap(direction: Direction, end: number): void;
  /** From here on nobody knows what is missing: only what this direction says itself tells its numbers again. */
  lose(direction: Direction): void;
}

export function createUnderWay(states: Record<Direction, DirectionState>): UnderWay {
  const both: Record<Direction, Said> = { c2s: nothingSaid(), s2c: nothingSaid() };

  /** With SYN, or the first acknowledgement, it is known where a direction begins. */
  function begun(direction: Direction): Said {
    const said = ofDirection(both, direction);
    const { start } = ofDirection(states, direction);
    if (said.first === null && start !== null && !said.isLost) beginAt(said, start);
    return said;
  }

  function unacknowledged({ acknowledged, isAtMost }: Heard, { first, doubtful, end }: Said) {
    if (acknowledged === null || first === null) return undefined;
    if (distance(acknowledged, end) >= 0) return isAtMost ? undefined : 0;
    if (distance(acknowledged, first) < 0) return undefined;
    const sure = distance(acknowledged, doubtful) < 0 ? doubtful : acknowledged;
    return end === sure ? undefined : distance(end, sure);
  }

  return {
    bytes(direction, length, end, heard, inTurn) {
      const other = begun(opposite(direction));
      const said = begun(direction);
      if (said.first === null) beginAt(said, (end - length) | 0);
      said.isLost = false;
      said.end = end;
      if (!inTurn || (heard.acknowledged === null && other.first !== null)) said.doubtful = end;
      keepNear(said);
      return inTurn ? unacknowledged(heard, other) : undefined;
    },
    gap(direction, end) {
      const said = begun(direction);
      // What was cut off a packet came with its acknowledgement.
      if (said.first === null || distance(end, said.end) <= 0) return;
      said.end = end;
      said.doubtful = end;
      keepNear(said);
    },
    lose(direction) {
      const said = ofDirection(both, direction);
      said.first = null;
      said.isLost = true;
      const other = begun(opposite(direction));
      if (other.first !== null) beginAt(other, other.end);
    },
  };
}

function beginAt(said: Said, number: number): void {
  said.first = number;
  said.doubtful = number;
  said.end = number;
}

/** Numbers are compared on a circle: those that are far back may not stay. */
function keepNear(said: Said): void {
  const { end } = said;
  if (said.first !== null && distance(end, said.first) > farthest) said.first = (end - farthest) | 0;
  if (said.first !== null && distance(said.doubtful, said.first) < 0) said.doubtful = said.first;
}
