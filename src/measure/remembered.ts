/** How much is kept while a trace is measured: what tests ask, to see that memory does not grow with what has gone by. */
import { everyClient } from './clients/clients.ts';
import type { ConnectionCount } from './connection-count.ts';
import { crossingsKept } from './crossing/pairs.ts';
import type { Totals } from './totals.ts';

export const rememberedIn = ({ open, clients }: Totals): Remembered => {
  const connections = [...open.values()];
  const known = everyClient(clients);
  const sum = (size: (state: ConnectionCount) => number): number =>
    connections.reduce((total, state) => total + size(state), 0);
  return {
    connections: connections.length,
    messages: sum(({ open }) => open.c2s.size + open.s2c.size),
    buffered: sum(({ buffered }) => buffered.length),
    exchanges: sum(
      ({ exchanges }) => exchanges.http.open.size + exchanges.answered.size + exchanges.talks.size,
    ),
    clients: known.length,
    waiting: known.reduce((total, { waiting }) => total + waiting.length, 0),
    crossing: sum(({ crossings }) => crossingsKept(crossings)),
  };
};

export interface Remembered {
  connections: number;
  messages: number;
  buffered: number;
  exchanges: number;
  /** Those with open connections, and the latest of the others. */
  clients: number;
  /** Closed connections of one exchange, of which it is not known yet whether the next went elsewhere. */
  waiting: number;
  /** Pieces of messages, and pairs of messages, that may cross yet or again. */
  crossing: number;
}
