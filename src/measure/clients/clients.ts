/**
 * Whose connections are compared with each other. That another connection was opened, or that the next exchange went
 * elsewhere, says something only of the client that did it, and of its connections to one server.
 *
 * On the bench the trace says which client it is. Elsewhere a client is told by its address, without the port: all that
 * come from behind one proxy, or one translation of addresses (RFC 3022), are one client. A Unix-domain socket that
 * connects mostly has no address: then each connection has a client of its own, of which nothing is claimed.
 */
import type { ConnectionGroup } from '../../model/facts.ts';
import type { HttpFields } from '../../model/message.ts';
import type { OpenEvent } from '../../model/trace.ts';
import { forgetAsked, noRepeats, type Repeats } from '../losses/repeats.ts';
import { type Ended, type NewConnection, type Opening, reasonForNewConnection } from './new-connections.ts';
import { keepFewChanges, type Latest, noStandings, type Standings, standingsAfter } from './standings.ts';

export const emptyClients = (): Clients => ({
  latest: { seq: 0, at: Number.NaN },
  present: new Map(),
  gone: new Map(),
});

/** The client of a connection that is being opened. */
export const clientOf = (clients: Clients, open: OpenEvent): Client => {
  const key = keyOf(open);
  if (key === null) return { ...unknownClient(null, clients.latest), connections: 1 };
  const known = clients.present.get(key);
  if (known !== undefined) {
    known.connections += 1;
    return known;
  }
  const client = clients.gone.get(key) ?? unknownClient(key, clients.latest);
  clients.gone.delete(key);
  clients.present.set(key, client);
  client.connections = 1;
  return client;
};

/** One of its connections is over. Returns the clients that are remembered no longer. */
export const closeOneOf = (clients: Clients, client: Client): Client[] => {
  const { present, gone } = clients;
  client.connections -= 1;
  if (client.connections > 0) return [];
  if (client.key === null) return [client];
  present.delete(client.key);
  // Little is kept of each, for they may be many.
  client.ended = client.ended.slice(-rememberedOfGone);
  keepFewChanges(client.standings);
  forgetAsked(client.repeats);
  gone.set(client.key, client);
  if (gone.size <= 2 * rememberedAtLeast) return [];
  const forgotten = [...gone.values()].slice(0, rememberedAtLeast);
  for (const { key } of forgotten) if (key !== null) gone.delete(key);
  return forgotten;
};

/** What there was of this client when it asked for this connection. */
export const openingOf = ({ standings }: Client, { seq, asked }: OpenEvent): Opening => {
  const then = asked === undefined ? standings.now : standingsAfter(standings, asked);
  const { idle, room, full, busy, unused } = then;
  return { seq: asked === undefined ? seq : asked + 1, idle, room, full, busy, unused };
};

/** Why it opened this connection, whose first exchange begins, and in place of which; null where it had none before. */
export const reasonFor = (
  client: Client,
  opening: Opening,
  first: HttpFields | null,
): NewConnection | null => {
  const isFirst = !client.hasAsked;
  client.hasAsked = true;
  if (isFirst) return null;
  const { idle, room, full, busy, unused } = client.standings.now;
  const isAlone = idle + room + full + busy + unused <= 1;
  return reasonForNewConnection(opening, client.ended, first, isAlone);
};

/** One of its connections, which has carried an exchange, can carry no other. */
export const endLine = ({ ended }: Client, one: Ended): void => {
  ended.push(one);
  if (ended.length > rememberedEnds) ended.shift();
};

/** Of those that nothing has replaced yet, the latest. */
const rememberedEnds = 1000;
const rememberedOfGone = 10;

export const everyClient = ({ present, gone }: Clients): Client[] => [...present.values(), ...gone.values()];

/**
 * Of those that have no connection any more, the latest. One that comes back after it was forgotten is a new one: no
 * reason is given for its new connection, and its earlier ones were followed by nothing that is known.
 */
export const rememberedAtLeast = 8192;

const keyOf = ({ client, front, back }: OpenEvent): string | null => {
  const { server } = back;
  const to = 'path' in server ? server.path : `${server.host} ${server.port}`;
  if (client !== undefined) return `${client} ${to}`;
  const from = 'path' in front.client ? front.client.path : front.client.host;
  return from === '' ? null : `${from} ${to}`;
};

const unknownClient = (key: string | null, latest: Latest): Client => ({
  key,
  connections: 0,
  standings: noStandings(latest),
  ended: [],
  hasAsked: false,
  waiting: [],
  latestBegin: Number.NEGATIVE_INFINITY,
  repeats: noRepeats(),
});

export interface Client {
  /** Null where nobody can tell whether it has other connections. */
  key: string | null;
  /** How many are open. */
  connections: number;
  /** Of those that are open. */
  standings: Standings;
  /** Those that can carry nothing more, and that no other has replaced yet, in the order in which they ended. */
  ended: Ended[];
  /** An exchange has begun on one of its connections. */
  hasAsked: boolean;
  /** Connections of one exchange that ended at `end`, which this client may have followed on its own. */
  waiting: { end: number; one: ConnectionGroup }[];
  /** `seq` of the latest beginning of an exchange. */
  latestBegin: number;
  repeats: Repeats;
}

export interface Clients {
  latest: Latest;
  /** With connections that are open. */
  present: Map<string, Client>;
  /** Without, in the order in which they left. */
  gone: Map<string, Client>;
}
