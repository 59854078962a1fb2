/**
 * The classic capture file: a header of 24 bytes, then packets, each with a header of 16 bytes. Both byte orders,
 * micro- and nanoseconds. draft-ietf-opsawg-pcap.
 */
import { lend, viewOf } from '../../model/slice.ts';
import type { Blocks } from './blocks.ts';
import { CaptureError, longestPacket, type Packet } from './packet.ts';

/** The last two are of a libpcap whose packets say more of themselves, in a header of 24 bytes. */
const magics = new Map<number, Kind>([
  [0xa1b2c3d4, { little: false, unit: 1000, headerLength: 16 }],
  [0xa1b23c4d, { little: false, unit: 1, headerLength: 16 }],
  [0xd4c3b2a1, { little: true, unit: 1000, headerLength: 16 }],
  [0x4d3cb2a1, { little: true, unit: 1, headerLength: 16 }],
  [0xa1b2cd34, { little: false, unit: 1000, headerLength: 24 }],
  [0x34cdb2a1, { little: true, unit: 1000, headerLength: 24 }],
]);

interface Kind {
  little: boolean;
  /** Nanoseconds of a unit of its clock. */
  unit: number;
  /** Of each packet. */
  headerLength: number;
}

const usual: Kind = { little: false, unit: 1, headerLength: 16 };

export const isPcap = (magic: number): boolean => magics.has(magic);

/** `begin` is the file's header. */
export function pcapBlocks(begin: Buffer, listener: (packet: Packet) => void): Blocks {
  const header = viewOf(begin);
  const { little, unit, headerLength } = magics.get(header.getUint32(0)) ?? usual;
  const version = header.getUint16(4, little);
  if (version !== 2) throw new CaptureError(`a pcap file of version ${version}, which is not known`);
  const linkType = header.getUint32(20, little);
  const link = linkType & 0xffff;
  // The upper bits say whether frames end in a checksum, and of how many words.
  const checkLength = (linkType & 0x0400_0000) === 0 ? 0 : 2 * (linkType >>> 28);
  const seen = { link, name: null };
  const packet: Packet = {
    link,
    at: Number.NaN,
    origin: 0n,
    data: begin,
    view: header,
    from: 0,
    to: 0,
    length: 0,
    interface: seen,
  };
  /** Both in nanoseconds. Whole seconds are exact, for 10 ** 9 is a multiple of 2 ** 9; and never are they small integers. */
  let firstSecond: number | null = null;
  let firstFraction = 0;
  return {
    headerLength,
    blockLength(view, at) {
      const captured = view.getUint32(at + 8, little);
      return captured > longestPacket ? null : headerLength + captured;
    },
    block(data, view, at, length) {
      const second = view.getUint32(at, little) * 1e9;
      const fraction = view.getUint32(at + 4, little) * unit;
      if (firstSecond === null) {
        firstSecond = second;
        firstFraction = fraction;
        packet.origin = BigInt(second) + BigInt(fraction);
      }
      packet.at = second - firstSecond + fraction - firstFraction;
      lend(packet, data, view);
      packet.from = at + headerLength;
      packet.to = at + length;
      const captured = length - headerLength;
      packet.length = Math.max(0, Math.max(captured, view.getUint32(at + 12, little)) - checkLength);
      listener(packet);
      return true;
    },
  };
}
