/** Builds captures by hand, apart from src, and shows the events that come of reading them as short lines. */

import { readCapture } from '../../src/capture/capture.ts';
import { bytesOf } from '../../src/model/slice.ts';
import type { TraceEvent } from '../../src/model/trace.ts';

export interface Tcp {
  from?: [host: number[], port: number];
  to?: [host: number[], port: number];
  seq: number;
  ack?: number;
  /** Letters of S, A, F, R. */
  flags?: string;
  data?: string;
  /** The largest segment, told with SYN. */
  largest?: number;
}

export const client: [number[], number] = [[10, 0, 0, 1], 40000];
export const server: [number[], number] = [[10, 0, 0, 2], 80];

/** An IP packet with a TCP segment. Checksums are zero, as where a network card fills them in. */
export function tcp({ from = client, to = server, seq, ack, flags = '', data = '', largest }: Tcp): Buffer {
  const payload = Buffer.from(data, 'latin1');
  const options = largest === undefined ? [] : [1, 1, 1, 1, 2, 4, largest >> 8, largest & 255];
  const bits = (flags.includes('F') ? 1 : 0) + (flags.includes('S') ? 2 : 0) + (flags.includes('R') ? 4 : 0);
  const head = Buffer.alloc(20);
  head.writeUInt16BE(from[1], 0);
  head.writeUInt16BE(to[1], 2);
  head.writeUInt32BE(seq >>> 0, 4);
  head.writeUInt32BE((ack ?? 0) >>> 0, 8);
  head[12] = 0x50 + 4 * options.length;
  head[13] = bits + (ack === undefined ? 0 : 16);
  return ip(from[0], to[0], 6, Buffer.concat([head, Buffer.from(options), payload]));
}

export const udp = (from: [number[], number], to: [number[], number], data: string): Buffer =>
  udpOf(from, to, Buffer.from(data, 'latin1'));

export function udpOf(from: [number[], number], to: [number[], number], data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(from[1], 0);
  head.writeUInt16BE(to[1], 2);
  head.writeUInt16BE(8 + data.length, 4);
  return ip(from[0], to[0], 17, Buffer.concat([head, data]));
}

export function ip(from: number[], to: number[], protocol: number, payload: Buffer): Buffer {
  if (from.length === 16) {
    const head = Buffer.alloc(8);
    head[0] = 0x60;
    head.writeUInt16BE(payload.length, 4);
    head[6] = protocol;
    return Buffer.concat([head, Buffer.from(from), Buffer.from(to), payload]);
  }
  const head = Buffer.alloc(12);
  head[0] = 0x45;
  head.writeUInt16BE(20 + payload.length, 2);
  head[9] = protocol;
  return Buffer.concat([head, Buffer.from(from), Buffer.from(to), payload]);
}

export const ethernet = (packet: Buffer, ...tags: number[]): Buffer =>
  Buffer.concat([
    Buffer.alloc(12),
    ...tags.map((tag) => Buffer.from([tag >> 8, tag & 255, 0, 7])),
    Buffer.from((packet[0] ?? 0) >> 4 === 6 ? [0x86, 0xdd] : [8, 0]),
    packet,
  ]);

export interface File {
  little?: boolean;
  nano?: boolean;
  link?: number;
  snap?: number;
  /** Of the kind whose packets have headers of 24 bytes. */
  modified?: boolean;
  /** Says of every packet that it is so long. */
  original?: number;
}

/** A classic capture; packet n is n milliseconds after the first. */
export function pcap(
  packets: Buffer[],
  { little = true, nano = false, link = 101, snap = 65_535, modified = false, original }: File = {},
): Buffer {
  const words = (...values: number[]): Buffer => {
    const bytes = Buffer.alloc(4 * values.length);
    for (const [index, value] of values.entries())
      little ? bytes.writeUInt32LE(value, 4 * index) : bytes.writeUInt32BE(value, 4 * index);
    return bytes;
  };
  const version = little ? Buffer.from([2, 0, 4, 0]) : Buffer.from([0, 2, 0, 4]);
  return Buffer.concat([
    words(modified ? 0xa1b2cd34 : nano ? 0xa1b23c4d : 0xa1b2c3d4),
    version,
    words(0, 0, snap, link),
    ...packets.flatMap((packet, index) => {
      const kept = packet.subarray(0, snap);
      const head = words(1000, index * (nano ? 1e6 : 1e3), kept.length, original ?? packet.length);
      return [head, modified ? Buffer.alloc(8, 1) : Buffer.alloc(0), kept];
    }),
  ]);
}

/** What comes of a capture, `step` bytes at a time, as lines such as `1 c2s "GET"`. */
export function events(
  file: Buffer,
  { ports = [], step = file.length }: { ports?: number[]; step?: number } = {},
): string[] {
  return traced(file, { ports, step }).map(line);
}

/** Chunks whose memory is used again once they were read: who still looks at one finds other bytes. */
export function* lentChunks(file: Buffer, step: number): Generator<Buffer> {
  for (let at = 0; at < file.length; at += step) {
    const lent = Buffer.from(file.subarray(at, at + step));
    yield lent;
    lent.fill(0x5a);
  }
}

export function traced(
  file: Buffer,
  { ports = [], step = file.length }: { ports?: number[]; step?: number } = {},
): TraceEvent[] {
  const all: TraceEvent[] = [];
  const capture = readCapture({
    ports,
    opened(open) {
      all.push(open);
      return (event) => {
        if (event.type !== 'lent') all.push(event);
        else {
          const { slice, ...place } = event;
          all.push({ ...place, type: 'bytes', bytes: Buffer.from(bytesOf(slice)) });
        }
      };
    },
  });
  for (const chunk of lentChunks(file, step)) capture.push(chunk);
  capture.end();
  return all;
}

function line(event: TraceEvent): string {
  if (event.type === 'mark') return 'mark';
  const { connection } = event;
  switch (event.type) {
    case 'open': {
      const { client: from } = event.front;
      const { server: to } = event.back;
      const name = (address: typeof from) =>
        'path' in address ? address.path : `${address.host} ${address.port}`;
      return `${connection} ${event.transport} ${name(from)} > ${name(to)}`;
    }
    case 'bytes':
      return `${connection} ${event.direction} ${JSON.stringify(Buffer.from(event.bytes).toString('latin1'))}`;
    case 'gap':
      return `${connection} gap ${event.direction} ${event.length}`;
    case 'end':
    case 'reset':
      return `${connection} ${event.type} ${event.direction}`;
    default:
      return `${connection} ${event.type}`;
  }
}

/** The three packets that open a connection between `client` and `server`, whose first bytes are 101 and 201. */
export const opening = [
  tcp({ seq: 100, flags: 'S' }),
  tcp({ from: server, to: client, seq: 200, ack: 101, flags: 'S' }),
  tcp({ seq: 101, ack: 201 }),
];

export const c2s = (seq: number, data: string, ack = 201, flags = ''): Buffer =>
  tcp({ seq, ack, data, flags });
export const s2c = (seq: number, data: string, ack = 101, flags = ''): Buffer =>
  tcp({ from: server, to: client, seq, ack, data, flags });
