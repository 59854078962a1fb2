/** Where the IP packet begins in a captured frame, by the link type that the capture names (tcpdump.org/linktypes). */

import { etherTypeKind, kind, linkKind } from '../kinds.ts';
import { afterLabels, afterLlc, inEthernet, inPpp, inSession, typed } from './ether-type.ts';
import { inRadio, inWireless } from './wireless.ts';

/** Index of the IP header; where the frame carries something else, the complement of its kind. */
export function findIp(link: number, view: DataView, from: number, to: number): number {
  switch (link) {
    case 1:
      // Nearly all there is.
      return from + 34 <= to && view.getUint16(from + 12) === 0x0800 ? from + 14 : inEthernet(view, from, to);
    case 113: // Linux cooked capture v1: the EtherType are its last two bytes
      return inCooked(view, from + 14, from + 16, to);
    case 276: // v2: the EtherType are its first two
      return inCooked(view, from, from + 20, to);
    case 0: // BSD loopback: a protocol family in the byte order of the host that captured it
    case 108:
      return inFamily(view, from, from + 4, to);
    case 109: // BSD's tunnels, before or after encryption
      return inFamily(view, from, from + 12, to);
    case 12: // raw IP, as some systems number it
    case 14:
    case 101:
    case 228:
    case 229:
      return from;
    case 9:
      return inPpp(view, from, to);
    case 50: // or Cisco's HDLC, by its address
      return from < to && (view.getUint8(from) & 0x7f) === 0x0f
        ? typed(view, from + 2, from + 4, to)
        : inPpp(view, from, to);
    case 204: // one byte that tells the direction
      return inPpp(view, from + 1, to);
    case 166: // the direction stands for the address
      return inPpp(view, from + 2, to);
    case 51:
      return inSession(view, from, to);
    case 104: // Cisco's HDLC: an address, a zero, an EtherType
      return typed(view, from + 2, from + 4, to);
    case 117:
      return inPacketFilter(view, from, to);
    case 219:
      return afterLabels(view, from, to);
    case 105:
      return inWireless(view, from, to);
    case 127:
      return inRadio(view, from, to);
    case 239:
      return inNetfilter(view, from, to);
    default:
      return ~linkKind(link);
  }
}

/** Below 1536 stands no EtherType but what kind of frame it was: 4 is 802.2. */
function inCooked(view: DataView, typeAt: number, at: number, to: number): number {
  if (at > to) return ~kind.shortened;
  const type = view.getUint16(typeAt);
  if (type === 4) return afterLlc(view, at, to);
  return type < 0x600 ? ~etherTypeKind(type) : typed(view, typeAt, at, to);
}

/** 2 is IPv4 everywhere; IPv6 is 10, 24, 28 or 30, by the system. */
function inFamily(view: DataView, from: number, at: number, to: number): number {
  if (at > to) return ~kind.shortened;
  return families.has(view.getUint32(from)) || families.has(view.getUint32(from, true)) ? at : ~kind.damaged;
}

const families = new Set([2, 10, 24, 28, 30]);

/** PFLOG: its first byte is its length, its second the family. */
function inPacketFilter(view: DataView, from: number, to: number): number {
  if (from + 2 > to) return ~kind.shortened;
  const at = from + ((view.getUint8(from) + 3) & ~3);
  if (at > to) return ~kind.shortened;
  return families.has(view.getUint8(from + 1)) ? at : ~kind.damaged;
}

/** NFLOG: a family, then values with their lengths and types, in the byte order of the host; type 9 is the packet. */
function inNetfilter(view: DataView, from: number, to: number): number {
  if (from + 8 > to) return ~kind.shortened;
  if (!families.has(view.getUint8(from))) return ~kind.damaged;
  const first = view.getUint16(from + 4, true);
  const little = first >= 4 && first <= to - from - 4 && view.getUint16(from + 6, true) < 256;
  let at = from + 4;
  while (at + 4 <= to) {
    const length = view.getUint16(at, little);
    if (length < 4) return ~kind.damaged;
    if ((view.getUint16(at + 2, little) & 0x7fff) === 9) return at + 4;
    at += (length + 3) & ~3;
  }
  return ~kind.shortened;
}
