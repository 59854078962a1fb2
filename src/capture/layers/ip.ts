/**
 * IPv4 (RFC 791) and IPv6 (RFC 8200) headers: who sends what to whom. Fragments are not put together: what they
 * carry is missing then, as if it had been lost.
 */
import { sum } from './sum.ts';

/** Filled in anew for every packet. */
export interface IpPacket {
  version: 4 | 6;
  /** Where the addresses lie in the data, 4 or 16 bytes each. */
  source: number;
  destination: number;
  protocol: number;
  /** Where the payload lies, as far as it was captured. */
  from: number;
  to: number;
  /** The payload's own length. */
  length: number;
  /** What it carries is a part of a packet that was cut up. */
  isFragment: boolean;
  /** The checksum of its header is right, or it has none. */
  headerHolds: boolean;
}

export const emptyIpPacket = (): IpPacket => ({
  version: 4,
  source: 0,
  destination: 0,
  protocol: 0,
  from: 0,
  to: 0,
  length: 0,
  isFragment: false,
  headerHolds: true,
});

/** False where it is no whole, intact IP packet. `length`: of the packet on the wire, from `from` on. */
export function readIp(ip: IpPacket, view: DataView, from: number, to: number, length: number): boolean {
  if (from >= to) return false;
  const version = view.getUint8(from) >> 4;
  if (version === 4) return readIpv4(ip, view, from, to, length);
  return version === 6 && readIpv6(ip, view, from, to, length);
}

function readIpv4(ip: IpPacket, view: DataView, from: number, to: number, length: number): boolean {
  const headerLength = (view.getUint8(from) & 15) * 4;
  if (headerLength < 20 || from + headerLength > to) return false;
  // A sender that leaves checksums to its network card may leave this one at zero.
  const checksum = view.getUint16(from + 10);
  ip.headerHolds = checksum === 0 || sum(view, from, from + headerLength, 0) === 0xffff;
  ip.isFragment = (view.getUint16(from + 6) & 0x3fff) !== 0;
  // Zero where the card was to cut the packet up.
  const total = view.getUint16(from + 2) || length;
  if (total < headerLength) return false;
  ip.version = 4;
  ip.source = from + 12;
  ip.destination = from + 16;
  ip.protocol = view.getUint8(from + 9);
  ip.from = from + headerLength;
  ip.to = Math.min(to, from + total);
  ip.length = total - headerLength;
  return true;
}

/** Extension headers that may stand before the payload: hop-by-hop, routing, fragment, authentication, destination. */
const extensions = new Set([0, 43, 44, 51, 60]);

function readIpv6(ip: IpPacket, view: DataView, from: number, to: number, length: number): boolean {
  if (from + 40 > to) return false;
  const total = (view.getUint16(from + 4) || length - 40) + 40;
  let protocol = view.getUint8(from + 6);
  let at = from + 40;
  ip.isFragment = false;
  ip.headerHolds = true;
  while (extensions.has(protocol)) {
    if (at + 8 > to) return false;
    if (protocol === 44 && (view.getUint16(at + 2) & 0xfff9) !== 0) ip.isFragment = true;
    const units = view.getUint8(at + 1);
    const size = protocol === 44 ? 8 : protocol === 51 ? (units + 2) * 4 : (units + 1) * 8;
    protocol = view.getUint8(at);
    at += size;
  }
  if (at > to || total < at - from) return false;
  ip.version = 6;
  ip.source = from + 8;
  ip.destination = from + 24;
  ip.protocol = protocol;
  ip.from = at;
  ip.to = Math.min(to, from + total);
  ip.length = total - (at - from);
  return true;
}

/** In the notation of RFC 5952, as Node prints addresses. */
export function addressText(view: DataView, at: number, version: 4 | 6): string {
  if (version === 4) return [0, 1, 2, 3].map((nth) => view.getUint8(at + nth)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => view.getUint16(at + 2 * index).toString(16));
  const zeros = [
    ...groups
      .map((group) => (group === '0' ? '0' : 'x'))
      .join('')
      .matchAll(/00+/g),
  ];
  const longest = zeros.reduce<RegExpExecArray | null>(
    (best, run) => (best === null || run[0].length > best[0].length ? run : best),
    null,
  );
  if (longest === null) return groups.join(':');
  const end = longest.index + longest[0].length;
  return `${groups.slice(0, longest.index).join(':')}::${groups.slice(end).join(':')}`;
}
