/** Fragments: put together in any order, within bounds; what is not whole, or contradicts itself, is missing. */
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../src/capture/capture.ts';
import { client, events, pcap, server, tcp, udp } from '../build.ts';
import { piece, pieces, withOptions } from '../frames/pieces.ts';
import { flipped, summed } from '../frames/sums.ts';
import { ethernet, geneve, gre, inIpv4, inIpv6, inUdp, vxlan, type Wrap } from '../frames/tunnels.ts';
import { judge } from '../judge.ts';

type Ends = [near: [number[], number], far: [number[], number]];
const address6 = (last: number) => [0x20, 1, 0xd, 0xb8, ...Array.from({ length: 11 }, () => 0), last];
const six: Ends = [
  [address6(1), 5000],
  [address6(2), 7],
];
const four: Ends = [
  [[10, 0, 0, 1], 5000],
  [[10, 0, 0, 2], 7],
];
const words = 'a datagram that is cut into pieces';

function unread(packets: Buffer[]) {
  const capture = readCapture({ opened: () => () => {} });
  capture.push(pcap(packets));
  return capture.end().unread.map(({ kind, packets: count }) => `${count} ${kind}`);
}
const said = (packets: Buffer[]) => events(pcap(packets)).slice(1);

describe.each([
  ['IPv4', four],
  ['IPv6', six],
])('over %s', (_, [near, far]) => {
  const whole = summed(udp(near, far, words));
  const at = [8, 24, 32];
  const told = [`1 c2s "${words}"`];

  it('pieces are put together in every order, and may come twice', () => {
    const [a, b, c, d] = pieces(whole, { at }) as [Buffer, Buffer, Buffer, Buffer];
    for (const order of [
      [a, b, c, d],
      [d, c, b, a],
      [b, d, a, c],
      [a, a, b, b, c, c, d, d],
      [a, b, c, d, a, b, c, d],
    ]) {
      expect(said(order)).toEqual(told);
      expect(unread(order)).toEqual([]);
    }
  });

  it('pieces of several do not mix, and a number may come again', () => {
    const other = summed(udp(near, far, words.toUpperCase()));
    const [one, two] = [pieces(whole, { at: [16] }), pieces(other, { at: [16], id: 8 })] as [
      Buffer[],
      Buffer[],
    ];
    const mixed = [one[0], two[1], two[0], one[1]] as Buffer[];
    expect(said(mixed)).toEqual([`1 c2s "${words.toUpperCase()}"`, ...told]);
    const again = [...pieces(whole, { at: [16] }), ...pieces(other, { at: [16] })];
    expect(said(again)).toEqual([...told, `1 c2s "${words.toUpperCase()}"`]);
  });

  it('what misses a piece is missing, and counted', async () => {
    const all = pieces(whole, { at });
    for (const missing of all.keys()) {
      const rest = all.filter((_one, nth) => nth !== missing);
      expect(events(pcap(rest))).toEqual([]);
      expect(unread(rest)).toEqual(['3 IP fragments without their others']);
    }
    const answer = pieces(summed(udp(far, near, words)), { at });
    const mode = async (packets: Buffer[]) => (await judge(pcap(packets)))[0]?.verdicts?.observed?.wire.mode;
    expect(await mode([whole, whole])).toBe('simplex');
    expect(await mode([whole, ...answer, whole])).toBe('half-duplex');
    expect(await mode([whole, ...answer.slice(1), whole])).toBe('inconclusive');
  });

  it.each<[string, (a: Buffer, b: Buffer) => Buffer[]]>([
    ['overlap', (a, b) => [a, piece(whole, 7, 8, 24, true), b]],
    ['overlap with the same beginning', (a, b) => [a, piece(whole, 7, 16, 32, true), b]],
    ['are two of the same place and differ', (a, b) => [a, flipped(a, -1), b]],
    ['end in two places', (a) => [piece(whole, 7, 24, 42, false), piece(whole, 7, 16, 24, false), a]],
    ['lie behind the end', (a, b) => [piece(whole, 7, 48, 56, true), a, b]],
    [
      'overlap by as much as is missing',
      (a) => [a, piece(whole, 7, 8, 16, true), piece(whole, 7, 24, 42, false)],
    ],
    [
      'lie behind the end and miss as much',
      (a) => [piece(whole, 7, 48, 56, true), a, piece(whole, 7, 24, 42, false)],
    ],
    [
      'do not end at a multiple of eight',
      (_a, b) => [piece(whole, 7, 0, 12, true), piece(whole, 7, 0, 12, true), b],
    ],
  ])('pieces that %s make nothing', (_what, cut) => {
    const [a, b] = pieces(whole, { at: [16] }) as [Buffer, Buffer];
    expect(said([a, b])).toEqual(told);
    expect(events(pcap(cut(a, b)))).toEqual([]);
    expect(unread(cut(a, b))).toEqual(['3 IP fragments without their others']);
  });

  it('the sum of the whole tells of damage in a piece', () => {
    const [a, b] = pieces(whole, { at: [16] }) as [Buffer, Buffer];
    expect(unread([whole, a, flipped(b, -1)])).toEqual(['2 with a wrong UDP checksum']);
  });

  it('a piece that was shortened leaves what stands before it', () => {
    const cut = pieces(whole, { at: [16] });
    // Of the first 24 bytes of payload, 8 are UDP's header.
    const headers = near[0].length === 4 ? 20 : 48;
    expect(events(pcap(cut, { snap: headers + 12 })).slice(1)).toEqual(['1 c2s "a da"', '1 gap c2s 30']);
  });

  it('a segment of TCP is one as well', () => {
    const ask = summed(tcp({ from: near, to: far, seq: 1, ack: 1, data: words }));
    expect(said(pieces(ask, { at: [8] }))).toEqual(['1 gap c2s null', '1 gap s2c null', ...told]);
  });

  it('they wait for a minute of the capture', () => {
    const [a, b] = pieces(whole, { at: [16] }) as [Buffer, Buffer];
    // A packet each millisecond.
    const between = (count: number) => Array.from({ length: count }, () => inIpv4(200)(Buffer.alloc(0)));
    expect(events(pcap([a, ...between(59_998), b])).length).toBe(2);
    expect(events(pcap([a, ...between(60_000), b]))).toEqual([]);
  });

  it('more than can be kept make nothing, and harm nobody else', () => {
    const many = Array.from(
      { length: 3000 },
      (_one, nth) => pieces(whole, { id: nth + 100, at: [16] })[0] as Buffer,
    );
    const all = [...many, ...pieces(whole, { at: [16] })];
    expect(said(all)).toEqual([...told, '1 gap c2s null']);
    expect(unread(all)).toEqual(['3000 IP fragments without their others']);
    const [a, b] = pieces(whole, { at: [16] }) as [Buffer, Buffer];
    expect(said([a, ...many.slice(0, 255), b]).slice(0, 1)).toEqual(told);
    expect(events(pcap([a, ...many.slice(0, 256), b]))).toEqual([]);
  });

  it.each<[string, Wrap]>([
    ['GRE', (packet) => inIpv4(47)(gre(near[0].length === 4 ? 0x0800 : 0x86dd)(packet))],
    ['VXLAN', (packet) => inUdp(4789)(vxlan(ethernet(packet)))],
    ['IPv6', (packet) => inIpv6(47)(gre(0x6558)(ethernet(packet)))],
  ])('pieces within %s, and pieces of it', (_what, wrap) => {
    expect(said(pieces(whole, { at }).map(wrap))).toEqual(told);
    expect(said(pieces(wrap(whole), { at: [32, 40] }))).toEqual(told);
    expect(
      said(pieces(whole, { at }).flatMap((one, nth) => pieces(wrap(one), { at: [32], id: 90 + nth }))),
    ).toEqual(told);
  });
});

it('a fragment that is the whole packet needs no others (RFC 6946)', () => {
  const whole = udp(...six, words);
  expect(said([piece(whole, 5, 0, whole.length - 40, false)])).toEqual([`1 c2s "${words}"`]);
});

it('what is in it says the first piece, RFC 8200 §4.5', () => {
  const [a, b] = pieces(udp(...six, words), { at: [16] }) as [Buffer, Buffer];
  expect(said([b.fill(59, 40, 41), a])).toEqual([`1 c2s "${words}"`]);
});

it('headers of IPv6 may stand before what was cut, and within it', () => {
  const whole = summed(udp(...six, words));
  expect(said([withOptions(whole)])).toEqual([`1 c2s "${words}"`]);
  expect(said(pieces(withOptions(whole), { at: [8, 16] }))).toEqual([`1 c2s "${words}"`]);
  expect(said(pieces(whole, { at: [8, 16] }).map(withOptions))).toEqual([`1 c2s "${words}"`]);
});

it('what no IP packet can hold is none, and what just fits is', () => {
  const far = (last: number) => [
    piece(udp(...four, 'x'.repeat(65_499)), 7, 0, 65_504, true),
    piece(Buffer.concat([ip20(), Buffer.alloc(65_504), Buffer.alloc(last)]), 7, 65_504, 65_504 + last, false),
  ];
  const ip20 = () => udp(...four, '').subarray(0, 20);
  expect(unread(far(11))).toEqual([]);
  expect(unread(far(12))).toEqual(['2 IP fragments without their others']);
});

it('a lost piece of a tunnel may have held anything', async () => {
  const inner = udp(...four, 'hi');
  const wrap: Wrap = (packet) => inUdp(6081)(geneve(ethernet(packet), 0x6558));
  const mode = async (packets: Buffer[]) =>
    (await judge(pcap(packets))).find(({ target }) => target === '10.0.0.2:7/udp')?.verdicts?.observed?.wire
      .mode;
  expect(await mode([wrap(inner), wrap(inner)])).toBe('simplex');
  expect(await mode([wrap(inner), ...pieces(wrap(inner), { at: [16] }).slice(1)])).toBe('inconclusive');
  expect(await mode([inner, ...pieces(inIpv4(4)(inner), { at: [16] }).slice(1)])).toBe('inconclusive');
  // Of ICMP it matters to nobody.
  expect(await mode([inner, ...pieces(inIpv4(1)(inner), { at: [16] }).slice(1)])).toBe('simplex');
});

it('a packet that goes by way of others has its last address, which its checksum is of (RFC 8754)', () => {
  const [near, far]: Ends = [
    [address6(1), 40000],
    [address6(2), 80],
  ];
  const opens = summed(tcp({ from: near, to: far, seq: 100, flags: 'S' }));
  const accepts = summed(tcp({ from: far, to: near, seq: 200, ack: 101, flags: 'S' }));
  const direct = summed(tcp({ from: near, to: far, seq: 101, ack: 201, data: 'x' }));
  const routed = (left: number, last = direct) => {
    const head = Buffer.from(last.subarray(0, 40));
    head[6] = 43;
    head.writeUInt16BE(last.length, 4);
    head.set(left > 0 ? address6(9) : address6(2), 24);
    const routing = Buffer.from([6, 4, 4, left, 1, 0, 0, 0, ...address6(2), ...address6(9)]);
    return Buffer.concat([head, routing, last.subarray(40)]);
  };
  for (const left of [0, 1]) {
    expect(events(pcap([opens, accepts, routed(left)]))).toEqual([
      '1 tcp 2001:db8::1 40000 > 2001:db8::2 80',
      '1 c2s "x"',
    ]);
    expect(unread([opens, accepts, routed(left, flipped(direct, -1))])).toEqual([
      '1 with a wrong TCP checksum',
    ]);
  }
});

it('a connection is whole whose segments were cut', () => {
  const open = [
    tcp({ seq: 100, flags: 'S' }),
    tcp({ from: server, to: client, seq: 200, ack: 101, flags: 'S' }),
  ];
  const ask = tcp({ seq: 101, ack: 201, data: 'a long question' });
  const answer = tcp({ from: server, to: client, seq: 201, ack: 116, data: 'an answer' });
  expect(said([...open, ...pieces(summed(ask), { at: [24] }).reverse(), answer])).toEqual([
    '1 c2s "a long question"',
    '1 s2c "an answer"',
  ]);
});
