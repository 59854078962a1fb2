/**
 * What the readers of capture files and of packet headers hand to each other. One object is lent for the length of a
 * call and used again for the next packet: a capture has millions of them.
 */
import type { Slice } from '../../model/slice.ts';

/** Lent; who keeps bytes of it copies them. */
export interface Packet extends Slice {
  /** Link type of the interface, as tcpdump.org/linktypes numbers them. */
  link: number;
  /** Nanoseconds since the first packet of the capture; NaN before that (see `EventOrder`). */
  at: number;
  /** Nanoseconds since 1970 at which that was seen. */
  origin: bigint;
  /** The packet's own length, without a checksum at its end; the capture may hold less of it, or that as well. */
  length: number;
  /** What the capture says of the interface on which the packet was seen. */
  interface: CaptureInterface;
}

export interface CaptureInterface {
  link: number;
  name: string | null;
}

/** Reads a capture file as it comes, cut anywhere. */
export interface CaptureReader {
  /** The chunk is lent for the call. Throws a CaptureError where the bytes are no capture from the beginning. */
  push(chunk: Buffer): void;
  /** The file ends. True where it is cut short or damaged, so that packets may be missing. */
  end(): boolean;
}

/** The bytes are no capture that can be read: the message says why. */
export class CaptureError extends Error {}

/** No real packet is larger; a larger figure means that the file is damaged. */
export const longestPacket = 262_144 + 65_536;
