/**
 * Counts on one connection, from notices in the tap's order (overlap, unasked, turnaround, exchange). Only what is
 * still open is kept, and pushes as long as the client may refuse them (RFC 9113 §8.4).
 */
import type { Message } from '../model/message.ts';
import { addTo, ofDirection } from '../model/trace.ts';
import { type ConnectionCount, type Found, isWhole } from './connection-count.ts';
import { countCrossing } from './crossing/pairs.ts';
import { withdrawPieces } from './crossing/pieces.ts';
import { cutMessage, isSettled, unansweredRequest } from './damage.ts';
import {
  beginInExchange,
  endInExchange,
  forgetExchanges,
  momentOf,
  resetStream,
} from './exchanges/exchanges.ts';
import { exchangeOf } from './exchanges/http.ts';
import { findAgain, loseAbove, loseAtBegin, loseAtClosing, loseHalf, loseStream } from './losses/lose.ts';
import { signalLimit, signalNotice, signalRefusal } from './losses/signals.ts';
import type { Notice } from './order.ts';
import { countOverlaps, settleBefore, settleOverlaps } from './overlaps.ts';
import { beginPush, endPush, type Push } from './pushes.ts';
import { add, take } from './small-map.ts';
import { addTally, provenBy, type Showing, type Spot, show, spotOf } from './tally.ts';
import { countClosing, timeBegin, timeExchange } from './times/timing.ts';
import { takeTurn, takeTurnBack } from './turnarounds.ts';

export const countNotice = (state: ConnectionCount, notice: Notice, found: Found): void => {
  const { http } = state.exchanges;
  switch (notice.what) {
    case 'begun':
      countBegin(state, notice.message, found);
      break;
    case 'ended':
      countEnd(state, notice.message, found);
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
      if (http.past.closing === null) countClosing(state, notice, isWhole(state) ? found : null);
      loseAtClosing(state, notice, found);
      break;
    case 'reset':
      http.past.reset = { stream: notice.stream, error: notice.error };
      signalNotice(state, notice, found);
      loseStream(state, notice, found);
      if (resetStream(state.exchanges, notice.stream)) found.damaged(unansweredRequest(state.connection));
      break;
    case 'goaway':
      http.past.goaway ??= {
        ...{ seq: notice.seq, at: notice.at },
        ...{ by: notice.by, error: notice.error, when: momentOf(state.exchanges) },
      };
      signalNotice(state, notice, found);
      loseAbove(state, notice, found);
      break;
    case 'limit':
      http.most = notice.most;
      http.isMostTold = false;
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
  if (isWhole(state)) timeBegin(state, message, found);
  const exchange = beginInExchange(state.exchanges, message);
  if (exchange === 'unasked') {
    tally.unasked += 1;
    show(tally, 'unasked', alone(state, spotOf(message)));
  } else if (exchange !== null) {
    if (state.exchanges.begun === 2) show(tally, 'second', alone(state, exchange.spot));
    found.exchangeBegun(state, exchange.begin, message);
  }
  if (kind === 'request') loseAtBegin(state, message, found);
  if (kind === 'request') signalLimit(state, message, found);
  if (kind === 'response') findAgain(state, message, found);
  if (kind === 'response') signalRefusal(state, message, found);
  add(ofDirection(state.open, direction), message, state.begun);
};

/** The message that begins shows it by itself. */
const alone = ({ begun }: ConnectionCount, spot: Spot): Showing => ({
  later: begun,
  earlier: begun,
  spots: [spot],
});

export const countEnd = (state: ConnectionCount, message: Message, found: Found): void => {
  if (!take(ofDirection(state.open, message.direction), message)) return;
  settleOverlaps(state, message);
  const damage = isSettled(message) ? null : cutMessage(message);
  if (message.kind === 'push') {
    state.openPushes -= 1;
    const settled = endPush(state.pushes, message, damage);
    if (settled !== null) settlePush(state, settled, found);
    return;
  }
  const exchange = exchangeOf(state.exchanges.http, message);
  if (damage !== null) found.damaged(damage);
  if (!message.whole && exchange !== undefined) loseHalf(state, exchange, message, found);
  const ends = endInExchange(state.exchanges, message);
  if (ends && isWhole(state)) timeExchange(state, exchange?.begin.at, message, found);
};

/** The push can no longer be taken back. */
export const settlePush = (state: ConnectionCount, { tally, damage }: Push, found: Found): void => {
  addTally(state.tally, tally);
  if (damage !== null) found.damaged(damage);
};
