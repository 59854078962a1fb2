/** One packet that was captured in several places is one; what was sent twice is two. */
import { describe, expect, it } from 'vitest';
import { c2s, client, events, opening, pcap, s2c, server, tcp, udp } from './build.ts';
import { pieces } from './frames/pieces.ts';
import { pseudo, summed, withSum } from './frames/sums.ts';
import { ethernet, frame, inIpv4, inUdp, tagged, typeOf, vxlan, type Wrap } from './frames/tunnels.ts';
import { judge } from './judge.ts';

const near: [number[], number] = [[10, 0, 0, 1], 5000];
const far: [number[], number] = [[10, 0, 0, 2], 53];
const numbered = (packet: Buffer, id: number) => {
  const copy = Buffer.from(packet);
  copy.writeUInt16BE(id, 4);
  return copy;
};
const ask = numbered(udp(near, far, 'ask'), 1);
const answer = numbered(udp(far, near, 'answer'), 2);
const within: Wrap = (packet) => ethernet(inUdp(4789)(vxlan(ethernet(packet))));
const inVlan: Wrap = (packet) => frame(0x8100)(tagged(packet, typeOf(packet)));
const datagrams = (frames: Buffer[]) => events(pcap(frames, { link: 1 }));
const told = ['1 udp 10.0.0.1 5000 > 10.0.0.2 53', '1 c2s "ask"', '1 s2c "answer"'];

describe('a datagram', () => {
  it.each<[string, Wrap]>([
    ['in a tunnel', within],
    ['in a VLAN', inVlan],
    ['in a tunnel of which the packets were cut', (packet) => ethernet(inIpv4(4)(packet))],
  ])('outside and %s is one', (_, wrap) => {
    expect(datagrams([ethernet(ask), wrap(ask), wrap(answer), ethernet(answer)])).toEqual(told);
    // Before it goes in, its sum was left to the card.
    const left = withSum(ask, pseudo(ask));
    expect(datagrams([ethernet(left), wrap(summed(ask)), wrap(answer), ethernet(answer)])).toEqual(told);
  });

  it('that was cut on the way into a tunnel is one', () => {
    const long = numbered(udp(near, far, 'a rather long question'), 5);
    const cut = pieces(long, { id: 5, at: [16] });
    for (const frames of [
      [ethernet(long), ...cut.map(within)],
      [...cut.map(ethernet), ...cut.map(within)],
      [...cut.flatMap((piece) => [ethernet(piece), within(piece)])],
    ])
      expect(datagrams(frames)).toEqual([told[0], '1 c2s "a rather long question"']);
  });

  it('that was sent twice is two, in one place and in both', () => {
    const twice = [...told.slice(0, 2), '1 c2s "ask"', '1 s2c "answer"'];
    expect(datagrams([ask, ask, answer].map(ethernet))).toEqual(twice);
    expect(datagrams([ask, ask, answer].map(within))).toEqual(twice);
    expect(datagrams([ask, ask, answer].flatMap((one) => [ethernet(one), within(one)]))).toEqual(twice);
  });

  it('that is not quite alike is another', () => {
    const others: Buffer[] = [
      numbered(ask, 9),
      numbered(udp(near, far, 'asK'), 1),
      numbered(udp(near, [[10, 0, 0, 2], 54], 'ask'), 1),
    ];
    for (const other of others) expect(datagrams([ethernet(ask), within(other)]).length).toBeGreaterThan(2);
    const later = Array.from({ length: 1001 }, () => ethernet(inIpv4(200)(Buffer.alloc(0))));
    expect(datagrams([ethernet(ask), ...later, within(ask)])).toEqual([...told.slice(0, 2), '1 c2s "ask"']);
  });
});

describe('a connection', () => {
  const question = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
  const reply = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
  const talk = [
    ...opening,
    c2s(101, question),
    s2c(201, reply, 101 + question.length),
    c2s(101 + question.length, question, 201 + reply.length),
    s2c(201 + reply.length, reply, 101 + 2 * question.length),
    tcp({ seq: 101 + 2 * question.length, ack: 201 + 2 * reply.length, flags: 'F' }),
    tcp({
      from: server,
      to: client,
      seq: 201 + 2 * reply.length,
      ack: 102 + 2 * question.length,
      flags: 'F',
    }),
  ];
  const seen = async (frames: Buffer[]) =>
    (await judge(pcap(frames, { link: 1 }))).map(({ target, facts, verdicts }) => [
      target,
      facts?.observed?.connections,
      facts?.observed?.exchanges,
      facts?.observed?.crossings,
      verdicts?.observed?.wire.mode,
      verdicts?.observed?.conversation.mode,
    ]);

  it.each<[string, (packet: Buffer, nth: number) => Buffer[]]>([
    ['alone', (packet) => [ethernet(packet)]],
    ['in a tunnel alone', (packet) => [within(packet)]],
    ['first outside, then in a tunnel', (packet) => [ethernet(packet), within(packet)]],
    [
      'each direction in its order',
      (packet, nth) =>
        nth % 2 === 0 ? [ethernet(packet), within(packet)] : [within(packet), ethernet(packet)],
    ],
    [
      'each direction in a tunnel of its own',
      (packet, nth) => [nth % 2 === 0 ? within(packet) : inVlan(packet)],
    ],
    ['in three places', (packet) => [ethernet(packet), inVlan(packet), within(packet)]],
  ])('%s is one, and without damage', async (_, frames) => {
    expect(await seen(talk.flatMap(frames))).toEqual([
      ['10.0.0.2:80', 1, 2, 0, 'half-duplex', 'half-duplex'],
    ]);
  });

  it('whose addresses another has in another tunnel is never told wrongly', async () => {
    // The same question and answer, with other numbers, at the same time in another tunnel.
    const other = talk.map((packet) => {
      const copy = Buffer.from(packet);
      copy.writeUInt32BE((copy.readUInt32BE(24) + 0x1234_5678) >>> 0, 24);
      if (copy.readUInt32BE(28) !== 0) copy.writeUInt32BE((copy.readUInt32BE(28) + 0x1234_5678) >>> 0, 28);
      return copy;
    });
    const mixed = talk.flatMap((packet, nth) => [within(packet), within(other[nth] ?? packet)]);
    for (const [, , , , wire] of await seen(mixed)) expect(['inconclusive', 'half-duplex']).toContain(wire);
  });
});
