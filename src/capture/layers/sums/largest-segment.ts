/** What a TCP header's options tell: RFC 9293 §3.2. */

/** The largest segment that the sender of this SYN wants; 0 where it does not say. `from`, `to`: its options, as captured. */
export function largestSegment(view: DataView, from: number, to: number): number {
  let at = from;
  while (at + 2 <= to) {
    const option = view.getUint8(at);
    if (option === 0) return 0;
    const length = option === 1 ? 1 : view.getUint8(at + 1);
    if (option === 2 && length === 4) return at + 4 <= to ? view.getUint16(at + 2) : 0;
    if (length === 0) return 0;
    at += length;
  }
  return 0;
}
