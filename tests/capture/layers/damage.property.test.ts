/** Tunnels, fragments and packed files that are damaged on purpose: nothing is thrown, and nothing is told wrongly. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../src/capture/capture.ts';
import type { LabResult } from '../../../src/model/result.ts';
import { c2s, client, opening, pcap, s2c, server, tcp, udp } from '../build.ts';
import { pieces } from '../frames/pieces.ts';
import { summed } from '../frames/sums.ts';
import {
  behind,
  bytes,
  erspan2,
  ethernet,
  frame,
  geneve,
  gre,
  gtp,
  inIpv4,
  inUdp,
  labelled,
  pppoe,
  tagged,
  typeOf,
  vxlan,
  type Wrap,
} from '../frames/tunnels.ts';
import { judge } from '../judge.ts';

const numbered = (packet: Buffer, id: number): Buffer => {
  const copy = Buffer.from(packet);
  copy.writeUInt16BE(id, 4);
  return summed(copy);
};

const question = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const reply = 'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nsome content';
const exchange = (nth: number): Buffer[] => [
  c2s(101 + nth * question.length, question, 201 + nth * reply.length),
  s2c(201 + nth * reply.length, reply, 101 + (nth + 1) * question.length),
];
const near: [number[], number] = [[10, 0, 0, 1], 5000];
const far: [number[], number] = [[10, 0, 0, 2], 53];
const talk = [
  ...opening,
  ...[0, 1, 2].flatMap((nth) => [
    ...exchange(nth),
    udp(near, far, `ask ${nth}`),
    udp(far, near, `answer ${nth}`),
  ]),
  tcp({ seq: 101 + 3 * question.length, ack: 201 + 3 * reply.length, flags: 'F' }),
  tcp({ from: server, to: client, seq: 201 + 3 * reply.length, ack: 102 + 3 * question.length, flags: 'F' }),
].map((packet, nth) => numbered(packet, nth + 1));

const cut = (packet: Buffer): Buffer[] =>
  packet.length > 60 ? pieces(packet, { id: packet.readUInt16BE(4), at: [24, 32] }) : [packet];

const wraps: Record<string, (packet: Buffer) => Buffer[]> = {
  VLANs: (packet) => [frame(0x88a8)(tagged(tagged(packet, typeOf(packet)), 0x8100))],
  MPLS: (packet) => [frame(0x8847)(labelled(behind(bytes(0, 0, 0, 9))(ethernet(packet)), 16, 17))],
  PPPoE: (packet) => [frame(0x8864)(pppoe(packet))],
  GRE: (packet) => [ethernet(summed(inIpv4(47)(gre(typeOf(packet), 0x2000)(packet))))],
  ERSPAN: (packet) => [ethernet(summed(inIpv4(47)(gre(0x88be, 0x1000)(erspan2(packet)))))],
  VXLAN: (packet) => [ethernet(summed(inUdp(4789)(vxlan(ethernet(packet)))))],
  Geneve: (packet) => [ethernet(summed(inUdp(6081)(geneve(ethernet(packet), 0x6558, 2))))],
  'GTP-U': (packet) => [ethernet(summed(inUdp(2152)(gtp(packet, 1))))],
  fragments: (packet) => cut(packet).map(ethernet),
  'fragments of VXLAN': (packet) =>
    cut(numbered(inUdp(4789)(vxlan(ethernet(packet))), packet.readUInt16BE(4))).map(ethernet),
};

const modes = ({ verdicts }: LabResult) => [
  verdicts?.observed?.wire.mode,
  verdicts?.observed?.conversation.mode,
];

async function neverMisjudged(file: Buffer, known: LabResult[]): Promise<void> {
  for (const result of await judge(file)) {
    const same = known.find(({ target }) => target === result.target);
    if (same === undefined) continue;
    for (const [index, mode] of modes(result).entries())
      expect({
        target: result.target,
        mode,
        among: ['inconclusive', modes(same)[index]].includes(mode),
      }).toEqual({
        target: result.target,
        mode,
        among: true,
      });
  }
}

const runs = { numRuns: 40 };

describe.each(Object.entries(wraps))('%s', (_, wrap: (packet: Buffer) => Buffer[]) => {
  const frames = talk.flatMap(wrap);
  const intact = judge(pcap(frames, { link: 1 }));
  const index = fc.nat(frames.length - 1);

  it('is judged as it is without', async () => {
    const plain = await judge(pcap(talk.map(ethernet), { link: 1 }));
    expect((await intact).map(modes)).toEqual(plain.map(modes));
    expect((await intact).map(({ target }) => target)).toEqual(plain.map(({ target }) => target));
    expect((await intact).flatMap(modes)).not.toContain('inconclusive');
  });

  it('with missing, shortened and moved frames is never misjudged', async () => {
    const damage = fc.record({
      // Of all three answers nobody would know that they are missing: datagrams have no numbers.
      missing: fc.uniqueArray(index, { maxLength: 2 }),
      from: index,
      by: fc.integer({ min: 0, max: 4 }),
      snap: fc.oneof(fc.constant(65_535), fc.integer({ min: 20, max: 200 })),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ missing, from, by, snap }) => {
        const left = frames.filter((_frame, nth) => !missing.includes(nth));
        const [moved] = left.splice(from, 1);
        if (moved !== undefined) left.splice(from + by, 0, moved);
        await neverMisjudged(pcap(left, { link: 1, snap }), await intact);
      }),
      runs,
    );
  });

  it('with bytes that are flipped is never misjudged', async () => {
    const flip = fc.tuple(index, fc.nat(200), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(flip, { minLength: 1, maxLength: 2 }), async (flips) => {
        const damaged = frames.map((one) => Buffer.from(one));
        for (const [nth, at, mask] of flips) {
          const one = damaged[nth];
          if (one !== undefined) one[at % one.length] = (one[at % one.length] ?? 0) ^ mask;
        }
        await neverMisjudged(pcap(damaged, { link: 1 }), await intact);
      }),
      { numRuns: 120 },
    );
  });
});

it('a gzip file that is cut or flipped anywhere is never misjudged', async () => {
  const file = pcap(talk.map(ethernet), { link: 1 });
  const packed = gzipSync(file);
  const intact = await judge(file);
  await fc.assert(
    fc.asyncProperty(fc.nat(packed.length - 1), fc.nat(255), async (at, mask) => {
      const damaged = Buffer.from(mask === 0 ? packed.subarray(0, at) : packed);
      if (mask !== 0) damaged[at] = (damaged[at] ?? 0) ^ mask;
      await neverMisjudged(damaged, intact).catch((error: Error) => {
        if (!/^cannot read test: /.test(error.message)) throw error;
      });
    }),
    { numRuns: 100 },
  );
});

it('any bytes on any link are read or counted, and never throw', () => {
  const links = [
    0, 1, 9, 12, 50, 51, 101, 104, 105, 108, 109, 113, 117, 127, 147, 166, 204, 219, 228, 239, 276,
  ];
  // What leads on to further layers, in front of whatever there is.
  const begin = fc.constantFrom<Wrap>(
    (content) => content,
    ethernet,
    inUdp(4789),
    inUdp(6081),
    inUdp(2152),
    inUdp(1701),
    inUdp(37_008),
    inIpv4(47),
    (content) => inUdp(4789)(vxlan(content)),
    (content) => frame(0x8847)(labelled(content, 1)),
    (content) => frame(0x8864)(content),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...links),
      fc.array(fc.tuple(begin, fc.uint8Array({ maxLength: 120 })), { minLength: 1, maxLength: 4 }),
      (link, parts) => {
        const packets = parts.map(([wrap, content]) => wrap(Buffer.from(content)));
        const capture = readCapture({ opened: () => () => {} });
        capture.push(pcap(packets, { link }));
        const { unread, packets: all } = capture.end();
        expect(unread.reduce((sum, { packets: count }) => sum + count, 0)).toBeLessThanOrEqual(all);
      },
    ),
    { numRuns: 2000 },
  );
});
