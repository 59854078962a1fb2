/**
 * Folds connections that are over into groups of one shape each, so that memory does not grow with them. A connection
 * of one exchange waits until it is known whether its client's next exchange went elsewhere; those of one client that
 * wait were all open when its latest exchange began.
 */
import type { ConnectionGroup, ConnectionShape } from '../model/facts.ts';
import type { Client } from './clients/clients.ts';
import type { ConnectionCount } from './connection-count.ts';
import { knowsCrossings } from './crossing/flow.ts';
import type { Exchanges } from './exchanges/exchanges.ts';
import { opaqueShape } from './opaque.ts';
import { entries } from './small-map.ts';
import type { ConnectionSums } from './sums/sums.ts';
import { provenBy, spotsOf } from './tally.ts';

export const foldConnection = (
  groups: Groups,
  client: Client,
  { one, end }: Pick<ConnectionSums, 'one' | 'end'>,
): void => {
  if (end === null) add(groups, one);
  else {
    client.waiting.push({ end, one });
    resolve(groups, client);
  }
};

/** The group of its own that a connection makes. */
export const groupOf = (state: ConnectionCount): ConnectionGroup => {
  const { connection, tally, exchanges, flow, proven } = state;
  return {
    shape: {
      c2s: tally.messages.c2s > 0,
      s2c: tally.messages.s2c > 0,
      ...(proven ?? provenBy(tally)),
      crossingsKnown: knowsCrossings(flow),
      byTurns: exchanges.byTurns,
      exchanges: countUpToTwo(exchanges),
      nextElsewhere: false,
      ...opaqueShape(state),
    },
    count: 1,
    first: connection,
    shows: spotsOf(tally),
  };
};

/** `seq` after which an exchange elsewhere is the next one; null where the connection was used again, or not at all. */
export const awaitsFrom = (
  { shape }: ConnectionGroup,
  { exchanges, latestBegin }: ConnectionCount,
): number | null => {
  if (shape.exchanges !== 1 || exchanges.lastEnd === null) return null;
  // A request that had no answer here is not the one that went elsewhere.
  return Math.max(exchanges.lastEnd.seq, latestBegin);
};

/** A request that was never answered did not use the line again; one alone is counted all the same. */
function countUpToTwo({ begun, http }: Exchanges): 0 | 1 | 2 {
  if (begun < 2) return begun === 1 ? 1 : 0;
  const unanswered = [...entries(http.open)].filter(([, { response }]) => response === 'none').length;
  return begun - unanswered > 1 ? 2 : 1;
}

/** The client began an exchange somewhere: every single one of its own that had ended before was not followed there. */
export const exchangeBegunAt = (groups: Groups, client: Client, begin: number): void => {
  client.latestBegin = Math.max(client.latestBegin, begin);
  resolve(groups, client);
};

/** Nothing more will be known of these clients: what still waits was not followed by anything. */
export const nothingFollows = (groups: Groups, clients: readonly Client[]): void => {
  for (const { waiting } of clients) for (const { one } of waiting.splice(0)) add(groups, one);
};

/** In order of the first connection of each. */
export const listGroups = (groups: Groups): ConnectionGroup[] =>
  [...groups.values()].sort((a, b) => a.first - b.first);

const resolve = (groups: Groups, client: Client): void => {
  if (client.waiting.length === 0) return;
  client.waiting = client.waiting.filter(({ end, one }) => {
    if (end >= client.latestBegin) return true;
    add(groups, { ...one, shape: { ...one.shape, nextElsewhere: true } });
    return false;
  });
};

const add = (groups: Groups, one: ConnectionGroup): void => {
  const key = shapeKey(one.shape);
  const known = groups.get(key);
  const count = (known?.count ?? 0) + one.count;
  groups.set(key, { ...(known !== undefined && known.first < one.first ? known : one), count });
};

const shapeKey = (shape: ConnectionShape): string => Object.values(shape).join();

/** Keyed by their shapes. */
export type Groups = Map<string, ConnectionGroup>;
