/** What just is not a tunnel, a tag or a label: it is told as what it is. */
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../src/capture/capture.ts';
import { c2s, events, pcap, udp } from '../build.ts';
import {
  behind,
  bytes,
  ethernet,
  frame,
  geneve,
  gre,
  gtp,
  inIpv4,
  inUdp,
  l2tp,
  labelled,
  ppp,
  pptp,
  snap,
  tagged,
  vxlan,
  wireless,
} from '../frames/tunnels.ts';
import { judge } from '../judge.ts';

const packet = c2s(101, 'ask');
const arp = (type = 0x0806) => frame(type)(Buffer.alloc(28));

function read(packets: Buffer[], link: number) {
  const capture = readCapture({ opened: () => () => {} });
  capture.push(pcap(packets, { link }));
  return capture.end().unread.map(({ kind, packets: count }) => `${count} ${kind}`);
}

describe('what just is not of the kind', () => {
  it.each([
    [
      'a session of PPPoE that is only negotiated',
      frame(0x8864)(behind(bytes(0x11, 9, 0, 5, 0, 0))(ppp(packet))),
      'PPPoE discovery',
    ],
    [
      'a label that leads to neither IP nor a frame',
      frame(0x8847)(labelled(Buffer.alloc(60, 0x11), 4)),
      'of EtherType 0x8847',
    ],
    [
      'SNAP of an organisation',
      frame(60)(behind(bytes(0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0))(packet)),
      'SNAP of a vendor',
    ],
    ['802.2 of the spanning tree', frame(38)(behind(bytes(0x42, 0x42, 3))(packet)), 'STP'],
    [
      'seventeen tags',
      frame(0x8100)(Array.from({ length: 17 }).reduce<Buffer>((inner) => tagged(inner, 0x8100), packet)),
      'in too many tunnels',
    ],
    ['no IP at all', arp(), 'ARP'],
    ['a type that nobody knows', arp(0x1234), 'of EtherType 0x1234'],
  ])('%s', (_, built, kind) => {
    expect(read([built], 1)).toEqual([`1 ${kind}`]);
  });

  it.each([
    ['GRE of another version', inIpv4(47)(gre(0x0800, 2)(packet)), 'with headers that contradict themselves'],
    [
      'PPTP that only acknowledges',
      inIpv4(47)(behind(bytes(0x20, 0x81, 0x88, 0x0b, 0, 0, 0, 9, 0, 0, 0, 2))(packet)),
      'GRE acknowledgements',
    ],
    [
      'ERSPAN of another version',
      inIpv4(47)(gre(0x88be, 0x1000)(behind(bytes(0x30, 5, 0, 9, 0, 0, 0, 3))(ethernet(packet)))),
      'with headers that contradict themselves',
    ],
    ['PPP with something else', inIpv4(47)(pptp(packet)).fill(0xfd, 39, 40), 'compressed PPP'],
    ['ARP in VXLAN', inUdp(4789)(vxlan(arp())), 'ARP'],
    [
      'IP in nine tunnels',
      Array.from({ length: 9 }).reduce<Buffer>((inner) => inIpv4(4)(inner), packet),
      'in too many tunnels',
    ],
    ['ESP', inIpv4(50)(packet), 'ESP'],
    ['a protocol that nobody knows', inIpv4(200)(packet), 'of IP protocol 200'],
  ])('%s', (_, built, kind) => {
    expect(read([built], 101)).toEqual([`1 ${kind}`]);
  });

  it.each([
    ['encrypted', wireless(0x08, 0x41)(packet), 'IEEE 802.11 encrypted'],
    [
      'several in one',
      behind(bytes(0x88, 1), Buffer.alloc(22), bytes(0x80, 0))(snap(packet)),
      'IEEE 802.11 aggregated',
    ],
    ['a beacon', behind(bytes(0x80, 0))(Buffer.alloc(60)), 'IEEE 802.11 without data'],
    ['a piece', wireless(0x08, 0x05)(packet), 'IEEE 802.11 in pieces'],
  ])('IEEE 802.11: %s', (_, built, kind) => {
    expect(read([built], 105)).toEqual([`1 ${kind}`]);
  });

  it('eight tunnels and sixteen tags are opened', () => {
    const eight = Array.from({ length: 8 }).reduce<Buffer>((inner) => inIpv4(4)(inner), packet);
    const sixteen = Array.from({ length: 16 }).reduce<Buffer>(
      (inner, _, nth) => tagged(inner, nth === 0 ? 0x0800 : 0x8100),
      packet,
    );
    expect(read([eight], 101)).toEqual([]);
    expect(read([frame(0x8100)(sixteen)], 1)).toEqual([]);
  });

  it.each<[string, number, Buffer]>([
    ['a bit of VXLAN that must be zero', 4789, vxlan(ethernet(packet), bytes(8, 0, 0, 1, 0, 0, 5, 0))],
    ['VXLAN without its bit', 4789, vxlan(ethernet(packet), bytes(0, 0, 0, 0, 0, 0, 5, 0))],
    ['no frame in VXLAN', 4789, vxlan(Buffer.alloc(60, 0x41))],
    ['IPv6 that is called IPv4', 4789, vxlan(frame(0x86dd)(packet))],
    ['Geneve of another version', 6081, geneve(ethernet(packet), 0x6558).fill(0x40, 0, 1)],
    ['Geneve of something else', 6081, geneve(ethernet(packet), 0x6559)],
    ['GTP-U of another length', 2152, Buffer.concat([gtp(packet), bytes(0)])],
    ['GTP-U of another version', 2152, gtp(packet).fill(0x50, 0, 1)],
    ['an echo of GTP-U', 2152, gtp(packet).fill(1, 1, 2)],
    ['a message of L2TP', 1701, l2tp(packet).fill(0xc0, 0, 1)],
    ['words', 8472, Buffer.from('08 words, and more of them')],
    ['nothing', 6081, Buffer.alloc(0)],
    ['a port of no tunnel', 4788, vxlan(ethernet(packet))],
  ])('%s is a datagram', (_, port, content) => {
    const lines = events(pcap([inUdp(port)(content)]));
    expect(lines).toEqual([
      `1 udp 192.0.2.1 50000 > 192.0.2.2 ${port}`,
      `1 c2s ${JSON.stringify(content.toString('latin1'))}`,
    ]);
  });

  it('in one that is opened before or after is damage, and leaves no verdict between anybody', async () => {
    const good = inUdp(4789)(vxlan(ethernet(udp([[10, 0, 0, 1], 5], [[10, 0, 0, 2], 7], 'hi'))));
    const bad = inUdp(4789)(vxlan(ethernet(packet), bytes(9, 0, 0, 0, 0, 0, 5, 0)));
    const mode = async (...packets: Buffer[]) =>
      (await judge(pcap(packets))).find(({ target }) => target === '10.0.0.2:7/udp')?.verdicts?.observed?.wire
        .mode;
    expect(await mode(good, good)).toBe('simplex');
    expect(await mode(good, bad, good)).toBe('inconclusive');
    expect(await mode(bad, good, good)).toBe('inconclusive');
    expect(read([good, bad], 101)).toEqual(['1 with headers that contradict themselves']);
    // Elsewhere it is a datagram.
    const elsewhere = inIpv4(17, [192, 0, 2, 9])(bad.subarray(20));
    expect(await mode(good, elsewhere, good)).toBe('simplex');
  });
});
