/** IPv4 (RFC 791) and IPv6 (RFC 8200) headers: who sends what to whom. */
import { kind } from './kinds.ts';
import { type Checksum, sum } from './sums/sum.ts';

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
  /** What it carries is a part of a packet that was cut up: which, from which byte on, and whether it is not the last. */
  isFragment: boolean;
  identification: number;
  offset: number;
  hasMore: boolean;
  /** Where lies the address to which it goes in the end, where that is not yet its destination; 0: nowhere. */
  routedTo: number;
  /** The checksum of its header. */
  headerSum: Checksum;
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
  identification: 0,
  offset: 0,
  hasMore: false,
  routedTo: 0,
  headerSum: 'none',
});

/** 0, or the kind of what is wrong with it. `length`: of the packet on the wire, from `from` on. */
export function readIp(ip: IpPacket, view: DataView, from: number, to: number, length: number): number {
  if (from + 20 > to) return kind.shortened;
  const version = view.getUint8(from) >> 4;
  if (version === 4) return readIpv4(ip, view, from, to, length);
  return version === 6 ? readIpv6(ip, view, from, to, length) : kind.damaged;
}

function readIpv4(ip: IpPacket, view: DataView, from: number, to: number, length: number): number {
  const headerLength = (view.getUint8(from) & 15) * 4;
  if (headerLength < 20) return kind.damaged;
  if (from + headerLength > to) return kind.shortened;
  // A sender that leaves checksums to its network card may leave this one at zero.
  if (view.getUint16(from + 10) === 0) ip.headerSum = 'none';
  else ip.headerSum = sum(view, from, from + headerLength, 0) === 0xffff ? 'right' : 'wrong';
  const cut = view.getUint16(from + 6);
  ip.isFragment = (cut & 0x3fff) !== 0;
  // Zero where the card was to cut the packet up.
  const total = view.getUint16(from + 2) || length;
  if (total < headerLength) return kind.damaged;
  ip.version = 4;
  ip.source = from + 12;
  ip.destination = from + 16;
  ip.protocol = view.getUint8(from + 9);
  ip.from = from + headerLength;
  ip.to = Math.min(to, from + total);
  ip.length = total - headerLength;
  ip.routedTo = 0;
  if (ip.isFragment) {
    ip.identification = view.getUint16(from + 4);
    ip.offset = (cut & 0x1fff) * 8;
    ip.hasMore = (cut & 0x2000) !== 0;
  } else if (ip.protocol === 51) return pastAuthentication(ip, view);
  return 0;
}

/** RFC 4302: what it covers is in clear. */
function pastAuthentication(ip: IpPacket, view: DataView): number {
  if (ip.from + 8 > ip.to) return kind.shortened;
  const size = (view.getUint8(ip.from + 1) + 2) * 4;
  if (size > ip.length) return kind.damaged;
  ip.protocol = view.getUint8(ip.from);
  ip.from = Math.min(ip.from + size, ip.to);
  ip.length -= size;
  return 0;
}

/** Headers that may stand before the payload: hop-by-hop, routing, fragment, authentication, destination, mobility, and for trials. */
const extensions = new Set([0, 43, 44, 51, 60, 135, 139, 140, 253, 254]);

function readIpv6(ip: IpPacket, view: DataView, from: number, to: number, length: number): number {
  if (from + 40 > to) return kind.shortened;
  // Zero where the card was to cut the packet up, or where it is larger than 16 bits can say.
  const total = (view.getUint16(from + 4) || length - 40) + 40;
  let protocol = view.getUint8(from + 6);
  let at = from + 40;
  ip.isFragment = false;
  ip.headerSum = 'none';
  ip.routedTo = 0;
  while (extensions.has(protocol) && !ip.isFragment) {
    if (at + 8 > to) return kind.shortened;
    const units = view.getUint8(at + 1);
    const size = protocol === 44 ? 8 : protocol === 51 ? (units + 2) * 4 : (units + 1) * 8;
    if (protocol === 43) ip.routedTo = lastAddress(view, at, Math.min(to, at + size));
    // With neither an offset nor a successor it is whole, RFC 6946.
    if (protocol === 44 && (view.getUint16(at + 2) & 0xfff9) !== 0) {
      ip.isFragment = true;
      ip.identification = view.getUint32(at + 4);
      ip.offset = view.getUint16(at + 2) & 0xfff8;
      ip.hasMore = (view.getUint16(at + 2) & 1) !== 0;
    }
    protocol = view.getUint8(at);
    at += size;
  }
  if (total < at - from) return kind.damaged;
  if (at > to) return kind.shortened;
  ip.version = 6;
  ip.source = from + 8;
  ip.destination = from + 24;
  ip.protocol = protocol;
  ip.from = at;
  ip.to = Math.min(to, from + total);
  ip.length = total - (at - from);
  return 0;
}

/** Of a routing header where a packet ends that has still to go by other nodes: RFC 8754 §2, RFC 5095. */
function lastAddress(view: DataView, at: number, to: number): number {
  const type = view.getUint8(at + 2);
  if (view.getUint8(at + 3) === 0 || (type !== 4 && type !== 0)) return 0;
  const last = type === 4 ? at + 8 : at + 8 + 16 * (view.getUint8(at + 1) / 2 - 1);
  return last >= at + 8 && last + 16 <= to ? last : 0;
}

/** Whether what begins here may be the header of an IP packet: nothing in it contradicts that. */
export function looksLikeIp(view: DataView, at: number, to: number): boolean {
  if (at + 20 > to) return false;
  const first = view.getUint8(at);
  if (first >> 4 === 6) return at + 40 <= to;
  const total = view.getUint16(at + 2);
  return first >> 4 === 4 && (first & 15) >= 5 && (total === 0 || total >= (first & 15) * 4);
}

/** Whether it also has a right checksum, or exactly the length that is here. */
export function isSurelyIp(view: DataView, at: number, to: number): boolean {
  if (!looksLikeIp(view, at, to)) return false;
  const first = view.getUint8(at);
  if (first >> 4 === 6) return view.getUint16(at + 4) + 40 === to - at;
  const end = at + (first & 15) * 4;
  return end <= to && sum(view, at, end, 0) === 0xffff;
}
