/** What stands around the IP packet of a connection: every kind is opened, and what just is not of the kind is told as what it is. */
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../src/capture/capture.ts';
import { c2s, events, opening, pcap, s2c, tcp } from '../build.ts';
import {
  behind,
  bytes,
  erspan2,
  erspan3,
  ethernet,
  frame,
  geneve,
  gre,
  gtp,
  inIpv4,
  inIpv6,
  inUdp,
  l2tp,
  labelled,
  nflog,
  ppp,
  pppoe,
  pptp,
  snap,
  tagged,
  typeOf,
  tzsp,
  vxlan,
  type Wrap,
  wireless,
} from '../tunnels.ts';

const talk = [...opening, c2s(101, 'ask'), s2c(201, 'answer', 104)];
const told = ['1 tcp 10.0.0.1 40000 > 10.0.0.2 80', '1 c2s "ask"', '1 s2c "answer"'];
const ipv6 = Array.from({ length: 16 }, (_, nth) => nth);
const talk6 = [tcp({ from: [ipv6, 1000], to: [[...ipv6].reverse(), 80], seq: 7, data: 'six' })];

const ethernetKinds: [string, Wrap][] = [
  ['plain', ethernet],
  [
    'tags of 802.1ad, three deep',
    (packet) => frame(0x88a8)(tagged(tagged(tagged(packet, typeOf(packet)), 0x8100), 0x9100)),
  ],
  ['one MPLS label', (packet) => frame(0x8847)(labelled(packet, 1000))],
  ['five MPLS labels', (packet) => frame(0x8848)(labelled(packet, 1, 2, 3, 4, 5))],
  [
    'a pseudowire with a control word',
    (packet) => frame(0x8847)(labelled(behind(bytes(0, 0, 0, 9))(ethernet(packet)), 16)),
  ],
  [
    'a pseudowire without, the address beginning like IPv4',
    (packet) => frame(0x8847)(labelled(frame(typeOf(packet), 0x45)(packet), 16)),
  ],
  [
    'a pseudowire without, the address beginning with zero',
    (packet) => frame(0x8847)(labelled(frame(typeOf(packet), 0)(packet), 16)),
  ],
  ['PPPoE', (packet) => frame(0x8864)(pppoe(packet))],
  ['PPPoE in a VLAN', (packet) => frame(0x8100)(tagged(pppoe(packet), 0x8864))],
  ['SNAP', (packet) => frame(8 + packet.length)(snap(packet))],
  ['802.2 alone', (packet) => frame(3 + packet.length)(behind(bytes(6, 6, 3))(packet))],
  ['a frame of a provider (802.1ah)', (packet) => frame(0x88e7)(behind(bytes(0, 0, 0, 1))(ethernet(packet)))],
];

const ipKinds: [string, Wrap][] = [
  ['IPv4 in IPv4', inIpv4(4)],
  ['IPv4 in IPv6', inIpv6(4)],
  ['GRE', (packet) => inIpv4(47)(gre(typeOf(packet))(packet))],
  ['GRE over IPv6', (packet) => inIpv6(47)(gre(typeOf(packet))(packet))],
  ['GRE with checksum, key and sequence', (packet) => inIpv4(47)(gre(typeOf(packet), 0xb000)(packet))],
  ['GRE with Ethernet', (packet) => inIpv4(47)(gre(0x6558, 0x2000)(ethernet(packet)))],
  ['GRE with MPLS', (packet) => inIpv4(47)(gre(0x8847)(labelled(packet, 5)))],
  ['PPTP', (packet) => inIpv4(47)(pptp(packet))],
  ['ERSPAN I', (packet) => inIpv4(47)(gre(0x88be)(ethernet(packet)))],
  ['ERSPAN II', (packet) => inIpv4(47)(gre(0x88be, 0x1000)(erspan2(packet)))],
  ['ERSPAN III', (packet) => inIpv4(47)(gre(0x22eb, 0x1000)(erspan3(0)(ethernet(packet))))],
  [
    'ERSPAN III with a further header',
    (packet) => inIpv4(47)(gre(0x22eb, 0x1000)(erspan3(1)(ethernet(packet)))),
  ],
  ['ERSPAN III of IP alone', (packet) => inIpv4(47)(gre(0x22eb, 0x1000)(erspan3(2 << 10)(packet)))],
  ['WCCP', (packet) => inIpv4(47)(gre(0x883e)(behind(bytes(0, 0, 0, 0))(packet)))],
  ['Ethernet in IP', (packet) => inIpv4(97)(behind(bytes(0x30, 0))(ethernet(packet)))],
  ['Ethernet in IPv6', (packet) => inIpv6(143)(ethernet(packet))],
  ['MPLS in IP', (packet) => inIpv4(137)(labelled(packet, 5))],
  ['VXLAN', (packet) => inUdp(4789)(vxlan(ethernet(packet)))],
  ['VXLAN on the port before', (packet) => inUdp(8472)(vxlan(frame(0x8100)(tagged(packet, typeOf(packet)))))],
  ['VXLAN with a group', (packet) => inUdp(4789)(vxlan(ethernet(packet), bytes(0x88, 0, 0, 5, 0, 0, 5, 0)))],
  [
    'VXLAN of IP alone',
    (packet) => inUdp(4790)(vxlan(packet, bytes(0x0c, 0, 0, typeOf(packet) === 0x0800 ? 1 : 2, 0, 0, 5, 0))),
  ],
  ['Geneve', (packet) => inUdp(6081)(geneve(ethernet(packet), 0x6558))],
  ['Geneve with options', (packet) => inUdp(6081)(geneve(ethernet(packet), 0x6558, 3))],
  ['Geneve of IP alone', (packet) => inUdp(6081)(geneve(packet, typeOf(packet)))],
  ['GTP-U', (packet) => inUdp(2152)(gtp(packet))],
  ['GTP-U with two extensions', (packet) => inUdp(2152)(gtp(packet, 2))],
  ['L2TP', (packet) => inUdp(1701)(l2tp(packet))],
  ['L2TP, answered', (packet) => inUdp(40_000, 1701)(l2tp(packet))],
  ['TZSP', (packet) => inUdp(37_008)(tzsp(packet))],
  [
    'tunnels in tunnels',
    (packet) =>
      inIpv6(4)(inUdp(4789)(vxlan(frame(0x8847)(labelled(inIpv4(47)(gre(typeOf(packet))(packet)), 3))))),
  ],
];

const links: [string, number, Wrap][] = [
  ['PPP', 9, ppp],
  ['PPP in frames like those of HDLC', 50, (packet) => behind(bytes(0xff, 3))(ppp(packet))],
  [
    'PPP with half a protocol number',
    9,
    (packet) => behind(bytes(typeOf(packet) === 0x0800 ? 0x21 : 0x57))(packet),
  ],
  ['PPP with a direction', 204, (packet) => behind(bytes(1, 0xff, 3))(ppp(packet))],
  ['PPP with a direction for an address', 166, (packet) => behind(bytes(1, 3))(ppp(packet))],
  [
    'HDLC of Cisco',
    104,
    (packet) => behind(bytes(0x0f, 0, typeOf(packet) >> 8, typeOf(packet) & 255))(packet),
  ],
  ['PPPoE alone', 51, pppoe],
  ['MPLS alone', 219, (packet) => labelled(packet, 9)],
  ['NFLOG, little endian', 239, nflog(true)],
  ['NFLOG, big endian', 239, nflog(false)],
  ['PFLOG', 117, (packet) => behind(bytes(61, typeOf(packet) === 0x0800 ? 2 : 24), Buffer.alloc(62))(packet)],
  [
    'the tunnels of BSD',
    109,
    (packet) => behind(bytes(typeOf(packet) === 0x0800 ? 2 : 24, 0, 0, 0), Buffer.alloc(8))(packet),
  ],
  ['Linux cooked with 802.2', 113, (packet) => behind(Buffer.alloc(14), bytes(0, 4))(snap(packet))],
  ['IEEE 802.11', 105, wireless(0x08, 1)],
  ['IEEE 802.11 with quality of service, between access points', 105, wireless(0x88, 3, 8)],
  ['IEEE 802.11 with high throughput control', 105, wireless(0x88, 0x81, 6)],
  [
    'radiotap',
    127,
    (packet) => behind(bytes(0, 0, 12, 0, 0, 0, 0, 0, 1, 2, 3, 4))(wireless(0x08, 2)(packet)),
  ],
];

const everything: [string, number, Wrap][] = [
  ...ethernetKinds.map(([name, wrap]): [string, number, Wrap] => [name, 1, wrap]),
  ...ipKinds.map(([name, wrap]): [string, number, Wrap] => [name, 101, wrap]),
  ...links,
];

function read(packets: Buffer[], link: number) {
  const capture = readCapture({ opened: () => () => {} });
  capture.push(pcap(packets, { link }));
  return capture.end().unread.map(({ kind, packets: count }) => `${count} ${kind}`);
}

describe.each(everything)('%s', (_, link, wrap) => {
  it('is opened', () => {
    expect(events(pcap(talk.map(wrap), { link }))).toEqual(told);
    expect(read(talk.map(wrap), link)).toEqual([]);
    expect(events(pcap(talk6.map(wrap), { link })).at(-1)).toBe('1 c2s "six"');
  });

  it('cut anywhere neither throws nor shows what is not there', () => {
    const whole = wrap(talk[3] ?? Buffer.alloc(0));
    for (let kept = 0; kept < whole.length; kept++) {
      const lines = events(pcap([whole], { link, snap: kept }));
      const data = lines.flatMap((line) => /^1 c2s "(.*)"$/.exec(line)?.[1] ?? []).join('');
      expect('ask'.startsWith(data) || data).toBe(true);
    }
  });
});

it('IPv6 in IPv4 is opened', () => {
  expect(events(pcap(talk6.map(inIpv4(41)))).at(-1)).toBe('1 c2s "six"');
});
