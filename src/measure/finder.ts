/** Takes down what the connections find of more than themselves. */
import { reasonFor } from './clients/clients.ts';
import { countNewConnection } from './clients/replaced.ts';
import type { Found } from './connection-count.ts';
import { noteDamage } from './damage.ts';
import { exchangeBegunAt } from './groups.ts';
import { addLoss, addToList, takeLossBack } from './losses/losses.ts';
import { awaitNoRepeat, awaitRepeat, noteAsked } from './losses/repeats.ts';
import type { Totals } from './totals.ts';

/** Adds to the totals what the connections find. */
export const finder = (totals: Totals): Found => ({
  times: totals.times,
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
});
