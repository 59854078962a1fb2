/** Packets that are carried from one reading to another, packed. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { CaptureInterface, Packet } from '../../../capture/packets/packet.ts';
import { chunksOf, lengthOf } from './steps.ts';

/** Before each: its place among the packets of its part, its time, its interface, its length on the wire, and how much follows. */
const headLength = 4 + 8 + 2 + 2 + 4 + 4;
/** Bytes that are packed together. */
const packedAtOnce = 4 * 1024 * 1024;

export interface PacketWriter {
  /** `nth`: from 0. Of no effect once it is full. */
  add(nth: number, packet: Packet): void;
  /** Known for sure after the end. */
  isFull(): boolean;
  interfaces: CaptureInterface[];
  end(): Buffer;
}

/** `atMost`: so many bytes, packed. */
export function writePackets(atMost: number): PacketWriter {
  const interfaces: CaptureInterface[] = [];
  const packed: Buffer[] = [];
  let pieces: Buffer[] = [];
  let [length, total] = [0, 0];

  function pack(): void {
    const chunk = gzipSync(Buffer.concat(pieces));
    packed.push(lengthOf(chunk), chunk);
    total += chunk.length;
    pieces = [];
    length = 0;
  }

  return {
    interfaces,
    isFull: () => total > atMost,
    add(nth, { at, interface: on, link, length: own, data, from, to }) {
      if (total > atMost) return;
      if (!interfaces.includes(on)) interfaces.push(on);
      const piece = Buffer.alloc(headLength + to - from);
      piece.writeUInt32BE(nth, 0);
      piece.writeDoubleBE(at, 4);
      piece.writeUInt16BE(interfaces.indexOf(on), 12);
      piece.writeUInt16BE(link, 14);
      piece.writeUInt32BE(own, 16);
      piece.writeUInt32BE(to - from, 20);
      data.copy(piece, headLength, from, to);
      pieces.push(piece);
      length += piece.length;
      if (length >= packedAtOnce) pack();
    },
    end() {
      pack();
      return Buffer.concat(packed);
    },
  };
}

/** Each is lent. `interfaces`: those of its part. */
export function* readPackets(
  packed: Buffer,
  interfaces: readonly CaptureInterface[],
): Generator<{ nth: number; packet: Packet }> {
  for (const chunk of chunksOf(packed)) {
    const data = gunzipSync(chunk);
    const view = new DataView(data.buffer, data.byteOffset, data.length);
    for (let at = 0; at + headLength <= data.length; ) {
      const from = at + headLength;
      const to = from + data.readUInt32BE(at + 20);
      const on = interfaces[data.readUInt16BE(at + 12)] ?? { link: 0, name: null };
      yield {
        nth: data.readUInt32BE(at),
        packet: {
          ...{ link: data.readUInt16BE(at + 14), at: data.readDoubleBE(at + 4), origin: 0n, interface: on },
          ...{ data, view, from, to, length: data.readUInt32BE(at + 16) },
        },
      };
      at = to;
    }
  }
}
