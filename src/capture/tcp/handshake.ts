/**
 * Which SYNs have been accepted: RFC 9293 §3.5 and §3.10.7.3. Several may be under way, where a client tries again with
 * another number or an old one comes late. An acknowledgement of something else is of another connection between the same
 * ports, as its answer RST is (§3.5.1, figures 8 and 9): neither opens or refuses anything here.
 */
import { type Direction, ofDirection, opposite } from '../../model/trace.ts';
import type { EventOrder } from '../events.ts';
import { distance } from './direction.ts';
import { copyOfPayload } from './early.ts';
import { flag, type Payload, type Segment } from './segment.ts';

/** One SYN. */
export interface Attempt {
  first: number;
  /** `seq` of the latest event when it came first. It takes the next number itself, for of two SYNs one came first. */
  asked: number;
  /** With SYN of the other side. */
  acknowledged: number | null;
  /** What it said (RFC 7413); kept until it is known to have been accepted. */
  payload: Payload | null;
}

/** `else`: it is none of this connection's. */
export type Step = 'waits' | 'opens' | 'refused' | 'else';

export interface Handshake {
  take(segment: Segment): Step;
  /** Whether SYN has been answered by SYN. */
  isAccepted(): boolean;
  /** Of those that were tried the one that was accepted, by either side; null: it was not captured. */
  chosen: Record<Direction, Attempt | null>;
  /** The connection was opened by the side that was taken for the server. */
  isTurned(): boolean;
  /** The number of the last SYN of this side. */
  last(direction: Direction): number | null;
  /** Something was left out that may have been of this connection. */
  isDoubtful(): boolean;
}

/** What was not captured of a beginning is hardly more. */
const near = 1024 * 1024;
const attemptsAtMost = 8;
/** So many that say something, and fit no SYN: the SYN was not captured that they belong to. */
const patience = 16;

/** `isAlone`: there was no other connection between the same ports, of which something may be that fits none. */
export function createHandshake(order: Pick<EventOrder, 'seq'>, isAlone: boolean): Handshake {
  const attempts: Record<Direction, Attempt[]> = { c2s: [], s2c: [] };
  const chosen: Record<Direction, Attempt | null> = { c2s: null, s2c: null };
  /** Who has accepted. */
  let accepting: Direction | null = null;
  let isTurned = false;
  let leftOut = 0;
  /** What the last one acknowledged that was left out. */
  let strange: number | null = null;

  /** The latest SYN with which this number can have begun; null: none. `within`: so far behind it. */
  function attemptAt(direction: Direction, number: number, within: (attempt: Attempt) => number) {
    const fits = (attempt: Attempt): boolean => {
      const ahead = distance(number, (attempt.first + 1) | 0);
      return ahead >= 0 && ahead <= within(attempt);
    };
    return ofDirection(attempts, direction).findLast(fits) ?? null;
  }
  const exactly = (direction: Direction, number: number) =>
    attemptAt(direction, number, ({ payload }) => payload?.length ?? 0);
  const nearby = (direction: Direction, number: number) =>
    exactly(direction, number) ?? attemptAt(direction, number, () => near);
  const hasTried = (direction: Direction): boolean => ofDirection(attempts, direction).length > 0;

  function takeSyn(segment: Segment): Step {
    const { direction, sequence, acknowledged, length } = segment;
    const other = opposite(direction);
    const answered = acknowledged === null ? null : exactly(other, acknowledged);
    if (acknowledged !== null && answered === null && hasTried(other)) return 'else';
    const own = ofDirection(attempts, direction);
    let attempt = own.find(({ first }) => first === sequence);
    if (acknowledged !== null && accepting === null) {
      accepting = direction;
      // Who accepts with the number of his own SYN has opened at the same time: the first of both stays the client.
      isTurned = direction === 'c2s' && attempt === undefined;
    }
    attempt ??= {
      first: sequence,
      asked: acknowledged === null ? order.seq++ : order.seq,
      acknowledged: null,
      payload: null,
    };
    attempt.acknowledged = acknowledged ?? attempt.acknowledged;
    if (length > 0) attempt.payload ??= { ...copyOfPayload(segment), sequence: (sequence + 1) | 0 };
    if (!own.includes(attempt)) own.push(attempt);
    if (own.length > attemptsAtMost) own.shift();
    if (acknowledged !== null) {
      chosen[direction] = attempt;
      chosen[other] = answered;
    }
    return 'waits';
  }

  function takeReset({ direction, sequence, acknowledged }: Segment): Step {
    const isOurs =
      exactly(direction, sequence) !== null ||
      (acknowledged !== null && exactly(opposite(direction), acknowledged) !== null);
    if (isOurs) return 'refused';
    // It answers what was left out, which therefore was of something else.
    if (sequence === strange) leftOut = 0;
    return 'else';
  }

  function takeOther({ direction, sequence, acknowledged, length }: Segment): Step {
    const other = opposite(direction);
    const own = nearby(direction, sequence);
    const isOwn = own !== null || !hasTried(direction);
    // Nobody acknowledges before his SYN was answered; who answers acknowledges no more than SYN.
    const isKnown = accepting !== null || hasTried(direction);
    const answered = acknowledged === null ? null : (isKnown ? nearby : exactly)(other, acknowledged);
    if (isOwn && acknowledged !== null && (answered !== null || !hasTried(other))) {
      chosen[direction] = own;
      chosen[other] = answered;
      return 'opens';
    }
    strange = acknowledged;
    if (length > 0) leftOut += 1;
    if (leftOut <= patience) return 'else';
    chosen.c2s = null;
    chosen.s2c = null;
    return 'opens';
  }

  return {
    take(segment) {
      if ((segment.flags & flag.RST) !== 0) return takeReset(segment);
      return (segment.flags & flag.SYN) !== 0 ? takeSyn(segment) : takeOther(segment);
    },
    isAccepted: () => accepting !== null,
    chosen,
    isTurned: () => isTurned,
    last: (direction) => ofDirection(attempts, direction).at(-1)?.first ?? null,
    isDoubtful: () => leftOut > (isAlone ? 0 : patience),
  };
}
