/**
 * tshark 4.0 does not look for WebSocket in the DATA of an extended CONNECT (RFC 8441). So what it found in such
 * streams is laid out as a capture of plain TCP under the same ports, which it can read as WebSocket.
 */
import type { Packet } from './packet.ts';

interface Segment {
  source: number;
  destination: number;
  stream: number;
  bytes: Buffer;
}

/** A pcap file with a packet for each DATA frame of the streams that were opened with :protocol; null where there is none. */
export function streamsApart(packets: Packet[]): Buffer | null {
  const tunnels = new Set<string>();
  const segments: Segment[] = [];
  for (const packet of packets) {
    const [source, destination] = [Number(packet['tcp.srcport'][0]), Number(packet['tcp.dstport'][0])];
    // Lists of a packet's own: of all header names those of the next header section, of all contents the next.
    const names = packet['http2.header.name'].slice();
    const sizes = packet['http2.header.count'].slice();
    const contents = packet['http2.data.data'].slice();
    for (const [index, type] of packet['http2.type'].entries()) {
      const stream = Number(packet['http2.streamid'][index]);
      if (type === frameTypes.HEADERS || type === frameTypes.PUSH_PROMISE) {
        const section = names.splice(0, Number(sizes.shift()));
        if (section.includes(':protocol')) tunnels.add(`${source} ${destination} ${stream}`);
      }
      if (type !== frameTypes.DATA || packet['http2.length'][index] === '0') continue;
      const bytes = Buffer.from(contents.shift() ?? '', 'hex');
      if (
        tunnels.has(`${source} ${destination} ${stream}`) ||
        tunnels.has(`${destination} ${source} ${stream}`)
      )
        segments.push({ source, destination, stream, bytes });
    }
  }
  return segments.length === 0 ? null : pcapOf(segments);
}

const frameTypes = { DATA: '0', HEADERS: '1', PUSH_PROMISE: '5' };

function pcapOf(segments: Segment[]): Buffer {
  const file = Buffer.alloc(24);
  file.writeUInt32LE(0xa1b2c3d4, 0);
  file.writeUInt16LE(2, 4);
  file.writeUInt16LE(4, 6);
  file.writeUInt32LE(0xffff, 16);
  file.writeUInt32LE(101, 20); // packets begin with their IP header
  const sent = new Map<string, number>();
  const packets = segments.map((segment) => {
    const flow = `${segment.source} ${segment.destination} ${segment.stream}`;
    const sequence = sent.get(flow) ?? 1;
    sent.set(flow, sequence + segment.bytes.length);
    return packetOf(segment, sequence);
  });
  return Buffer.concat([file, ...packets]);
}

/** A record header, IPv4 (RFC 791) and TCP (RFC 9293). Each stream has addresses of its own, so that none mix. */
function packetOf({ source, destination, stream, bytes }: Segment, sequence: number): Buffer {
  const head = Buffer.alloc(16 + 20 + 20);
  const length = 40 + bytes.length;
  head.writeUInt32LE(length, 8);
  head.writeUInt32LE(length, 12);
  const ip = head.subarray(16);
  ip.writeUInt8(0x45, 0);
  ip.writeUInt16BE(length, 2);
  ip.writeUInt8(64, 8);
  ip.writeUInt8(6, 9);
  ip.writeUInt32BE(0x0a000000 + stream, 12);
  ip.writeUInt32BE(0x0a000000 + stream, 16);
  const tcp = ip.subarray(20);
  tcp.writeUInt16BE(source, 0);
  tcp.writeUInt16BE(destination, 2);
  tcp.writeUInt32BE(sequence, 4);
  tcp.writeUInt8(0x50, 12);
  tcp.writeUInt8(0x18, 13); // PSH, ACK
  tcp.writeUInt16BE(0xffff, 14);
  return Buffer.concat([head, bytes]);
}
