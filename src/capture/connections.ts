/**
 * Which connection a packet belongs to. Who sent SYN is the client (RFC 9293 §3.5); where the capture does not hold
 * it, the port tells if it is named as a server's or was one before, else what is said, else the lower port is the server's.
 */
import type { Slice } from '../model/slice.ts';
import { opposite } from '../model/trace.ts';
import type { EventOrder } from './events.ts';
import type { IpPacket } from './layers/ip.ts';
import { createWaitingRoom } from './midway/waiting.ts';
import { addressOf, type Path, portOf } from './paths.ts';
import { type Tcp, timeWait } from './tcp/connection.ts';
import { flag, type Segment } from './tcp/segment.ts';
import { tcp } from './tcp/tcp.ts';
import type { Ends } from './tcp/telling.ts';
import { createUdpFlows } from './udp.ts';

export interface ConnectionTable {
  /** `path`: the packet's. */
  tcp(path: Path, ip: IpPacket, view: DataView, segment: Segment): void;
  /** `slice` is the captured part of a datagram of this length. */
  udp(path: Path, ip: IpPacket, view: DataView, slice: Slice, length: number): void;
  /** A datagram between these endpoints could not be read; null where nobody knows between which. */
  udpLost(source: number | null, destination: number | null): void;
  /** One that is read elsewhere was opened between these; gives what is to be called when it is over. */
  settled(client: number, server: number): () => void;
  finish(damaged: boolean): void;
  /** Grows while it is read. */
  guesses: Guesses;
}

/** Connections whose beginning is not in the capture, and whose bytes do not tell who is the server. */
export interface Guesses {
  connections: number;
  /** What was taken for the server's port, and what would be the other; some of them. */
  ports: [server: number, other: number][];
}

const guessesKept = 100;

/** Connections that are over, kept for stragglers; and SYNs that nobody has answered yet. */
const remembered = 1024;
const openingAtMost = 32_768;

export function createConnectionTable(order: EventOrder, ports: readonly number[]): ConnectionTable {
  /** By client, then by server. */
  const connections = new Map<number, Map<number, Tcp>>();
  const over: (Pair & { connection: Tcp })[] = [];
  const opening = new Map<Tcp, Opening>();
  const room = createWaitingRoom();
  const servers = new Set<number>();
  const namedPorts = new Set(ports);
  const guesses: Guesses = { connections: 0, ports: [] };
  const isServer = (endpoint: number) => namedPorts.has(portOf(endpoint)) || servers.has(endpoint);
  const flows = createUdpFlows(order, isServer);

  const find = (client: number, server: number): Tcp | undefined => connections.get(client)?.get(server);

  function add(pair: Pair, connection: Tcp): Tcp {
    const { client, server } = pair;
    const known = connections.get(client);
    if (known === undefined) connections.set(client, new Map([[server, connection]]));
    else known.set(server, connection);
    return connection;
  }

  function forget({ client, server, connection }: Pair & { connection: Tcp }): void {
    const known = connections.get(client);
    if (known?.get(server) !== connection) return;
    known.delete(server);
    if (known.size === 0) connections.delete(client);
  }

  /** Between these, of a SYN, or midway of something that is said; `before` is what was there. */
  function begin({ client, server, before }: Opening, ends: Ends, isSyn: boolean): Tcp {
    const previous = before?.connection;
    const isKnown = isServer(client) !== isServer(server);
    const learn = (isTurned: boolean) => servers.add(isTurned ? client : server);
    const connection = tcp(order, ends, {
      midway: isSyn
        ? null
        : (ended) => (isKnown ? null : room.begin(learn, ended, () => guess(client, server))),
      isAlone: before === null,
      opens(isTurned) {
        previous?.abandon();
        opening.delete(connection);
        if (isSyn) learn(isTurned);
      },
    });
    previous?.contest(true);
    add({ client, server }, connection);
    if (isSyn) opening.set(connection, { client, server, before });
    if (opening.size > openingAtMost) dropUnanswered();
    return connection;
  }

  function guess(client: number, server: number): void {
    guesses.connections += 1;
    if (guesses.ports.length < guessesKept) guesses.ports.push([portOf(server), portOf(client)]);
  }

  /** The connection of this segment, whose direction is set; null where there is none and none begins. */
  function connectionOf(
    { source, destination }: Path,
    ip: IpPacket,
    view: DataView,
    segment: Segment,
  ): Tcp | null {
    const isSyn = (segment.flags & flag.SYN) !== 0;
    const accepts = isSyn && (segment.flags & flag.ACK) !== 0;
    const sent = { direction: 'c2s' as const, connection: find(source, destination) };
    const received = { direction: 's2c' as const, connection: find(destination, source) };
    // Of two between the same ports, each opened by the other side, it belongs to the one that is not over.
    const isTurned = sent.connection?.isCurrent() === false && received.connection?.isCurrent() === true;
    let before: Before | null = null;
    for (const { direction, connection } of isTurned ? [received, sent] : [sent, received]) {
      segment.direction = direction;
      if (connection === undefined) continue;
      if (!connection.isNew(segment)) return connection;
      if (before === null || before.connection.isOver())
        before = { connection, isTurned: direction === (accepts ? 'c2s' : 's2c') };
    }
    if (!isSyn && (segment.length === 0 || (segment.flags & flag.RST) !== 0)) return null;
    const fromClient = isSyn ? !accepts : isClient(source, destination);
    segment.direction = fromClient ? 'c2s' : 's2c';
    const sender = addressOf(ip, view, true);
    const receiver = addressOf(ip, view, false);
    return fromClient
      ? begin({ client: source, server: destination, before }, { client: sender, server: receiver }, isSyn)
      : begin({ client: destination, server: source, before }, { client: receiver, server: sender }, isSyn);
  }

  /** Until the new one is accepted, what is none of its is of the one that was there before. */
  function passOn(connection: Tcp, segment: Segment): void {
    const before = opening.get(connection)?.before;
    if (before === undefined || before === null) return;
    if (before.isTurned) segment.direction = opposite(segment.direction);
    before.connection.take(segment);
  }

  /** Nobody has accepted it. */
  function giveUp(connection: Tcp, { client, server, before }: Opening): void {
    opening.delete(connection);
    forget({ client, server, connection });
    if (before === null || before.connection.isOver()) return;
    before.connection.contest(false);
    const [from, to] = before.isTurned ? [server, client] : [client, server];
    add({ client: from, server: to }, before.connection);
  }

  function dropUnanswered(): void {
    for (const [connection, opened] of [...opening].slice(0, openingAtMost / 2)) {
      connection.abandon();
      giveUp(connection, opened);
    }
  }

  function isClient(source: number, destination: number): boolean {
    if (isServer(destination) !== isServer(source)) return isServer(destination);
    return portOf(destination) <= portOf(source);
  }

  /** It is over: what tells its stragglers stays. */
  function retire(connection: Tcp, { source, destination, direction }: Path): void {
    const [client, server] = direction === 'c2s' ? [source, destination] : [destination, source];
    const opened = opening.get(connection);
    if (opened !== undefined) giveUp(connection, opened);
    if (find(client, server)?.isCurrent() === true) return;
    const timeWait = connection.timeWait();
    add({ client, server }, timeWait);
    over.push({ client, server, connection: timeWait });
    if (over.length > 2 * remembered) for (const pair of over.splice(0, remembered)) forget(pair);
  }

  return {
    tcp(path, ip, view, segment) {
      const isSyn = (segment.flags & flag.SYN) !== 0;
      if (isSyn || path.connection?.isCurrent() !== true) {
        path.connection = connectionOf(path, ip, view, segment);
        path.direction = segment.direction;
        if (path.connection?.isOver() === true) return;
      }
      const { connection } = path;
      if (connection === null) return;
      segment.direction = path.direction;
      if (!connection.take(segment)) passOn(connection, segment);
      if (connection.isOver()) retire(connection, path);
    },
    udp({ source, destination }, ip, view, slice, length) {
      flows.take({
        source,
        destination,
        sender: () => addressOf(ip, view, true),
        receiver: () => addressOf(ip, view, false),
        slice,
        length,
      });
    },
    udpLost: flows.lost,
    settled(client, server) {
      servers.add(server);
      for (const known of [find(client, server), find(server, client)])
        if (known !== undefined && !known.isOver()) known.abandon();
      // Its place among the others, where it would have had it.
      add({ client, server }, timeWait({ c2s: null, s2c: null }));
      return () => {
        if (find(client, server)?.isCurrent() === true) return;
        const connection = timeWait({ c2s: null, s2c: null });
        add({ client, server }, connection);
        over.push({ client, server, connection });
        if (over.length > 2 * remembered) for (const pair of over.splice(0, remembered)) forget(pair);
      };
    },
    finish(damaged) {
      for (const known of connections.values())
        for (const connection of known.values()) connection.finish(damaged);
      flows.finish(damaged);
    },
    guesses,
  };
}

interface Pair {
  client: number;
  server: number;
}

/** A connection that was there before another began between the same ports. */
interface Before {
  connection: Tcp;
  /** Its client is the server of the other. */
  isTurned: boolean;
}

interface Opening extends Pair {
  before: Before | null;
}
