/**
 * What an IP packet carries that carries another one: IP in IP (RFC 2003, RFC 4213, RFC 2473), GRE, Ethernet in IP
 * (RFC 3378, RFC 8986), MPLS in IP (RFC 4023). Those over UDP have a file of their own.
 */

import type { IpPacket } from '../ip.ts';
import { ipProtocolKind } from '../kinds.ts';
import { afterLabels, inEthernet } from '../link/ether-type.ts';
import { inGre } from './gre.ts';

/** The index of the IP header within, or the complement of the kind of what else it carries. */
export function inIp({ protocol, from, to }: IpPacket, view: DataView): number {
  switch (protocol) {
    case 4:
    case 41:
      return from;
    case 47:
      return inGre(view, from, to);
    case 97:
      return inEthernet(view, from + 2, to);
    case 143:
      return inEthernet(view, from, to);
    case 137:
      return afterLabels(view, from, to);
    default:
      return ~ipProtocolKind(protocol);
  }
}

/** Those, and headers of IPv6 that may stand before any of them. */
const carriers = new Set([4, 41, 47, 97, 137, 143, 0, 43, 51, 60]);

export const mayHoldIp = (protocol: number): boolean => carriers.has(protocol);
