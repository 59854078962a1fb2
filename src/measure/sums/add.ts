/** Adds the sums of connections to those of all. */
import type { Totals } from '../totals.ts';
import { addProtocols } from './protocols.ts';
import type { ConnectionSums } from './sums.ts';

export const addSums = (totals: Totals, connection: number, sums: ConnectionSums): void => {
  const { tally } = totals;
  tally.messages.c2s += sums.messages.c2s;
  tally.messages.s2c += sums.messages.s2c;
  tally.overlaps += sums.overlaps;
  tally.crossings += sums.crossings;
  tally.unasked += sums.unasked;
  totals.turnarounds += sums.turnarounds;
  totals.switchBacks += sums.switchBacks;
  totals.most = Math.max(totals.most, sums.most);
  totals.exchangesPerConnection[connection - 1] = sums.exchanges;
  addProtocols(totals.protocols, { connection, protocols: sums.protocols });
  if (sums.isOpaque) totals.opaque += 1;
};
