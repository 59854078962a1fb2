/**
 * The newer capture file: sections of blocks, with interfaces of their own link types and clocks.
 * draft-ietf-opsawg-pcapng. Blocks that hold no packet and no interface are passed over.
 */
import { type CaptureInterface, longestPacket, type Packet } from './packet.ts';
import { reader } from './pcap.ts';
import type { Blocks } from './records.ts';

export const sectionHeader = 0x0a0d0d0a;
const byteOrder = 0x1a2b3c4d;

export function pcapngBlocks(begin: Buffer, tell: (packet: Packet) => void): Blocks {
  let read32 = reader(false);
  let interfaces: Interface[] = [];
  let first: bigint | null = null;
  let lastAt = 0;
  const nobody = { link: -1, name: null };
  const packet: Packet = { link: 0, at: 0, data: begin, from: 0, to: 0, length: 0, interface: nobody };

  function timeOf({ unitsPerSecond, offset }: Interface, high: number, low: number): number {
    const units = (BigInt(high) << 32n) | BigInt(low);
    const nanoseconds = (units * 1_000_000_000n) / unitsPerSecond + offset * 1_000_000_000n;
    first ??= nanoseconds;
    return Number(nanoseconds - first);
  }

  function found(
    on: Interface | undefined,
    data: Buffer,
    from: number,
    captured: number,
    length: number,
  ): void {
    // On an interface that the file does not describe nothing can be read.
    if (on === undefined) return;
    packet.link = on.link;
    packet.interface = on;
    packet.at = lastAt;
    packet.data = data;
    packet.from = from;
    packet.to = from + captured;
    packet.length = Math.max(captured, length);
    tell(packet);
  }

  return {
    headerLength: 12,
    blockLength(data, at) {
      if (data.readUInt32BE(at) === sectionHeader) {
        const little = data.readUInt32LE(at + 8) === byteOrder;
        if (!little && data.readUInt32BE(at + 8) !== byteOrder) return null;
        read32 = reader(little);
      }
      const length = read32(data, at + 4);
      return length < 12 || length % 4 !== 0 || length > longestBlock ? null : length;
    },
    block(data, at, length) {
      if (read32(data, at + length - 4) !== length) return false;
      const body = at + 8;
      const end = at + length - 4;
      switch (read32(data, at)) {
        case sectionHeader:
          interfaces = [];
          break;
        case 1:
          if (length >= 20) interfaces.push(describe(data, body, end, read32));
          break;
        case 2:
        case 6: {
          if (length < 32) return false;
          // The obsolete packet block has 16 bits for the interface and 16 for a count of drops.
          const isOld = read32(data, at) === 2;
          const id = isOld ? read16(read32, data, body) : read32(data, body);
          const captured = read32(data, body + 12);
          if (body + 20 + captured > end) return false;
          const on = interfaces[id];
          if (on !== undefined) lastAt = timeOf(on, read32(data, body + 4), read32(data, body + 8));
          found(on, data, body + 20, captured, read32(data, body + 16));
          break;
        }
        case 3: {
          if (length < 16) return false;
          const original = read32(data, body);
          const limit = interfaces[0]?.snapLength || longestPacket;
          found(interfaces[0], data, body + 4, Math.min(original, limit, end - body - 4), original);
          break;
        }
      }
      return true;
    },
  };
}

const longestBlock = longestPacket + 65_536;

/** In either byte order the first two bytes of a field of four are its first 16 bits in memory. */
function read16(read32: ReturnType<typeof reader>, data: Buffer, at: number): number {
  const isLittle = read32(littleOne, 0) === 1;
  return isLittle ? data.readUInt16LE(at) : data.readUInt16BE(at);
}

const littleOne = Buffer.from([1, 0, 0, 0]);

/** Interface Description Block: link type, snap length, and among its options name, resolution and offset of the clock. */
function describe(data: Buffer, body: number, end: number, read32: ReturnType<typeof reader>): Interface {
  const described: Interface = {
    link: read16(read32, data, body),
    name: null,
    snapLength: read32(data, body + 4),
    unitsPerSecond: 1_000_000n,
    offset: 0n,
  };
  let at = body + 8;
  while (at + 4 <= end) {
    const code = read16(read32, data, at);
    const length = read16(read32, data, at + 2);
    const value = at + 4;
    if (code === 0 || value + length > end) break;
    if (code === 2) described.name = data.toString('utf8', value, value + length);
    if (code === 9 && length === 1) {
      const resolution = data[value] ?? 6;
      const isBinary = resolution >= 128;
      const exponent = BigInt(Math.min(resolution % 128, 63));
      described.unitsPerSecond = (isBinary ? 2n : 10n) ** exponent;
    }
    if (code === 14 && length === 8) {
      const isLittle = read32(littleOne, 0) === 1;
      described.offset = isLittle ? data.readBigInt64LE(value) : data.readBigInt64BE(value);
    }
    at = value + length + ((4 - (length % 4)) % 4);
  }
  return described;
}

interface Interface extends CaptureInterface {
  snapLength: number;
  unitsPerSecond: bigint;
  offset: bigint;
}
