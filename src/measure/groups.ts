/**
 * Folds connections that are over into groups of one shape each, so that memory does not grow with them. A connection
 * of one exchange waits until it is known whether the next exchange went elsewhere; those that wait were all open
 * when the latest exchange began.
 */
import type { ConnectionGroup, ConnectionShape } from '../model/facts.ts';
import type { ConnectionCount } from './connection.ts';
import { knowsCrossings } from './crossing/flow.ts';
import { provenBy, spotsOf } from './tally.ts';

export const emptyGroups = (): Groups => ({
  groups: new Map(),
  waiting: [],
  latestBegin: Number.NEGATIVE_INFINITY,
});

export const foldConnection = (
  groups: Groups,
  { connection, tally, exchanges, flow, proven }: ConnectionCount,
): void => {
  const one: ConnectionGroup = {
    shape: {
      c2s: tally.messages.c2s > 0,
      s2c: tally.messages.s2c > 0,
      ...(proven ?? provenBy(tally)),
      crossingsKnown: knowsCrossings(flow),
      exchanges: exchanges.begun > 1 ? 2 : exchanges.begun === 1 ? 1 : 0,
      nextElsewhere: false,
    },
    count: 1,
    first: connection,
    shows: spotsOf(tally),
  };
  if (exchanges.begun !== 1 || exchanges.lastEnd === null) add(groups, one);
  else {
    groups.waiting.push({ end: exchanges.lastEnd, one });
    resolve(groups);
  }
};

/** An exchange began on some connection: every single exchange that had ended before was not followed on its own. */
export const exchangeBegunAt = (groups: Groups, begin: number): void => {
  groups.latestBegin = Math.max(groups.latestBegin, begin);
  resolve(groups);
};

/** In order of the first connection of each. Those that still wait were not followed by anything. */
export const listGroups = (groups: Groups): ConnectionGroup[] => {
  for (const { one } of groups.waiting.splice(0)) add(groups, one);
  return [...groups.groups.values()].sort((a, b) => a.first - b.first);
};

const resolve = (groups: Groups): void => {
  if (groups.waiting.length === 0) return;
  groups.waiting = groups.waiting.filter(({ end, one }) => {
    if (end >= groups.latestBegin) return true;
    add(groups, { ...one, shape: { ...one.shape, nextElsewhere: true } });
    return false;
  });
};

const add = ({ groups }: Groups, one: ConnectionGroup): void => {
  const key = shapeKey(one.shape);
  const known = groups.get(key);
  const count = (known?.count ?? 0) + one.count;
  groups.set(key, { ...(known !== undefined && known.first < one.first ? known : one), count });
};

const shapeKey = (shape: ConnectionShape): string => Object.values(shape).join();

export interface Groups {
  groups: Map<string, ConnectionGroup>;
  /** Connections of one exchange that ended at `end`. */
  waiting: { end: number; one: ConnectionGroup }[];
  /** `seq` of the latest beginning of an exchange. */
  latestBegin: number;
}
