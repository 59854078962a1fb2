/** Takes down what the connections find of more than themselves. */
import { closeOneOf, endLine, reasonFor } from './clients/clients.ts';
import { countNewConnection } from './clients/replaced.ts';
import { countStanding } from './clients/standings.ts';
import type { Found } from './connection-count.ts';
import { noteDamage } from './damage.ts';
import { exchangeBegunAt, foldConnection, nothingFollows } from './groups.ts';
import { addLoss, addToList, takeLossBack } from './losses/losses.ts';
import { awaitNoRepeat, awaitRepeat, noteAsked } from './losses/repeats.ts';
import { addSums } from './sums/add.ts';
import { takeSample } from './times/samples.ts';
import type { Totals } from './totals.ts';

/** Adds to the totals what the connections find. */
export const finder = (totals: Totals): Found => ({
  time(_, of, milliseconds) {
    takeSample(totals.times[of], milliseconds);
  },
  damaged(damage) {
    noteDamage(totals.damage, damage);
  },
  lost(state, loss, since) {
    addLoss(totals.losses, loss);
    awaitRepeat(state.client.repeats, { loss, since });
  },
  answeredAfterAll(state, loss) {
    takeLossBack(totals.losses, loss);
    awaitNoRepeat(state.client.repeats, loss);
  },
  signal({ connection, exchanges }, by, at, what) {
    const milliseconds = Math.max(0, at - (totals.firstAt ?? at)) / 1e6;
    addToList(totals.signals, { by, connection, exchanges: exchanges.begun, milliseconds, ...what });
  },
  exchangeBegun(state, begin, message) {
    if (message.http !== undefined && message.exchange !== null)
      noteAsked(state.client.repeats, message, message.http);
    state.latestBegin = Math.max(state.latestBegin, begin);
    if (state.provisional !== null) return;
    const { groups, newConnections } = totals;
    const { client } = state;
    exchangeBegunAt(groups, client, begin);
    // Of one whose beginning is not in the record nobody knows why it was opened.
    if (state.exchanges.begun > 1 || state.proven !== null) return;
    const found = reasonFor(client, state.opening, state.exchanges.http.past.request);
    if (found !== null) countNewConnection(newConnections, found.reason, found.replaced);
  },
  stood(state, standing, ended) {
    const { standings } = state.client;
    countStanding(standings, state.standing, -1);
    countStanding(standings, standing, 1);
    state.standing = standing;
    if (ended !== null) endLine(state.client, ended);
  },
  first(connection, who) {
    if (totals.firstFin[connection - 1] === 'none') totals.firstFin[connection - 1] = who;
  },
  closed(state, sums) {
    addSums(totals, state.connection, sums);
    const { groups, clients } = totals;
    const { client } = state;
    // It is what it was taken for: now it is told of.
    if (sums.begunUntold !== null) exchangeBegunAt(groups, client, sums.begunUntold);
    foldConnection(groups, client, sums);
    countStanding(client.standings, state.standing, -1);
    nothingFollows(groups, closeOneOf(clients, client));
  },
});
