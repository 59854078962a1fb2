/** What cannot be read of a capture, by kind: each packet of which nothing is made is counted as one of these. */

/** Kinds that are no number of a protocol. */
export const kind = {
  shortened: 1,
  damaged: 2,
  fragments: 3,
  ipv4Checksum: 4,
  tcpChecksum: 5,
  udpChecksum: 6,
} as const;

const names = new Map<number, string>([
  [kind.shortened, 'shortened within their headers'],
  [kind.damaged, 'with headers that contradict themselves'],
  [kind.fragments, 'IP fragments without their others'],
  [kind.ipv4Checksum, 'with a wrong IPv4 header checksum'],
  [kind.tcpChecksum, 'with a wrong TCP checksum'],
  [kind.udpChecksum, 'with a wrong UDP checksum'],
]);

/** Where the numbers of protocols begin. */
const etherTypes = 0x1_0000;
const ipProtocols = 0x2_0000;
const links = 0x3_0000;

export const etherTypeKind = (type: number): number => etherTypes + type;
export const ipProtocolKind = (protocol: number): number => ipProtocols + protocol;
export const linkKind = (link: number): number => links + (link & 0xffff);

const knownEtherTypes = new Map([
  [0x0806, 'ARP'],
  [0x88cc, 'LLDP'],
]);

const knownProtocols = new Map([
  [1, 'ICMP'],
  [2, 'IGMP'],
  [58, 'ICMPv6'],
]);

function nameOf(code: number): string {
  const number = code & 0xffff;
  switch (code - number) {
    case etherTypes:
      return knownEtherTypes.get(number) ?? `of EtherType 0x${number.toString(16).padStart(4, '0')}`;
    case ipProtocols:
      return knownProtocols.get(number) ?? `of IP protocol ${number}`;
    case links:
      return `of link type ${number}`;
    default:
      return names.get(code) ?? 'others';
  }
}

/** A kind, in words that go after a number of packets. */
export interface Unread {
  kind: string;
  packets: number;
}

/** So many kinds are told apart; what is of further ones is counted together. */
const mostKinds = 64;

export function countKinds() {
  const counts = new Map<number, number>();
  return {
    add(code: number, packets: number): void {
      const known = counts.get(code);
      const counted = known !== undefined || counts.size < mostKinds ? code : 0;
      counts.set(counted, (counts.get(counted) ?? 0) + packets);
    },
    /** The most frequent first; of equals the one that came first. */
    all(): Unread[] {
      return [...counts]
        .map(([code, packets]) => ({ kind: nameOf(code), packets }))
        .sort((a, b) => b.packets - a.packets);
    },
  };
}
