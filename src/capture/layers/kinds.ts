/** What cannot be read of a capture, by kind: each packet of which nothing is made is counted as one of these. */

/** Kinds that are no number of a protocol. Below zero: not counted, for it waits for its others. */
export const kind = {
  waits: -1,
  shortened: 1,
  damaged: 2,
  fragments: 3,
  ipv4Checksum: 4,
  tcpChecksum: 5,
  udpChecksum: 6,
  deep: 7,
  encrypted: 8,
  aggregated: 9,
  control: 10,
  pieces: 11,
  acknowledgement: 12,
} as const;

const names = new Map<number, string>([
  [kind.shortened, 'shortened within their headers'],
  [kind.damaged, 'with headers that contradict themselves'],
  [kind.fragments, 'IP fragments without their others'],
  [kind.ipv4Checksum, 'with a wrong IPv4 header checksum'],
  [kind.tcpChecksum, 'with a wrong TCP checksum'],
  [kind.udpChecksum, 'with a wrong UDP checksum'],
  [kind.deep, 'in too many tunnels'],
  [kind.encrypted, 'IEEE 802.11 encrypted'],
  [kind.aggregated, 'IEEE 802.11 aggregated'],
  [kind.control, 'IEEE 802.11 without data'],
  [kind.pieces, 'IEEE 802.11 in pieces'],
  [kind.acknowledgement, 'GRE acknowledgements'],
]);

/** Numbers of protocols: the upper half tells of which registry. */
const etherTypes = 0x1_0000;
const ipProtocols = 0x2_0000;
const links = 0x3_0000;
const ppp = 0x4_0000;
const llc = 0x5_0000;

export const etherTypeKind = (type: number): number => etherTypes + type;
export const ipProtocolKind = (protocol: number): number => ipProtocols + protocol;
export const linkKind = (link: number): number => links + (link & 0xffff);
export const pppKind = (protocol: number): number => ppp + protocol;
/** IEEE 802.2: the service access point. */
export const llcKind = (point: number): number => llc + point;

const known: Record<number, Map<number, string>> = {
  [etherTypes]: new Map([
    [0x0806, 'ARP'],
    [0x8035, 'RARP'],
    [0x22f3, 'TRILL'],
    [0x8137, 'IPX'],
    [0x8809, 'LACP'],
    [0x8863, 'PPPoE discovery'],
    [0x888e, 'EAPOL'],
    [0x88a2, 'AoE'],
    [0x88cc, 'LLDP'],
    [0x88e5, 'MACsec'],
    [0x88f7, 'PTP'],
    [0x8902, 'CFM'],
    [0x8906, 'FCoE'],
    [0x894f, 'NSH'],
    [0x9000, 'loopback tests'],
  ]),
  [ipProtocols]: new Map([
    [1, 'ICMP'],
    [2, 'IGMP'],
    [33, 'DCCP'],
    [46, 'RSVP'],
    [50, 'ESP'],
    [58, 'ICMPv6'],
    [59, 'IPv6 without content'],
    [88, 'EIGRP'],
    [89, 'OSPF'],
    [103, 'PIM'],
    [108, 'IPComp'],
    [112, 'VRRP'],
    [115, 'L2TPv3'],
    [132, 'SCTP'],
  ]),
  [ppp]: new Map([
    [0x002d, 'PPP with compressed TCP headers'],
    [0x003d, 'multilink PPP'],
    [0x00fd, 'compressed PPP'],
    [0x8021, 'IPCP'],
    [0x8057, 'IPv6CP'],
    [0x80fd, 'PPP CCP'],
    [0xc021, 'PPP LCP'],
    [0xc023, 'PPP PAP'],
    [0xc223, 'PPP CHAP'],
  ]),
  [llc]: new Map([
    [0x42, 'STP'],
    [0xaa, 'SNAP of a vendor'],
    [0xe0, 'IPX'],
    [0xf0, 'NetBIOS'],
    [0xfe, 'IS-IS'],
    [0xff, 'IPX'],
  ]),
};

const registries: Record<number, (number: number) => string> = {
  [etherTypes]: (number) => `of EtherType 0x${number.toString(16).padStart(4, '0')}`,
  [ipProtocols]: (number) => `of IP protocol ${number}`,
  [links]: (number) => `of link type ${number}`,
  [ppp]: (number) => `of PPP protocol 0x${number.toString(16).padStart(4, '0')}`,
  [llc]: (number) => `IEEE 802.2 0x${number.toString(16).padStart(2, '0')}`,
};

/** Whether an EtherType is one of those that are named here. */
export const isNamed = (etherType: number): boolean => known[etherTypes]?.has(etherType) === true;

export const isPoint = (point: number): boolean => known[llc]?.has(point) === true;

function nameOf(code: number): string {
  const number = code & 0xffff;
  const registry = code - number;
  return (
    known[registry]?.get(number) ?? registries[registry]?.(number) ?? names.get(code) ?? 'of other kinds'
  );
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
      const counted = counts.has(code) || counts.size < mostKinds ? code : 0;
      counts.set(counted, (counts.get(counted) ?? 0) + packets);
    },
    /** The most frequent first; of equals the one that came first. */
    all(): Unread[] {
      const packets = new Map<string, number>();
      for (const [code, count] of counts) packets.set(nameOf(code), (packets.get(nameOf(code)) ?? 0) + count);
      return [...packets]
        .map(([name, count]) => ({ kind: name, packets: count }))
        .sort((a, b) => b.packets - a.packets);
    },
  };
}
