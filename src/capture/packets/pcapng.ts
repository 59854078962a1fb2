/**
 * The newer capture file: sections of blocks, with interfaces of their own link types and clocks.
 * draft-ietf-opsawg-pcapng. Blocks that hold no packet and no interface are passed over.
 */
import { lend, viewOf } from '../../model/slice.ts';
import type { Blocks } from './blocks.ts';
import { type CaptureInterface, longestPacket, type Packet } from './packet.ts';

export const sectionHeader = 0x0a0d0d0a;
const byteOrder = 0x1a2b3c4d;

export function pcapngBlocks(begin: Buffer, listener: (packet: Packet) => void): Blocks {
  let little = false;
  let interfaces: Interface[] = [];
  /** Of the section before: the same card stays the same, where one file was put behind another. */
  let before: readonly Interface[] = [];
  let first: bigint | null = null;
  let lastAt = 0;
  const nobody = { link: -1, name: null };
  const packet: Packet = {
    link: 0,
    at: Number.NaN,
    origin: 0n,
    data: begin,
    view: viewOf(begin),
    from: 0,
    to: 0,
    length: 0,
    interface: nobody,
  };

  /** Nanoseconds since the first packet: exact for that of each interface, and added up from there where units allow. */
  function timeOf(on: Interface, high: number, low: number): number {
    const { begun } = on;
    if (begun !== null) return begun.at + ((high - begun.high) * 2 ** 32 + low - begun.low) * begun.unit;
    const { unitsPerSecond, offset } = on;
    const units = (BigInt(high) << 32n) | BigInt(low);
    const nanoseconds = (units * second) / unitsPerSecond + offset * second;
    if (first === null) {
      first = nanoseconds;
      packet.origin = nanoseconds;
    }
    const at = Number(nanoseconds - first);
    if (second % unitsPerSecond === 0n) on.begun = { at, high, low, unit: Number(second / unitsPerSecond) };
    return at;
  }

  function found(
    on: Interface,
    data: Buffer,
    view: DataView,
    from: number,
    captured: number,
    length: number,
  ): void {
    packet.link = on.link;
    packet.interface = on.seen;
    packet.at = lastAt;
    lend(packet, data, view);
    packet.from = from;
    packet.to = from + captured;
    packet.length = Math.max(0, Math.max(captured, length) - on.checkLength);
    listener(packet);
  }

  return {
    headerLength: 12,
    blockLength(view, at) {
      if (view.getUint32(at) === sectionHeader) {
        little = view.getUint32(at + 8, true) === byteOrder;
        if (!little && view.getUint32(at + 8) !== byteOrder) return null;
      }
      const length = view.getUint32(at + 4, little);
      const isTooLong = length > longestBlock && !isPassedOver(view.getUint32(at, little));
      return length < 12 || length % 4 !== 0 || isTooLong ? null : length;
    },
    isPassedOver: (view, at) => isPassedOver(view.getUint32(at, little)),
    block(data, view, at, length) {
      const read32 = (place: number) => view.getUint32(place, little);
      if (read32(at + length - 4) !== length) return false;
      const body = at + 8;
      const end = at + length - 4;
      const type = read32(at);
      switch (type) {
        case sectionHeader:
          before = interfaces;
          interfaces = [];
          break;
        case 1:
          if (length >= 20)
            interfaces.push(asBefore(describe(data, view, body, end, little), before[interfaces.length]));
          break;
        case 2:
        case 6: {
          if (length < 32) return false;
          // The obsolete packet block has 16 bits for the interface and 16 for a count of drops.
          const id = type === 2 ? view.getUint16(body, little) : read32(body);
          const captured = read32(body + 12);
          if (body + 20 + captured > end) return false;
          const on = interfaces[id];
          // On an interface that the file does not describe nothing can be read.
          if (on === undefined) return false;
          lastAt = timeOf(on, read32(body + 4), read32(body + 8));
          found(on, data, view, body + 20, captured, read32(body + 16));
          break;
        }
        case 3: {
          if (length < 16) return false;
          const original = read32(body);
          const [on] = interfaces;
          if (on === undefined) return false;
          const limit = on.snapLength || longestPacket;
          found(on, data, view, body + 4, Math.min(original, limit, end - body - 4), original);
          break;
        }
      }
      return true;
    },
  };
}

function asBefore(described: Interface, known: Interface | undefined): Interface {
  if (known?.link === described.link && known.seen.name === described.seen.name) described.seen = known.seen;
  return described;
}

const longestBlock = longestPacket + 65_536;

/** What describes no interface and holds no packet may be of any length: secrets, names, notes. */
const isPassedOver = (type: number): boolean => ![sectionHeader, 1, 2, 3, 6].includes(type);

/** Interface Description Block: link type, snap length, and among its options name, resolution and offset of the clock, and the frames' checksum. */
function describe(data: Buffer, view: DataView, body: number, end: number, little: boolean): Interface {
  const described: Interface = {
    link: view.getUint16(body, little),
    seen: { link: view.getUint16(body, little), name: null },
    snapLength: view.getUint32(body + 4, little),
    unitsPerSecond: 1_000_000n,
    offset: 0n,
    checkLength: 0,
    begun: null,
  };
  let at = body + 8;
  while (at + 4 <= end) {
    const code = view.getUint16(at, little);
    const length = view.getUint16(at + 2, little);
    const value = at + 4;
    if (code === 0 || value + length > end) break;
    if (code === 2) described.seen.name = data.toString('utf8', value, value + length);
    if (code === 9 && length === 1) {
      const resolution = data[value] ?? 6;
      const isBinary = resolution >= 128;
      const exponent = BigInt(Math.min(resolution % 128, 63));
      described.unitsPerSecond = (isBinary ? 2n : 10n) ** exponent;
    }
    if (code === 13 && length === 1) described.checkLength = bytesOf(data[value] ?? 0);
    if (code === 14 && length === 8) described.offset = view.getBigInt64(value, little);
    at = value + length + ((4 - (length % 4)) % 4);
  }
  return described;
}

/** if_fcslen is in bits; writers that mean bytes are plain to see. */
const bytesOf = (length: number): number => (length >= 16 ? length >> 3 : length);

interface Interface {
  link: number;
  /** What packets say of it. */
  seen: CaptureInterface;
  snapLength: number;
  unitsPerSecond: bigint;
  offset: bigint;
  /** How many bytes of a frame are its checksum, at its end. */
  checkLength: number;
  /** Its first packet, and the nanoseconds of a unit where that is a whole number. */
  begun: { at: number; high: number; low: number; unit: number } | null;
}

const second = 1_000_000_000n;
