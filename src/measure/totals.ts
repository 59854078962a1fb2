/** Everything that one trace adds up to, as plain data: the facts are read off a copy in which all is settled. */
import type { Facts, Listed, Measurement, Signal } from '../model/facts.ts';
import { reason } from '../model/reason.ts';
import type { Answers } from '../model/result.ts';
import type { Direction, OpenEvent, Position } from '../model/trace.ts';
import { type Clients, clientOf, emptyClients, everyClient, openingOf } from './clients/clients.ts';
import { type Ended, endedSince, reasonForEnd } from './clients/new-connections.ts';
import { byReason, type NewConnections } from './clients/replaced.ts';
import { countAsked } from './clients/standings.ts';
import { countNotice, settlePush } from './connection.ts';
import { type ConnectionCount, emptyConnectionCount, type Found } from './connection-count.ts';
import { cutMessage, type DamageList, emptyDamage, listDamage, unansweredRequest } from './damage.ts';
import { type Standing, standingOf } from './exchanges/exchanges.ts';
import { type Groups, listGroups, nothingFollows } from './groups.ts';
import { loseUnanswered } from './losses/lose.ts';
import { emptyList, emptyLosses, type Losses, lossFacts } from './losses/losses.ts';
import { becomeUnknown, isUnfinishedLine } from './opaque.ts';
import { readyBefore } from './order.ts';
import { settleOverlaps } from './overlaps.ts';
import { entries } from './small-map.ts';
import { sumsOf } from './sums/of-connection.ts';
import type { Protocols } from './sums/sums.ts';
import { emptyTally, provenBy, type Tally } from './tally.ts';
import { emptyTimes, type Samples } from './times/samples.ts';

export const emptyTotals = (answers: Answers | null): Totals => ({
  answers,
  open: new Map(),
  clients: emptyClients(),
  groups: new Map(),
  damage: emptyDamage(),
  tally: emptyTally(),
  turnarounds: 0,
  switchBacks: 0,
  most: 0,
  exchangesPerConnection: [],
  newConnections: new Map(),
  times: emptyTimes(),
  losses: emptyLosses(),
  signals: emptyList(),
  protocols: new Map(),
  opaque: 0,
  firstAt: null,
  bytes: { c2s: 0, s2c: 0 },
  firstFin: [],
});

export const beginEvent = (totals: Totals, { seq, at }: Position): void => {
  totals.firstAt ??= at;
  totals.clients.latest.seq = seq;
  totals.clients.latest.at = at;
};

export const openConnection = (totals: Totals, open: OpenEvent): void => {
  const { connection } = open;
  const client = clientOf(totals.clients, open);
  totals.open.set(
    connection,
    emptyConnectionCount(connection, client, openingOf(client, open), totals.answers),
  );
  countAsked(client.standings, open.asked ?? open.seq - 1);
  totals.exchangesPerConnection[connection - 1] = 0;
  totals.firstFin[connection - 1] = 'none';
};

/** Counts what lies before `pending` on a connection. */
export const countUpTo = (state: ConnectionCount, pending: number, found: Found): void => {
  state.unread = pending;
  if (state.buffered.length === 0) return;
  const ready = readyBefore(state.buffered, pending);
  if (ready === 0) return;
  for (let place = 0; place < ready; place += 1) {
    const notice = state.buffered[place];
    if (notice !== undefined) countNotice(state, notice, found);
  }
  state.buffered.splice(0, ready);
  settleStanding(state, found);
};

/** More waits for what is not complete than is kept: it is counted, though its order is not certain any longer. */
export const giveUpOrder = (state: ConnectionCount, found: Found): void => {
  state.overfull = true;
  state.proven ??= provenBy(state.tally);
  found.damaged({ kind: 'limit', connection: state.connection, reason: reason('damage.order') });
  countUpTo(state, Number.POSITIVE_INFINITY, found);
};

/**
 * Far more than come between the first and the last byte of anything that is read whole. A message is noticed twice,
 * when it begins and when it ends.
 */
export const bufferedAtMost = 100_000;

/** To be asked once what an event brought is counted. */
export const settleStanding = (state: ConnectionCount, found: Found): void =>
  stand(state, standingOf(state.exchanges), found);

/** The connection is over: only its sums and its shape remain. `isSeen`: its close is in the record. */
export const closeConnection = (
  totals: Totals,
  state: ConnectionCount,
  found: Found,
  isSeen: boolean,
): void => {
  countUpTo(state, Number.POSITIVE_INFINITY, found);
  if (isUnfinishedLine(state)) becomeUnknown(state);
  const { connection, open, exchanges } = state;
  stand(state, 'over', found);
  totals.open.delete(connection);
  for (const [message] of [...entries(open.c2s), ...entries(open.s2c)]) settleOverlaps(state, message);
  for (const push of state.pushes.values()) settlePush(state, push, found);
  for (const [message] of [...entries(open.c2s), ...entries(open.s2c)]) {
    found.damaged(cutMessage({ ...message, ending: 'cut' }));
  }
  if (isSeen) loseUnanswered(state, found);
  for (const [, { response }] of entries(exchanges.http.open)) {
    if (response === 'none') found.damaged(unansweredRequest(connection));
  }
  found.closed(state, sumsOf(state));
};

/** Settles everything, as if all connections were over. The totals can count no further afterwards. */
export const conclude = (totals: Totals, found: Found): Omit<Measurement, 'question' | 'varying'> => {
  for (const state of totals.open.values()) countUpTo(state, Number.POSITIVE_INFINITY, found);
  for (const state of [...totals.open.values()]) closeConnection(totals, state, found, false);
  nothingFollows(totals.groups, everyClient(totals.clients));
  return { facts: factsOf(totals), groups: listGroups(totals.groups), damage: listDamage(totals.damage) };
};

const factsOf = (totals: Totals): Facts => {
  const { tally, exchangesPerConnection } = totals;
  const exchanges = exchangesPerConnection.reduce((sum, each) => sum + each, 0);
  return {
    connections: exchangesPerConnection.length,
    exchanges,
    messages: tally.messages,
    exchangesPerConnection,
    reusedExchanges: exchanges - exchangesPerConnection.filter((each) => each > 0).length,
    turnarounds: totals.turnarounds,
    switchBacks: totals.switchBacks,
    overlaps: tally.overlaps,
    crossings: tally.crossings,
    unasked: tally.unasked,
    maxConcurrentExchanges: totals.most,
    newConnections: byReason(totals.newConnections, ({ count }) => count),
    ...lossFacts(totals.losses),
    protocol: protocolOf(totals.protocols),
    ...(totals.opaque === 0 ? {} : { opaque: totals.opaque }),
  };
};

/** By the first connection that spoke it, and there in the order in which it spoke. */
const protocolOf = (protocols: Totals['protocols']): string | null => {
  const names = [...protocols]
    .sort(([, a], [, b]) => a.connection - b.connection || a.place - b.place)
    .map(([name]) => name);
  return names.length === 0 ? null : names.join(' and ');
};

const stand = (state: ConnectionCount, standing: Standing, found: Found): void => {
  if (state.standing === standing || state.provisional !== null) return;
  found.stood(state, standing, standing === 'over' ? endedOf(state) : null);
};

/** Null for what was never asked anything, and closed by its client: it was not there to be used. */
const endedOf = ({ exchanges, opening }: ConnectionCount): Ended | null => {
  const { begun, lastEnd, http } = exchanges;
  const { past, occupied } = http;
  if (begun === 0 && past.closing?.by !== 'server') return null;
  return {
    reason: reasonForEnd(past),
    since: endedSince(past, http.lastAnswer ?? lastEnd?.seq ?? opening.seq),
    exchanges: begun,
    idle: past.idle,
    version: past.request?.version ?? null,
    occupied,
  };
};

export interface Totals {
  /** What the lab says of raw channels. */
  answers: Answers | null;
  open: Map<number, ConnectionCount>;
  clients: Clients;
  groups: Groups;
  damage: DamageList;
  /** Of connections that are over. */
  tally: Tally;
  turnarounds: number;
  switchBacks: number;
  most: number;
  exchangesPerConnection: number[];
  newConnections: NewConnections;
  times: Samples;
  losses: Losses;
  signals: Listed<Signal>;
  protocols: Protocols;
  /** Connections. */
  opaque: number;
  firstAt: number | null;
  bytes: Record<Direction, number>;
  firstFin: string[];
}
