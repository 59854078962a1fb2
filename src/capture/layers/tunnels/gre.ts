/**
 * GRE (RFC 2784, RFC 2890), as PPTP uses it (RFC 2637), and what switches mirror into it: ERSPAN
 * (draft-foschiano-erspan). Gives the index of the IP header, or the complement of the kind of what else there is.
 */

import { looksLikeIp } from '../ip.ts';
import { kind } from '../kinds.ts';
import { carried, inEthernet, inPpp } from '../link/ether-type.ts';

const flag = { checksum: 0x8000, routing: 0x4000, key: 0x2000, sequence: 0x1000, acknowledgement: 0x0080 };

export function inGre(view: DataView, at: number, to: number): number {
  if (at + 4 > to) return ~kind.shortened;
  const flags = view.getUint16(at);
  const type = view.getUint16(at + 2);
  const version = flags & 7;
  const has = (bit: number): number => ((flags & bit) !== 0 ? 4 : 0);
  if (version > 1 || has(flag.routing) > 0) return ~kind.damaged;
  const acknowledgement = version === 1 ? has(flag.acknowledgement) : 0;
  const content = at + 4 + has(flag.checksum) + has(flag.key) + has(flag.sequence) + acknowledgement;
  if (content > to) return ~kind.shortened;
  switch (type) {
    case 0x88be:
      // The first version has no header of its own, and no sequence numbers.
      return has(flag.sequence) > 0 ? mirrored(view, content, to) : inEthernet(view, content, to);
    case 0x22eb:
      return mirrored(view, content, to);
    case 0x880b:
      // An acknowledgement alone carries nothing.
      return version === 1 && has(flag.sequence) === 0 ? ~kind.acknowledgement : inPpp(view, content, to);
    case 0x883e: // WCCP: with a header of four bytes, or without
      return looksLikeIp(view, content, to) ? content : content + 4;
    default:
      return carried(view, type, content, to);
  }
}

function mirrored(view: DataView, at: number, to: number): number {
  if (at + 8 > to) return ~kind.shortened;
  const version = view.getUint8(at) >> 4;
  if (version === 1) return inEthernet(view, at + 8, to);
  if (version !== 2) return ~kind.damaged;
  if (at + 12 > to) return ~kind.shortened;
  const last = view.getUint16(at + 10);
  const content = at + (last % 2 === 1 ? 20 : 12);
  return ((last >> 10) & 31) === 2 ? content : inEthernet(view, content, to);
}
