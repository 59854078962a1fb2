/**
 * The checksums of IP, TCP and UDP: RFC 1071, RFC 9293 §3.1, RFC 768, RFC 8200 §8.1. A host may leave its sums to the
 * network card: then it hands over the sum of the pseudo-header alone, or nothing, and a capture on such a host holds
 * that. So it is with segments that were put together after their sums were looked at.
 */
import type { IpPacket } from '../ip.ts';
import { type Checksum, folded, longSum, sum } from './sum.ts';

/** The whole of a TCP segment or UDP datagram is there. */
export function checksumOf(ip: IpPacket, view: DataView): Checksum {
  // Asked first, because it need not look at what was sent.
  if (isLeftToCard(ip, view)) return 'none';
  const isTcp = ip.protocol === 6;
  const length = isTcp ? ip.length : datagramLength(ip, view);
  const begun = addressSum(ip, view) + ip.protocol + (length >>> 16) + (length & 0xffff);
  const add = length < 64 ? sum : longSum;
  return add(view, ip.from, ip.from + length, begun) === 0xffff ? 'right' : 'wrong';
}

/** UDP's own length; what follows is not covered by its sum. */
function datagramLength(ip: IpPacket, view: DataView): number {
  const length = view.getUint16(ip.from + 4);
  return length < 8 || length > ip.length ? ip.length : length;
}

/**
 * Whether the field holds nothing, or what a host leaves in it for its network card: the sum of the pseudo-header, not
 * complemented. A card that is to cut the segment up wants it without the length.
 */
export function isLeftToCard(ip: IpPacket, view: DataView): boolean {
  const field = view.getUint16(ip.from + (ip.protocol === 6 ? 16 : 6));
  if (field === 0) return true;
  const withoutLength = addressSum(ip, view) + ip.protocol;
  const length = ip.protocol === 6 ? ip.length : datagramLength(ip, view);
  return (
    field === folded(withoutLength) || field === folded(withoutLength + (length >>> 16) + (length & 0xffff))
  );
}

/** Source and destination stand one behind the other. */
const addressSum = ({ version, source }: IpPacket, view: DataView): number =>
  sum(view, source, source + (version === 4 ? 8 : 32), 0);
