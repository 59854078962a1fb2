/** The beginnings of the last packets of many: copied into memory that is used again, because there are millions. */
import type { Packet } from '../packets/packet.ts';

/** Link, network and transport header lie in it. */
export interface KeptPacket {
  link: number;
  bytes: Buffer;
  /** The packet's own length. */
  length: number;
}

/** How many packets, and how many bytes of each. */
export const kept = 512;
const bytesKept = 160;

export const keptOf = ({ link, data, from, to, length }: Packet): KeptPacket => ({
  link,
  bytes: Buffer.from(data.subarray(from, Math.min(to, from + bytesKept))),
  length,
});

export function keepTail() {
  const memory = Buffer.alloc(kept * bytesKept);
  const places = Array.from({ length: kept }, () => ({ link: 0, captured: 0, length: 0 }));
  let added = 0;
  return {
    add({ link, data, from, to, length }: Packet): void {
      const nth = added % kept;
      const place = places[nth];
      if (place === undefined) return;
      place.link = link;
      place.captured = data.copy(memory, nth * bytesKept, from, Math.min(to, from + bytesKept));
      place.length = length;
      added += 1;
    },
    /** In order. */
    all(): KeptPacket[] {
      const whole = places.map(({ link, captured, length }, nth) => ({
        link,
        bytes: memory.subarray(nth * bytesKept, nth * bytesKept + captured),
        length,
      }));
      const first = added % kept;
      return added < kept ? whole.slice(0, added) : [...whole.slice(first), ...whole.slice(0, first)];
    },
  };
}
