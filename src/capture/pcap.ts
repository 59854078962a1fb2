/**
 * The classic capture file: a header of 24 bytes, then packets, each with a header of 16 bytes. Both byte orders,
 * micro- and nanoseconds. draft-ietf-opsawg-pcap.
 */
import { CaptureError, longestPacket, type Packet } from './packet.ts';
import type { Blocks } from './records.ts';

const magics = new Map<number, { little: boolean; unit: number }>([
  [0xa1b2c3d4, { little: false, unit: 1000 }],
  [0xa1b23c4d, { little: false, unit: 1 }],
  [0xd4c3b2a1, { little: true, unit: 1000 }],
  [0x4d3cb2a1, { little: true, unit: 1 }],
]);

export const isPcap = (magic: number): boolean => magics.has(magic);

/** `begin` is the file's header. */
export function pcapBlocks(begin: Buffer, tell: (packet: Packet) => void): Blocks {
  const { little, unit } = magics.get(begin.readUInt32BE(0)) ?? { little: false, unit: 1 };
  const read32 = reader(little);
  const version = little ? begin.readUInt16LE(4) : begin.readUInt16BE(4);
  if (version !== 2) throw new CaptureError(`a pcap file of version ${version}, which is not known`);
  // The upper bits say whether frames end in a checksum.
  const link = read32(begin, 20) % 0x1000_0000;
  const seen = { link, name: null };
  const packet: Packet = { link, at: 0, data: begin, from: 0, to: 0, length: 0, interface: seen };
  let firstSecond: number | null = null;
  let firstFraction = 0;
  return {
    headerLength: 16,
    blockLength(data, at) {
      const captured = read32(data, at + 8);
      return captured > longestPacket ? null : 16 + captured;
    },
    block(data, at, length) {
      const seconds = read32(data, at);
      const fraction = read32(data, at + 4) * unit;
      if (firstSecond === null) {
        firstSecond = seconds;
        firstFraction = fraction;
      }
      packet.at = (seconds - firstSecond) * 1e9 + fraction - firstFraction;
      packet.data = data;
      packet.from = at + 16;
      packet.to = at + length;
      packet.length = Math.max(length - 16, read32(data, at + 12));
      tell(packet);
      return true;
    },
  };
}

export function reader(little: boolean): (data: Buffer, at: number) => number {
  return little
    ? (data, at) =>
        (data[at] ?? 0) +
        (data[at + 1] ?? 0) * 0x100 +
        (data[at + 2] ?? 0) * 0x10000 +
        (data[at + 3] ?? 0) * 0x1000000
    : (data, at) =>
        (data[at + 3] ?? 0) +
        (data[at + 2] ?? 0) * 0x100 +
        (data[at + 1] ?? 0) * 0x10000 +
        (data[at] ?? 0) * 0x1000000;
}
