/**
 * What messages add to the figures of their connection, with the first messages that show it. A push has a tally of
 * its own until the client can no longer refuse it, so that taking it back is leaving its tally out (RFC 9113 §8.4).
 */
import type { ConnectionGroup, Evidence } from '../model/facts.ts';
import type { Message } from '../model/message.ts';
import type { Direction } from '../model/trace.ts';

export type Spot = Omit<Evidence, 'question'>;
export type Shown = keyof ConnectionGroup['shows'];

/** Messages that show something, and their places in the order of beginning. */
export interface Showing {
  later: number;
  earlier: number;
  spots: Spot[];
}

export interface Tally {
  messages: Record<Direction, number>;
  overlaps: number;
  /** Overlaps between messages of different exchanges. */
  across: number;
  /** Pairs of messages that crossed. */
  crossings: number;
  /** Those of different exchanges. */
  crossingsAcross: number;
  unasked: number;
  shows: Partial<Record<Shown, Showing>>;
}

export const emptyTally = (): Tally => ({
  messages: { c2s: 0, s2c: 0 },
  overlaps: 0,
  across: 0,
  crossings: 0,
  crossingsAcross: 0,
  unasked: 0,
  shows: {},
});

/** What no damage takes back. */
export interface Proven {
  crossing: boolean;
  crossingAcross: boolean;
  overlap: boolean;
  overlapAcross: boolean;
  unasked: boolean;
}

export const provenBy = ({ overlaps, across, crossings, crossingsAcross, unasked }: Tally): Proven => ({
  crossing: crossings > 0,
  crossingAcross: crossingsAcross > 0,
  overlap: overlaps > 0,
  overlapAcross: across > 0,
  unasked: unasked > 0,
});

export const spotOf = ({ connection, ordinal, direction }: Message): Spot => ({
  connection,
  message: ordinal,
  direction,
});

/** The first showing stays. */
export const show = (tally: Tally, shown: Shown, showing: Showing): void => {
  const known = tally.shows[shown];
  if (known === undefined || precedes(showing, known)) tally.shows[shown] = showing;
};

export const addTally = (into: Tally, from: Tally): void => {
  into.messages.c2s += from.messages.c2s;
  into.messages.s2c += from.messages.s2c;
  into.overlaps += from.overlaps;
  into.across += from.across;
  into.crossings += from.crossings;
  into.crossingsAcross += from.crossingsAcross;
  into.unasked += from.unasked;
  for (const shown of shownNames) {
    const showing = from.shows[shown];
    if (showing !== undefined) show(into, shown, showing);
  }
};

export const spotsOf = (tally: Tally): ConnectionGroup['shows'] => {
  const shows: ConnectionGroup['shows'] = {};
  for (const shown of shownNames) {
    const showing = tally.shows[shown];
    if (showing !== undefined) shows[shown] = showing.spots;
  }
  return shows;
};

const shownNames: readonly Shown[] = [
  'message',
  'crossing',
  'crossingAcross',
  'overlap',
  'overlapAcross',
  'unasked',
  'second',
];

const precedes = (a: Showing, b: Showing): boolean =>
  a.later < b.later || (a.later === b.later && a.earlier < b.earlier);
