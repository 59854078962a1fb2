/**
 * Which connection a packet belongs to. Who sent SYN is the client (RFC 9293 §3.5); where the capture does not hold
 * it, the port tells: one that is named as a server's, or was one before, or else the lower of the two.
 */
import type { Address, Direction } from '../model/trace.ts';
import { type Host, newHost } from './hosts.ts';
import { addressText, type IpPacket, word } from './ip.ts';
import { flag, type Order, type Segment, type Tcp, tcp } from './tcp.ts';
import { udpFlows } from './udp.ts';

export interface ConnectionTable {
  /** The sender of the packet. */
  host(ip: IpPacket, data: Buffer): Host;
  tcp(ip: IpPacket, data: Buffer, segment: Segment): void;
  /** `bytes` is the captured part of a datagram of this length. */
  udp(ip: IpPacket, data: Buffer, bytes: Buffer, length: number): void;
  finish(damaged: boolean): void;
}

/** Connections that are over, kept for stragglers; and SYNs that nobody has answered yet. */
const remembered = 1024;
const askedAtMost = 16_384;
/** Packets mostly belong to the connections of the last few: so many are found without the tables. A power of two. */
const nearAtMost = 128;

export function connectionTable(order: Order, ports: readonly number[]): ConnectionTable {
  /** By client, then by server. */
  const connections = new Map<number, Map<number, Tcp>>();
  const over: Pair[] = [];
  const asked = new Map<Tcp, Pair>();
  const servers = new Set<number>();
  const endpoints = endpointNumbers();
  const hosts = new Map<number, Host>();
  const namedPorts = new Set(ports);
  const isServer = (endpoint: number) => namedPorts.has(portOf(endpoint)) || servers.has(endpoint);
  const flows = udpFlows(order, isServer);

  const near: (Near | undefined)[] = [];

  const find = (client: number, server: number): Tcp | undefined => connections.get(client)?.get(server);

  function add(pair: Pair, connection: Tcp): Tcp {
    const { client, server } = pair;
    near.length = 0;
    const known = connections.get(client);
    if (known === undefined) connections.set(client, new Map([[server, connection]]));
    else known.set(server, connection);
    return connection;
  }

  function forget({ client, server, connection }: Pair & { connection: Tcp }): void {
    const known = connections.get(client);
    if (known?.get(server) !== connection) return;
    near.length = 0;
    known.delete(server);
    if (known.size === 0) connections.delete(client);
  }

  function begin(
    client: number,
    server: number,
    ip: IpPacket,
    data: Buffer,
    fromClient: boolean,
    midway: boolean,
  ): Tcp {
    const sender = addressOf(ip, data, true);
    const receiver = addressOf(ip, data, false);
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
    source: number,
    destination: number,
    ip: IpPacket,
    data: Buffer,
    segment: Segment,
  ): Tcp | null {
    const isSyn = (segment.flags & flag.SYN) !== 0;
    const accepts = isSyn && (segment.flags & flag.ACK) !== 0;
    segment.direction = 'c2s';
    const sent = find(source, destination);
    if (sent !== undefined && !isReplaced(sent, segment)) return sent;
    segment.direction = 's2c';
    const received = sent === undefined ? find(destination, source) : undefined;
    if (received !== undefined && !isReplaced(received, segment)) return received;
    if (!isSyn && (segment.length === 0 || (segment.flags & flag.RST) !== 0)) return null;
    const fromClient = isSyn ? !accepts : isClient(source, destination);
    segment.direction = fromClient ? 'c2s' : 's2c';
    const [client, server] = fromClient ? [source, destination] : [destination, source];
    const connection = begin(client, server, ip, data, fromClient, !isSyn);
    if (isSyn) servers.add(server);
    if (isSyn && !accepts) asked.set(connection, { client, server });
    if (asked.size > askedAtMost) dropUnanswered();
    return connection;
  }

  function dropUnanswered(): void {
    for (const [connection, pair] of [...asked].slice(0, askedAtMost / 2)) {
      asked.delete(connection);
      if (connection.isAsked()) forget({ ...pair, connection });
    }
  }

  function isClient(source: number, destination: number): boolean {
    if (isServer(destination) !== isServer(source)) return isServer(destination);
    return portOf(destination) <= portOf(source);
  }

  return {
    host(ip, data) {
      const key = endpoints.hostNumber(ip, data);
      const known = hosts.get(key);
      if (known !== undefined) return known;
      const host = newHost();
      hosts.set(key, host);
      return host;
    },
    tcp(ip, data, segment) {
      const source = endpoints.number(ip, data, true);
      const destination = endpoints.number(ip, data, false);
      const place = (portOf(source) * 31 + portOf(destination)) & (nearAtMost - 1);
      const known = near[place];
      let connection: Tcp | null;
      if (known?.source === source && known.destination === destination && (segment.flags & flag.SYN) === 0) {
        segment.direction = known.direction;
        connection = known.connection;
      } else {
        connection = connectionOf(source, destination, ip, data, segment);
        if (connection !== null)
          near[place] = { source, destination, direction: segment.direction, connection };
      }
      if (connection === null || connection.isOver()) return;
      connection.take(segment);
      if ((segment.flags & flag.SYN) !== 0 && !connection.isAsked()) asked.delete(connection);
      if (!connection.isOver()) return;
      const [client, server] = segment.direction === 'c2s' ? [source, destination] : [destination, source];
      asked.delete(connection);
      const remains = connection.remains();
      add({ client, server }, remains);
      over.push({ client, server, connection: remains });
      if (over.length > 2 * remembered)
        for (const pair of over.splice(0, remembered))
          if (pair.connection) forget({ ...pair, connection: pair.connection });
    },
    udp(ip, data, bytes, length) {
      flows.take({
        source: endpoints.number(ip, data, true),
        destination: endpoints.number(ip, data, false),
        sender: () => addressOf(ip, data, true),
        receiver: () => addressOf(ip, data, false),
        bytes,
        length,
      });
    },
    finish(damaged) {
      for (const known of connections.values())
        for (const connection of known.values()) connection.finish(damaged);
      flows.finish(damaged);
    },
  };
}

interface Near {
  source: number;
  destination: number;
  direction: Direction;
  connection: Tcp;
}

interface Pair {
  client: number;
  server: number;
  connection?: Tcp;
}

/** Port numbers stand first in TCP's and in UDP's header. */
function addressOf(ip: IpPacket, data: Buffer, ofSender: boolean): Address {
  const host = addressText(data, ofSender ? ip.source : ip.destination, ip.version);
  return { host, port: word(data, ofSender ? ip.from : ip.from + 2) };
}

const portOf = (endpoint: number): number => endpoint % 0x10000;

/** An address and port as one number, which is faster to look up than a text. */
function endpointNumbers() {
  const numbers = new Map<string, number>();
  const hostAt = (ip: IpPacket, data: Buffer, at: number): number => {
    if (ip.version === 4) return data.readUInt32BE(at);
    const text = data.toString('latin1', at, at + 16);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const number = 0x1_0000_0000 + numbers.size;
    numbers.set(text, number);
    return number;
  };
  return {
    hostNumber: (ip: IpPacket, data: Buffer) => hostAt(ip, data, ip.source),
    number: (ip: IpPacket, data: Buffer, ofSender: boolean) =>
      hostAt(ip, data, ofSender ? ip.source : ip.destination) * 0x10000 +
      word(data, ofSender ? ip.from : ip.from + 2),
  };
}
