/**
 * Overlaps, once they are proven. A message overlaps with every opposite one that begins before it has ended; but of
 * one that never ends nobody knows how long it went on. What began after its last byte may have been the answer to all
 * of it, and is no overlap. Of a line that never got its line end not even that is known: what came later may have
 * been something else.
 */
import type { Message } from '../model/message.ts';
import { type Direction, ofDirection, opposite } from '../model/trace.ts';
import { answersEarly, type HttpExchanges } from './exchanges/http.ts';
import { entries, type SmallMap } from './small-map.ts';
import { type Showing, show, spotOf, type Tally } from './tally.ts';

/** A message begins: it overlaps with every opposite one that is open, if those go on. */
export const countOverlaps = (state: Counted, message: Message, tally: Tally): void => {
  const others = ofDirection(state.open, opposite(message.direction));
  if (others.size === 0) return;
  const isEarly = answersEarly(state.exchanges.http, message);
  for (const [other, earlier] of entries(others)) {
    const showing = { later: state.begun, earlier, spots: [spotOf(other), spotOf(message)] };
    const push = state.pushes.get(other);
    const isAcross = push !== undefined || !isEarly || other.exchange !== message.exchange;
    expectEnd(state.unproven, other, message.begin.seq, push?.tally ?? tally, showing, isAcross);
  }
};

/** The message has ended, or will not any more: what it overlaps with is known. */
export const settleOverlaps = ({ unproven }: Pick<Counted, 'unproven'>, message: Message): void => {
  // Nearly always nothing is; and to be looked for in a table costs a message memory.
  const expected = unproven.size === 0 ? undefined : unproven.get(message);
  if (expected === undefined) return;
  unproven.delete(message);
  for (const one of expected) if (goesOnPast(message, one.latest)) prove(one);
};

/** What is proven before this place in the order. */
export const settleBefore = ({ unproven }: Pick<Counted, 'unproven'>, seq: number): void => {
  for (const [message, expected] of unproven) {
    const { reached = Number.POSITIVE_INFINITY } = message;
    if (message.kind === 'record' || reached >= seq) continue;
    unproven.set(message, proveBefore(expected, reached));
  }
};

const expectEnd = (
  unproven: Unproven,
  message: Message,
  seq: number,
  into: Tally,
  showing: Showing,
  isAcross: boolean,
): void => {
  const reached = message.kind === 'record' ? 0 : (message.reached ?? 0);
  const expected = proveBefore(unproven.get(message) ?? [], reached);
  let one = expected.find((each) => each.into === into);
  if (one === undefined) {
    one = { into, latest: seq, overlaps: 0, across: 0, overlap: showing, overlapAcross: null };
    expected.push(one);
  }
  one.latest = Math.max(one.latest, seq);
  one.overlaps += 1;
  if (isAcross) {
    one.across += 1;
    one.overlapAcross ??= showing;
  }
  unproven.set(message, expected);
};

/** As a message is open, what it goes on past is proven at once, so that it need not be remembered. */
const proveBefore = (expected: Expected[], reached: number): Expected[] =>
  expected.filter((one) => {
    if (one.latest >= reached) return true;
    prove(one);
    return false;
  });

const goesOnPast = ({ kind, end, whole, ending, reached }: Message, seq: number): boolean => {
  if (kind === 'record') return ending === 'newline';
  return (end !== null && whole) || (reached ?? Number.POSITIVE_INFINITY) > seq;
};

const prove = ({ into, overlaps, across, overlap, overlapAcross }: Expected): void => {
  into.overlaps += overlaps;
  into.across += across;
  show(into, 'overlap', overlap);
  if (overlapAcross !== null) show(into, 'overlapAcross', overlapAcross);
};

/** Keyed by the message that began earlier. */
export type Unproven = Map<Message, Expected[]>;

/** Opposite messages that began since the last byte of a message that is open. */
interface Expected {
  /** Where they are counted. */
  into: Tally;
  /** `seq` of the latest beginning. */
  latest: number;
  overlaps: number;
  /** Those of other exchanges. */
  across: number;
  overlap: Showing;
  overlapAcross: Showing | null;
}

/** What of a connection's counts it needs. */
interface Counted {
  begun: number;
  open: Record<Direction, SmallMap<Message, number>>;
  pushes: Map<Message, { tally: Tally }>;
  exchanges: { http: HttpExchanges };
  unproven: Unproven;
}
