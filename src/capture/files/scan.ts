/**
 * What a capture file says of itself as a whole: of which kind it is, from when to when it was recorded, and a few packets
 * of both its ends. By that files of one rotation are told from others before any of them is judged.
 */
import { createCaptureReader } from '../packets/packets.ts';
import { type KeptPacket, keepTail, kept, keptOf } from './tail.ts';

/** Times in nanoseconds since 1970, durations in nanoseconds. */
export interface Scanned {
  /** What the files of one rotation have in common: the header of a pcap file, the interfaces of a pcapng file. */
  kind: string;
  packets: number;
  /** Bytes of the file, unpacked. */
  length: number;
  /** Of the packet that stands first. Of a file without a packet, 0. */
  first: bigint;
  earliest: bigint;
  latest: bigint;
  /** The longest between two packets that stand one behind the other. */
  longestPause: number;
  /** By how much a packet was recorded before one that stands before it, at most. */
  disorder: number;
  /** It is cut short or damaged. */
  isDamaged: boolean;
  /** Some of the first packets, and some of the last. */
  head: KeptPacket[];
  tail: KeptPacket[];
}

export interface Scan {
  /** The next bytes of the file, unpacked, lent for the call. Throws a CaptureError if it is no capture. */
  push(chunk: Buffer): void;
  /** `isCut`: bytes of it are missing. */
  end(isCut: boolean): Scanned;
}

export function scanCapture(): Scan {
  const head: KeptPacket[] = [];
  const tail = keepTail();
  const interfaces = new Set<string>();
  const seen = new Set<object>();
  let begin = Buffer.alloc(0);
  let [packets, length, origin] = [0, 0, 0n];
  let [earliest, latest, last, longestPause, disorder] = [0, 0, 0, 0, 0];

  const file = createCaptureReader((packet) => {
    if (packets === 0) origin = packet.origin;
    packets += 1;
    longestPause = Math.max(longestPause, packet.at - last);
    disorder = Math.max(disorder, latest - packet.at);
    last = packet.at;
    earliest = Math.min(earliest, last);
    latest = Math.max(latest, last);
    if (!seen.has(packet.interface)) {
      seen.add(packet.interface);
      interfaces.add(`${packet.link} ${packet.interface.name ?? ''}`);
    }
    if (head.length < kept) head.push(keptOf(packet));
    tail.add(packet);
  });

  return {
    push(chunk) {
      length += chunk.length;
      if (begin.length < headerLength)
        begin = Buffer.concat([begin, chunk.subarray(0, headerLength - begin.length)]);
      file.push(chunk);
    },
    end(isCut) {
      const isDamaged = file.end() || isCut;
      const isPcapng = begin.readUInt32BE(0) === 0x0a0d0d0a;
      return {
        kind: isPcapng ? `pcapng ${[...interfaces].sort().join()}` : begin.toString('hex'),
        ...{ packets, length, longestPause, disorder, isDamaged, head, tail: tail.all() },
        ...{ first: origin, earliest: origin + BigInt(earliest), latest: origin + BigInt(latest) },
      };
    },
  };
}

const headerLength = 24;
