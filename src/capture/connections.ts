/**
 * Which connection a packet belongs to. Who sent SYN is the client (RFC 9293 §3.5); where the capture does not hold
 * it, the port tells: one that is named as a server's, or was one before, or else the lower of the two.
 */
import type { Slice } from '../model/slice.ts';
import type { EventOrder } from './events.ts';
import type { IpPacket } from './layers/ip.ts';
import { addressOf, type Path, portOf } from './paths.ts';
import { flag, type Segment } from './tcp/segment.ts';
import { type Tcp, tcp } from './tcp/tcp.ts';
import { createUdpFlows } from './udp.ts';

export interface ConnectionTable {
  /** `path`: the packet's. */
  tcp(path: Path, ip: IpPacket, view: DataView, segment: Segment): void;
  /** `slice` is the captured part of a datagram of this length. */
  udp(path: Path, ip: IpPacket, view: DataView, slice: Slice, length: number): void;
  /** A datagram between these endpoints could not be read; null where nobody knows between which. */
  udpLost(source: number | null, destination: number | null): void;
  finish(damaged: boolean): void;
}

/** Connections that are over, kept for stragglers; and SYNs that nobody has answered yet. */
const remembered = 1024;
const openingAtMost = 16_384;

export function createConnectionTable(order: EventOrder, ports: readonly number[]): ConnectionTable {
  /** By client, then by server. */
  const connections = new Map<number, Map<number, Tcp>>();
  const over: Pair[] = [];
  const opening = new Map<Tcp, Pair>();
  const servers = new Set<number>();
  const namedPorts = new Set(ports);
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

  function begin(
    client: number,
    server: number,
    ip: IpPacket,
    view: DataView,
    fromClient: boolean,
    midway: boolean,
  ): Tcp {
    const sender = addressOf(ip, view, true);
    const receiver = addressOf(ip, view, false);
    const connection = tcp(order, fromClient ? sender : receiver, fromClient ? receiver : sender, midway);
    add({ client, server }, connection);
    return connection;
  }

  function isReplaced(connection: Tcp, segment: Segment): boolean {
    if (!connection.isNew(segment)) return false;
    connection.abandon();
    return true;
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
    const isTurned = sent.connection?.isOver() === true && received.connection?.isOver() === false;
    for (const { direction, connection } of isTurned ? [received, sent] : [sent, received]) {
      segment.direction = direction;
      if (connection !== undefined && !isReplaced(connection, segment)) return connection;
    }
    if (!isSyn && (segment.length === 0 || (segment.flags & flag.RST) !== 0)) return null;
    const fromClient = isSyn ? !accepts : isClient(source, destination);
    segment.direction = fromClient ? 'c2s' : 's2c';
    const [client, server] = fromClient ? [source, destination] : [destination, source];
    const connection = begin(client, server, ip, view, fromClient, !isSyn);
    if (isSyn) servers.add(server);
    if (isSyn && !accepts) opening.set(connection, { client, server });
    if (opening.size > openingAtMost) dropUnanswered();
    return connection;
  }

  function dropUnanswered(): void {
    for (const [connection, pair] of [...opening].slice(0, openingAtMost / 2)) {
      opening.delete(connection);
      if (!connection.isOpening()) continue;
      connection.abandon();
      forget({ ...pair, connection });
    }
  }

  function isClient(source: number, destination: number): boolean {
    if (isServer(destination) !== isServer(source)) return isServer(destination);
    return portOf(destination) <= portOf(source);
  }

  /** It is over: what tells its stragglers stays. */
  function retire(connection: Tcp, { source, destination, direction }: Path): void {
    const [client, server] = direction === 'c2s' ? [source, destination] : [destination, source];
    opening.delete(connection);
    const timeWait = connection.timeWait();
    add({ client, server }, timeWait);
    over.push({ client, server, connection: timeWait });
    if (over.length > 2 * remembered)
      for (const pair of over.splice(0, remembered))
        if (pair.connection) forget({ ...pair, connection: pair.connection });
  }

  return {
    tcp(path, ip, view, segment) {
      const isSyn = (segment.flags & flag.SYN) !== 0;
      if (isSyn || path.connection === null || path.connection.isOver()) {
        path.connection = connectionOf(path, ip, view, segment);
        path.direction = segment.direction;
      }
      const { connection } = path;
      if (connection === null || connection.isOver()) return;
      segment.direction = path.direction;
      connection.take(segment);
      if (isSyn && !connection.isOpening()) opening.delete(connection);
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
    finish(damaged) {
      for (const known of connections.values())
        for (const connection of known.values()) connection.finish(damaged);
      flows.finish(damaged);
    },
  };
}

interface Pair {
  client: number;
  server: number;
  connection?: Tcp;
}
