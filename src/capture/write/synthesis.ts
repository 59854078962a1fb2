/**
 * Puts what a relay recorded of a connection back into packets, as they may have been on the line between the client
 * and the server: handshake, segments with their acknowledgements, FIN and RST (RFC 9293 §3.5, §3.6). The relay saw
 * streams: how they were cut into packets is invented here, and nothing else. What was surely under way is not
 * acknowledged; where the record does not know, the segment says so in an option, so that nobody takes its
 * acknowledgement for what an end had received.
 */
import {
  type Address,
  type ConnectionEvent,
  clientLeft,
  type Direction,
  type OpenEvent,
  opposite,
} from '../../model/trace.ts';
import { flag } from '../tcp/segment.ts';
import { addressBytes, type Endpoint, tcpFrame, udpFrame } from './frame.ts';

/** Null where the connection has no ports: a Unix-domain socket's. */
export function endsOf(open: OpenEvent): Ends | null {
  const server = endpointOf(open.back.server) ?? behindName(open);
  if (server === null || open.transport === 'unix') return null;
  return { client: clientOf(open) ?? goneClient(open, server), server };
}

/** A client that had reset its connection before it was accepted has no address any more: none is given, and a port of its own. */
const goneClient = ({ connection }: OpenEvent, { address }: Endpoint): Endpoint => ({
  address: Buffer.alloc(address.length),
  port: 65_535 - ((connection - 1) % 65_535),
});

export function synthesise({ client, server }: Ends, open: OpenEvent): Synthesis {
  return open.transport === 'udp' ? udp(client, server) : tcp(client, server, open.connection);
}

export interface Ends {
  client: Endpoint;
  server: Endpoint;
}

export interface Synthesis {
  /** What the client sends to begin. */
  begin(): Buffer[];
  /** The server was reached: what the beginning takes beside that. */
  reached(): Buffer[];
  /** What happens before the server was reached says whether it was: an error, that it was not. */
  packets(event: ConnectionEvent): Buffer[];
}

/** Fits into an IP packet with its headers, and is no fraction of what the relay reads at once. */
const largest = 32_768;
const { SYN, ACK, FIN, RST } = flag;
const PSH = 8;
const nothing: Uint8Array = new Uint8Array(0);

function tcp(client: Endpoint, server: Endpoint, connection: number): Synthesis {
  const ends = { c2s: client, s2c: server };
  /** The next sequence number of each side; where they begin is free, RFC 9293 §3.4.1. */
  const next = { c2s: (connection * 0x10001) >>> 0, s2c: (0x8000_0000 + connection * 0x10001) >>> 0 };
  /** How many bytes, apart from SYN and FIN. */
  const said = { c2s: 0, s2c: 0 };
  const ended = { c2s: false, s2c: false };
  let accepted = false;
  let over = false;

  /** `underWay`: of its bytes, as in BytesEvent; null where the record does not know. */
  const packet = (
    direction: Direction,
    flags: number,
    payload: Uint8Array = nothing,
    underWay: number | null = 0,
  ): Buffer => {
    const other = opposite(direction);
    // FIN came after them, and takes a number of its own.
    const bytes = Math.min(underWay ?? 0, said[other]);
    const unheard = bytes > 0 && ended[other] ? bytes + 1 : bytes;
    const acknowledged = (flags & ACK) === 0 ? 0 : (next[other] - unheard) >>> 0;
    const header = { sequence: next[direction], acknowledged, flags, isAtMost: underWay === null };
    said[direction] += payload.length;
    const offered = (flags & SYN) === 0 ? header : { ...header, largest };
    const length = payload.length + ((flags & (SYN | FIN)) === 0 ? 0 : 1);
    next[direction] = (next[direction] + length) >>> 0;
    return tcpFrame(ends[direction], ends[other], offered, payload);
  };

  const reached = (): Buffer[] => {
    if (accepted || over) return [];
    accepted = true;
    return [packet('s2c', SYN | ACK), packet('c2s', ACK)];
  };

  const follow = (event: ConnectionEvent): Buffer[] => {
    switch (event.type) {
      case 'bytes': {
        if (ended[event.direction]) return [];
        const { bytes, direction, underWay = null } = event;
        return pieces(bytes).flatMap((piece, nth) => [
          // One chunk crosses once, into however many segments it is cut.
          packet(direction, PSH | ACK, piece, nth > 0 && underWay !== 0 ? null : underWay),
          packet(opposite(direction), ACK),
        ]);
      }
      case 'end': {
        if (ended[event.direction]) return [];
        ended[event.direction] = true;
        return [packet(event.direction, FIN | ACK), packet(opposite(event.direction), ACK)];
      }
      case 'reset':
        over = true;
        return [packet(event.direction, RST | ACK)];
      default:
        return [];
    }
  };

  return {
    begin: () => [packet('c2s', SYN)],
    reached,
    packets(event) {
      if (over) return [];
      if (!accepted && event.type === 'error') {
        over = true;
        // Whatever else failed, the server said nothing.
        const by = { ECONNREFUSED: 's2c', [clientLeft]: 'c2s' } as const;
        const direction = by[event.code as keyof typeof by];
        return direction === undefined ? [] : [packet(direction, RST | ACK)];
      }
      return [...reached(), ...follow(event)];
    },
  };
}

function udp(client: Endpoint, server: Endpoint): Synthesis {
  return {
    begin: () => [],
    reached: () => [],
    packets(event) {
      if (event.type !== 'bytes') return [];
      const [source, destination] = event.direction === 'c2s' ? [client, server] : [server, client];
      return [udpFrame(source, destination, event.bytes)];
    },
  };
}

function pieces(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.length / largest);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * largest, (index + 1) * largest));
}

/** A server that was called by a name is given the address of the relay, which stands for it: its port is its own. */
function behindName({ front, back }: OpenEvent): Endpoint | null {
  const relay = endpointOf(front.tap);
  return relay === null || 'path' in back.server ? null : { ...relay, port: back.server.port };
}

/**
 * A capture has nothing but addresses to tell clients by. Those that the bench tells apart, and that all come from the one
 * loopback address, are given others of 127.0.0.0/8 (RFC 1122 §3.2.1.3), so that what is read is what was recorded.
 */
function clientOf({ client, front }: OpenEvent): Endpoint | null {
  const endpoint = endpointOf(front.client);
  if (client === undefined || endpoint?.address.length !== 4 || endpoint.address[0] !== 127) return endpoint;
  const address = Buffer.from(endpoint.address);
  address.writeUInt32BE(address.readUInt32BE() + client);
  return { ...endpoint, address };
}

/** Null for a path, and for a name instead of an address. */
function endpointOf(address: Address): Endpoint | null {
  if ('path' in address) return null;
  const bytes = addressBytes(address.host);
  return bytes === null ? null : { address: bytes, port: address.port };
}
