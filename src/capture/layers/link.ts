/** Where the IP packet begins in a captured frame, by the link type that the capture names (tcpdump.org/linktypes). */

import { etherTypeKind, kind, linkKind } from './kinds.ts';

/** Index of the IP header; where the frame carries something else, the complement of its kind. */
export function findIp(link: number, view: DataView, from: number, to: number): number {
  switch (link) {
    case 1:
      return afterEtherType(view, from + 12, to);
    case 113: // Linux cooked capture v1: the EtherType are its last two bytes
      return afterEtherType(view, from + 14, to);
    case 276: // v2: the EtherType are its first two
      return to - from >= 20 ? vlanFree(view, from, from + 20, to) : ~kind.shortened;
    case 0: // BSD loopback: a protocol family in the byte order of the host that captured it
    case 108:
      return isFamily(view, from, to) ? from + 4 : ~kind.damaged;
    case 12: // raw IP, as some systems number it
    case 14:
    case 101:
    case 228:
    case 229:
      return from;
    default:
      return ~linkKind(link);
  }
}

const etherTypeIpv4 = 0x0800;
const etherTypeIpv6 = 0x86dd;
/** 802.1Q, 802.1ad, and what was used before it. */
const vlanTags = new Set([0x8100, 0x88a8, 0x9100]);

const afterEtherType = (view: DataView, at: number, to: number): number => vlanFree(view, at, at + 2, to);

/** Passes VLAN tags: each holds two bytes of its own and the EtherType of what follows. */
function vlanFree(view: DataView, typeAt: number, payload: number, to: number): number {
  let type = etherType(view, typeAt, to);
  let at = payload;
  while (!isIp(type) && vlanTags.has(type)) {
    type = etherType(view, at + 2, to);
    at += 4;
  }
  if (isIp(type)) return at;
  return ~(type < 0 ? kind.shortened : etherTypeKind(type));
}

const isIp = (type: number): boolean => type === etherTypeIpv4 || type === etherTypeIpv6;

const etherType = (view: DataView, at: number, to: number): number => (at + 2 > to ? -1 : view.getUint16(at));

/** 2 is IPv4 everywhere; IPv6 is 10, 24, 28 or 30, by the system. */
function isFamily(view: DataView, from: number, to: number): boolean {
  if (from + 4 > to) return false;
  return families.has(view.getUint32(from)) || families.has(view.getUint32(from, true));
}

const families = new Set([2, 10, 24, 28, 30]);
