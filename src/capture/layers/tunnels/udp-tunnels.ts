/**
 * Tunnels over UDP: VXLAN (RFC 7348, draft-ietf-nvo3-vxlan-gpe), Geneve (RFC 8926), GTP-U (3GPP TS 29.281), L2TP
 * (RFC 2661), Teredo (RFC 4380), TZSP. A port proves nothing: what has not the header, and in it what it says, is a datagram.
 */

import { looksLikeIp } from '../ip.ts';
import { kind } from '../kinds.ts';
import { inEthernet, inPpp, isKnownFrame } from '../link/ether-type.ts';

/** No port of a tunnel, or what the tunnel sends for itself: a datagram like any other. */
export const datagram = Number.NEGATIVE_INFINITY;
/** The port is a tunnel's, the content is not. */
export const odd = Number.NaN;

const tunnels = new Map<number, (view: DataView, at: number, to: number, length: number) => number>([
  [4789, inVxlan],
  [8472, inVxlan],
  [4790, inVxlan],
  [6081, inGeneve],
  [2152, inGtp],
  [1701, inL2tp],
  [3544, inTeredo],
  [37_008, inTzsp],
]);

/** Of which the answers come from that port to any other. */
const answering = new Set([1701, 3544]);

/** The port of those two that is a tunnel's; 0 where none is. */
export function tunnelPort(source: number, destination: number): number {
  if (tunnels.has(destination)) return destination;
  return answering.has(source) ? source : 0;
}

/**
 * The index of what the tunnel carries, the complement of the kind of what else that is, `datagram` or `odd`.
 * `from`, `to`: the captured part of the datagram's content, which is `length` long.
 */
export function inTunnel(port: number, view: DataView, from: number, to: number, length: number): number {
  const found = to - from < 8 ? odd : (tunnels.get(port)?.(view, from, to, length) ?? datagram);
  // Of what was shortened nobody can say that it is none.
  return Number.isNaN(found) && to - from < length ? ~kind.shortened : found;
}

function inVxlan(view: DataView, at: number, to: number): number {
  const flags = view.getUint8(at);
  if (view.getUint8(at + 7) !== 0 || (flags & 0x08) === 0) return odd;
  // 0x80: a group is told, of 16 bits. 0x04: the next protocol is told.
  const hasGroup = (flags & 0x80) !== 0;
  const hasNext = (flags & 0x04) !== 0;
  const next = hasNext ? view.getUint8(at + 3) : 3;
  if ((flags & 0x73) !== 0 || (!hasGroup && view.getUint16(at + 1) !== 0)) return odd;
  if (!hasGroup && !hasNext && view.getUint8(at + 3) !== 0) return odd;
  if (next === 1 || next === 2) return ip(view, at + 8, to);
  return next === 3 ? frame(view, at + 8, to) : odd;
}

function inGeneve(view: DataView, at: number, to: number): number {
  const first = view.getUint8(at);
  if (first >> 6 !== 0 || (view.getUint8(at + 1) & 0x3f) !== 0 || view.getUint8(at + 7) !== 0) return odd;
  const content = at + 8 + 4 * (first & 0x3f);
  switch (view.getUint16(at + 2)) {
    case 0x6558:
      return frame(view, content, to);
    case 0x0800:
    case 0x86dd:
      return ip(view, content, to);
    default:
      return odd;
  }
}

function inGtp(view: DataView, at: number, to: number, length: number): number {
  const flags = view.getUint8(at);
  if (flags >> 4 !== 3 || (flags & 0x08) !== 0 || view.getUint16(at + 2) !== length - 8) return odd;
  // Everything else is said between the tunnel's ends.
  if (view.getUint8(at + 1) !== 255) return datagram;
  if ((flags & 0x07) === 0) return ip(view, at + 8, to);
  let content = at + 12;
  let next = (flags & 0x04) !== 0 && content <= to ? view.getUint8(at + 11) : 0;
  while (next !== 0) {
    const size = content < to ? 4 * view.getUint8(content) : 0;
    if (size === 0 || content + size > to) return odd;
    content += size;
    next = view.getUint8(content - 1);
  }
  return ip(view, content, to);
}

function inL2tp(view: DataView, at: number, to: number, length: number): number {
  const flags = view.getUint16(at);
  const has = (bit: number): boolean => (flags & bit) !== 0;
  if ((flags & 0x000f) !== 2 || has(0x34f0) || (has(0x4000) && view.getUint16(at + 2) !== length)) return odd;
  if (has(0x8000)) return datagram;
  let content = at + 6 + (has(0x4000) ? 2 : 0) + (has(0x0800) ? 4 : 0);
  if (has(0x0200)) content += 2 + (content + 2 <= to ? view.getUint16(content) : 0);
  const found = inPpp(view, content, to);
  return found >= 0 ? ip(view, found, to) : found;
}

/** IPv6, of which one end has an address of 2001:0::/32. */
function inTeredo(view: DataView, at: number, to: number, length: number): number {
  if (to - at < 40 || view.getUint8(at) >> 4 !== 6 || view.getUint16(at + 4) !== length - 40) return odd;
  return [at + 8, at + 24].some((address) => view.getUint32(address) === 0x2001_0000) ? at : odd;
}

/** What a wireless router mirrors: Ethernet, after fields with their lengths. */
function inTzsp(view: DataView, begin: number, to: number): number {
  if (view.getUint16(begin) !== 0x0100 || view.getUint16(begin + 2) !== 1) return odd;
  let at = begin + 4;
  while (at + 1 < to && view.getUint8(at) !== 1)
    at += view.getUint8(at) === 0 ? 1 : 2 + view.getUint8(at + 1);
  return frame(view, at + 1, to);
}

const ip = (view: DataView, at: number, to: number): number => (looksLikeIp(view, at, to) ? at : odd);

const frame = (view: DataView, at: number, to: number): number =>
  isKnownFrame(view, at, to) ? inEthernet(view, at, to) : odd;
