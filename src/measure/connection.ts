/**
 * Counts on one connection, from notices in the tap's order (overlap, unasked, turnaround, exchange). Only what is
 * still open is kept, and pushes as long as the client may refuse them (RFC 9113 §8.4).
 */
import type { Damage } from '../model/facts.ts';
import type { Message, Opacity } from '../model/message.ts';
import type { Answers } from '../model/result.ts';
import { addTo, type Direction, ofDirection } from '../model/trace.ts';
import type { Client } from './clients/clients.ts';
import type { Opening } from './clients/new-connections.ts';
import { emptyFlow, type Flow } from './crossing/flow.ts';
import { type Crossings, countCrossing, emptyCrossings } from './crossing/pairs.ts';
import { withdrawPieces } from './crossing/pieces.ts';
import { cutMessage, isSettled, unansweredRequest } from './damage.ts';
import type { EncryptedTalk } from './encrypted.ts';
import {
  beginInExchange,
  type Exchanges,
  emptyExchanges,
  endInExchange,
  forgetExchanges,
  momentOf,
  resetStream,
  type Standing,
} from './exchanges/exchanges.ts';
import { exchangeOf } from './exchanges/http.ts';
import type { Notice } from './order.ts';
import { countOverlaps, settleBefore, settleOverlaps, type Unproven } from './overlaps.ts';
import { beginPush, endPush, type Push } from './pushes.ts';
import { add, emptySmallMap, type SmallMap, take } from './small-map.ts';
import {
  addTally,
  emptyTally,
  type Proven,
  provenBy,
  type Showing,
  type Spot,
  show,
  spotOf,
  type Tally,
} from './tally.ts';
import { countClosing, type Took, timeBegin, timeExchange } from './times/timing.ts';
import { emptyTurnarounds, type Turnarounds, takeTurn, takeTurnBack } from './turnarounds.ts';

export const emptyConnectionCount = (
  connection: number,
  client: Client,
  opening: Opening,
  answers: Answers | null,
): ConnectionCount => ({
  connection,
  client,
  opening,
  buffered: [],
  overfull: false,
  unread: Number.POSITIVE_INFINITY,
  flow: emptyFlow(),
  crossings: emptyCrossings(),
  begun: 0,
  open: { c2s: emptySmallMap(), s2c: emptySmallMap() },
  openPushes: 0,
  pushes: new Map(),
  unproven: new Map(),
  tally: emptyTally(),
  turns: emptyTurnarounds(),
  exchanges: emptyExchanges(answers),
  standing: 'unused',
  proven: null,
  protocols: [],
  provisional: null,
  latestBegin: Number.NEGATIVE_INFINITY,
  opacity: null,
  talk: null,
});

export const countNotice = (state: ConnectionCount, notice: Notice, found: Found): void => {
  const { http } = state.exchanges;
  switch (notice.what) {
    case 'begun':
      countBegin(state, notice.message, found);
      break;
    case 'ended':
      countEnd(state, notice.message, notice.seq, found);
      break;
    case 'crossing':
      countCrossing(
        state.crossings,
        state.connection,
        notice.crossed,
        state.tally,
        (push) => state.pushes.get(push)?.tally,
      );
      break;
    case 'closing':
      if (http.past.closing === null) countClosing(state.exchanges, notice, found.took);
      break;
    case 'reset':
      if (resetStream(state.exchanges, notice.stream)) found.damaged(unansweredRequest(state.connection));
      break;
    case 'goaway':
      http.past.goaway ??= {
        seq: notice.seq,
        by: notice.by,
        error: notice.error,
        when: momentOf(state.exchanges),
      };
      break;
    case 'limit':
      http.most = notice.most;
      break;
    case 'gap':
      settleBefore(state, notice.seq);
      state.proven ??= provenBy(state.tally);
      break;
    case 'lost':
      forgetExchanges(state.exchanges);
      break;
  }
};

/** Takes back a push that the client refused after it was counted. */
export const withdraw = (state: ConnectionCount, message: Message): void => {
  withdrawPieces(state.crossings.pieces.s2c, message);
  const push = state.pushes.get(message);
  if (push === undefined) return;
  state.pushes.delete(message);
  state.unproven.delete(message);
  takeTurnBack(state.turns, push.gap);
  if (take(state.open.s2c, message)) state.openPushes -= 1;
};

export const countBegin = (state: ConnectionCount, message: Message, found: Found): void => {
  const { direction, kind } = message;
  state.begun += 1;
  const gap = takeTurn(state.turns, direction);
  const tally = kind === 'push' ? beginPush(state.pushes, message, gap) : state.tally;
  if (kind === 'push') state.openPushes += 1;
  addTo(tally.messages, direction, 1);
  // A later one would not replace it.
  if (tally.shows.message === undefined) show(tally, 'message', alone(state, spotOf(message)));
  countOverlaps(state, message, tally);
  timeBegin(state.exchanges, message, found.took);
  const exchange = beginInExchange(state.exchanges, message);
  if (exchange === 'unasked') {
    tally.unasked += 1;
    show(tally, 'unasked', alone(state, spotOf(message)));
  } else if (exchange !== null) {
    if (state.exchanges.begun === 2) show(tally, 'second', alone(state, exchange.spot));
    found.exchangeBegun(state, exchange.begin);
  }
  add(ofDirection(state.open, direction), message, state.begun);
};

/** The message that begins shows it by itself. */
const alone = ({ begun }: ConnectionCount, spot: Spot): Showing => ({
  later: begun,
  earlier: begun,
  spots: [spot],
});

export const countEnd = (state: ConnectionCount, message: Message, seq: number, found: Found): void => {
  if (!take(ofDirection(state.open, message.direction), message)) return;
  settleOverlaps(state, message);
  const damage = isSettled(message) ? null : cutMessage(message);
  if (message.kind === 'push') {
    state.openPushes -= 1;
    const settled = endPush(state.pushes, message, damage);
    if (settled !== null) settlePush(state, settled, found);
    return;
  }
  const begin = exchangeOf(state.exchanges.http, message)?.begin;
  if (endInExchange(state.exchanges, message, seq)) timeExchange(begin, message, found.took);
  if (damage !== null) found.damaged(damage);
};

/** The push can no longer be taken back. */
export const settlePush = (state: ConnectionCount, { tally, damage }: Push, found: Found): void => {
  addTally(state.tally, tally);
  if (damage !== null) found.damaged(damage);
};

/** Told of what concerns more than this connection. */
export interface Found {
  /** An exchange, by the time it is known to be one; `begin` is the `seq` of its first byte. */
  exchangeBegun(state: ConnectionCount, begin: number): void;
  damaged(damage: Damage): void;
  /** Milliseconds. */
  took: Took;
}

export interface ConnectionCount {
  connection: number;
  client: Client;
  /** What there was of the same client when it opened this one. */
  opening: Opening;
  /** Not counted yet, because something earlier may still be reported. */
  buffered: Notice[];
  /** More had to wait than is kept: since then it is counted as it is reported, whatever its order. */
  overfull: boolean;
  /** `seq` of the first byte that the dissector had read, before this event, and not reported; or Infinity. */
  unread: number;
  flow: Flow;
  crossings: Crossings;
  /** Messages begun so far: numbers them in order of beginning. */
  begun: number;
  open: Record<Direction, SmallMap<Message, number>>;
  openPushes: number;
  /** Those that the client may still refuse, counted apart. */
  pushes: Map<Message, Push>;
  /** Overlaps with messages that are open, as long as it is not known that these go on. */
  unproven: Unproven;
  tally: Tally;
  turns: Turnarounds;
  exchanges: Exchanges;
  standing: Standing;
  /** What the connection had shown when its record had a first gap; after it the order of events is not certain. */
  proven: Proven | null;
  /** What it was recognised as, one after another. */
  protocols: string[];
  /** As what it is read only until something says otherwise. */
  provisional: string | null;
  /** `seq` of the latest beginning of an exchange; where it is provisional, told of when it is so no longer. */
  latestBegin: number;
  /** Why nothing is read in its bytes, or in those that come. */
  opacity: Opacity | null;
  /** Where it is encrypted. */
  talk: EncryptedTalk | null;
}
