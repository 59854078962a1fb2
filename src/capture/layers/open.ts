/**
 * Opens a captured packet, layer by layer, down to TCP or UDP: link, IP, fragments put together, tunnels. What is
 * around the innermost IP packet is forgotten: who opened a tunnel sees the same packet as who stands at its end.
 */
import { lend } from '../../model/slice.ts';
import type { Packet } from '../packets/packet.ts';
import { createFragments } from './fragments.ts';
import { emptyIpPacket, type IpPacket, readIp } from './ip.ts';
import { kind } from './kinds.ts';
import { findIp } from './link/link.ts';
import { headingOf, type Rebuilt, rebuilt } from './rebuilt.ts';
import type { Trust } from './sums/trust.ts';
import { inIp, mayHoldIp } from './tunnels/tunnels.ts';
import { datagram, inTunnel, tunnelPort } from './tunnels/udp-tunnels.ts';

/** One object, used again for the next packet. */
export interface Opened {
  data: Buffer;
  view: DataView;
  ip: IpPacket;
  /** In how many packets of the capture it came. */
  packets: number;
  /** How much stands before the innermost IP header. */
  depth: number;
}

export interface OpenerNeeds {
  trust: Trust;
  /** Numbers of the hosts, as endpoints without a port. */
  hosts(ip: IpPacket, view: DataView): [source: number, destination: number];
  /** The number of the endpoint to which it goes. */
  destination(ip: IpPacket, view: DataView): number;
  /** A datagram could not be read; null: nobody knows between which hosts. */
  datagramLost(source: number | null, destination: number | null): void;
  /** Nothing will come of so many packets that waited. */
  unread(kind: number, packets: number): void;
}

/** IP within IP within IP; a label or a tag in between does not count. */
const mostTunnels = 8;

export function createOpener({ trust, hosts, destination, datagramLost, unread }: OpenerNeeds) {
  const opened: Opened = {
    data: Buffer.alloc(0),
    view: new DataView(new ArrayBuffer(0)),
    ip: emptyIpPacket(),
    packets: 1,
    depth: 0,
  };
  /** Endpoints of tunnels over UDP; and those of which it was not plain that they are. */
  const tunnels = new Set<number>();
  const doubtful = new Set<number>();
  const fragments = createFragments(({ packets, protocol, hosts: between }) => {
    unread(kind.fragments, packets);
    // In a tunnel there may have been anything.
    if (mayHoldIp(protocol) || (protocol === 17 && tunnels.size > 0)) datagramLost(null, null);
    else if (protocol === 17) datagramLost(...between);
  });

  function lost(found: number): number {
    datagramLost(null, null);
    return found;
  }

  /** 0 where it is a datagram and no tunnel; else the index or the complement of a kind. */
  function inDatagram(ip: IpPacket, view: DataView): number {
    const port = tunnelPort(view.getUint16(ip.from), view.getUint16(ip.from + 2));
    if (port === 0) return 0;
    const length = view.getUint16(ip.from + 4) - 8;
    const to = Math.min(ip.to, ip.from + 8 + length);
    const found = inTunnel(port, view, ip.from + 8, to, length);
    const endpoint = destination(ip, view);
    if (found === datagram) return 0;
    if (Number.isNaN(found)) return asOdd(endpoint);
    if (found === ~kind.shortened) return found;
    if (tunnels.size < mostEndpoints) tunnels.add(endpoint);
    // What came before and was read as a datagram was a tunnel's, and damaged.
    if (doubtful.delete(endpoint)) datagramLost(null, null);
    return found;
  }

  /** Where there was a tunnel, what has no header of one was damaged. */
  function asOdd(endpoint: number): number {
    if (tunnels.has(endpoint)) return ~kind.damaged;
    if (doubtful.size < mostEndpoints) doubtful.add(endpoint);
    return 0;
  }

  function from({ data, view }: Pick<Rebuilt, 'data' | 'view'>): void {
    lend(opened, data, view);
  }

  return {
    opened,
    /** 0 where `opened` holds a TCP segment or UDP datagram; else the kind of what cannot be read. */
    open(packet: Packet): number {
      const { ip } = opened;
      if (fragments.due <= packet.at) fragments.giveUp(packet.at);
      from(packet);
      opened.packets = 1;
      let at = findIp(packet.link, packet.view, packet.from, packet.to);
      let { to } = packet;
      let end = packet.from + packet.length;
      let begin = packet.from;
      opened.depth = 0;
      for (let depth = 0; depth <= mostTunnels; depth++) {
        if (at < 0) return ~at === kind.damaged || ~at === kind.shortened ? lost(~at) : ~at;
        opened.depth += at - begin;
        begin = at;
        const wrong = readIp(ip, opened.view, at, to, end - at);
        if (wrong !== 0) return lost(wrong);
        if (ip.version === 4) trust.header(ip.headerSum);
        if (ip.isFragment || ip.routedTo !== 0) {
          if (trust.isOuterDamaged(ip)) return lost(kind.ipv4Checksum);
          const whole = ip.isFragment
            ? fragments.take(ip, opened.data, packet.at, hosts(ip, opened.view))
            : { ...unrouted(opened), packets: opened.packets };
          if (whole === null) return kind.waits;
          from(whole);
          opened.packets = whole.packets;
          at = 0;
          begin = 0;
          to = whole.data.length;
          end = whole.length;
          continue;
        }
        if (ip.protocol === 6) return ip.to - ip.from < 20 ? kind.shortened : 0;
        if (ip.protocol !== 17) at = inIp(ip, opened.view);
        else {
          if (ip.to - ip.from < 8) {
            datagramLost(...hosts(ip, opened.view));
            return kind.shortened;
          }
          at = inDatagram(ip, opened.view);
          if (at === 0) return 0;
        }
        if (at >= 0 && trust.isOuterDamaged(ip)) return lost(kind.ipv4Checksum);
        to = ip.to;
        end = ip.from + ip.length;
      }
      return lost(kind.deep);
    },
    /** The capture is over: what waits for its others waits in vain. */
    end(): void {
      fragments.giveUp(Number.POSITIVE_INFINITY);
    },
  };
}

const mostEndpoints = 10_000;

/** As it arrives in the end: that is what its checksum is of, RFC 8200 §8.1. */
function unrouted({ ip, data }: Opened): Rebuilt {
  return rebuilt(headingOf(ip, data), data.subarray(ip.from, ip.to), Math.min(ip.length, 0xffff));
}
