/** The sum that IP, TCP and UDP have in common: RFC 1071. */

/** A sum is right, was never computed, or is wrong. */
export type Checksum = 'right' | 'none' | 'wrong';

/** The ones' complement sum of up to 64 KiB, from a sum begun elsewhere: of small integers, which are added fastest. */
export function sum(view: DataView, from: number, to: number, begun: number): number {
  let total = begun;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const words = view.getInt32(at);
    total += (words >>> 16) + (words & 0xffff);
  }
  for (; at + 2 <= to; at += 2) total += view.getUint16(at);
  if (at < to) total += view.getUint8(at) << 8;
  return folded(total);
}

/** Of a sum of 32 bits. */
export function folded(sum: number): number {
  let total = sum;
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  return total;
}

/**
 * The same of much: the order of a word's bytes does not matter until the end (RFC 1071 §2), and this one is read
 * faster.
 */
export function longSum(view: DataView, from: number, to: number, begun: number): number {
  let total = 0;
  let at = from;
  for (const last = to - 16; at <= last; at += 16)
    total +=
      view.getUint32(at, true) +
      view.getUint32(at + 4, true) +
      view.getUint32(at + 8, true) +
      view.getUint32(at + 12, true);
  const turned = folded(Math.floor(total / 2 ** 32) + folded(total >>> 0));
  return sum(view, at, to, begun + ((turned & 0xff) << 8) + (turned >> 8));
}
