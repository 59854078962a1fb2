/** The sums of a connection that is over. */
import type { ConnectionCount } from '../connection-count.ts';
import { awaitsFrom, groupOf } from '../groups.ts';
import { opaqueCrossings } from '../opaque.ts';
import type { ConnectionSums } from './sums.ts';

export const sumsOf = (state: ConnectionCount): ConnectionSums => {
  const { tally, turns, exchanges, protocols, opacity, provisional, latestBegin, flow } = state;
  const { messages, overlaps, unasked } = tally;
  const one = groupOf(state);
  return {
    ...{ one, end: awaitsFrom(one, state), begunUntold: provisional === null ? null : latestBegin },
    ...{ messages, overlaps, crossings: tally.crossings + opaqueCrossings(state), unasked },
    ...{ turnarounds: turns.turnarounds, switchBacks: turns.switchBacks },
    ...{ most: exchanges.most, exchanges: exchanges.begun },
    ...{ protocols, isOpaque: opacity !== null, bytes: flow.read },
  };
};
