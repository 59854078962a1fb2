/** Which checksums of datagrams tell of damage, and to whom. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../src/capture/capture.ts';
import { longSum, sum } from '../../../src/capture/layers/sums/sum.ts';
import { events, pcap, udp } from '../build.ts';
import { flipped, pseudo, summed, withHeaderSum, withSum } from '../frames/sums.ts';
import { judge } from '../judge.ts';

type Ends = [near: [number[], number], far: [number[], number]];
const address6 = (last: number) => [0x20, 1, 0xd, 0xb8, ...Array.from({ length: 11 }, () => 0), last];

const told = (packets: Buffer[], snap = 65_535) => events(pcap(packets, { snap })).slice(1);

function summary(packets: Buffer[], snap = 65_535) {
  const capture = readCapture({ opened: () => () => {} });
  capture.push(pcap(packets, { snap }));
  const { unread, wrongHeaders } = capture.end();
  return { unread: unread.map(({ kind, packets: count }) => `${count} ${kind}`), wrongHeaders };
}

describe('a UDP checksum', () => {
  const [near, far]: Ends = [
    [[10, 0, 0, 1], 5000],
    [[10, 0, 0, 2], 7],
  ];
  const ask = summed(udp(near, far, 'ask'));
  const answer = summed(udp(far, near, 'answer'));
  const modes = async (...packets: Buffer[]) => modesOf('10.0.0.2:7/udp', packets);
  const modesOf = async (server: string, packets: Buffer[]) => {
    const { verdicts } = (await judge(pcap(packets))).find(({ target }) => target === server) ?? {};
    return verdicts?.observed?.wire.mode;
  };

  it('that is left out, or to the card, is no damage', () => {
    for (const packet of [
      withSum(answer, 0),
      withSum(answer, pseudo(answer)),
      withSum(answer, pseudo(answer, 0)),
    ])
      expect(told([ask, ask, packet])).toEqual(['1 c2s "ask"', '1 c2s "ask"', '1 s2c "answer"']);
  });

  it('that is wrong is damage', () => {
    const packets = [ask, ask, answer, flipped(answer, -1)];
    expect(told(packets).slice(0, 3)).toEqual(['1 c2s "ask"', '1 c2s "ask"', '1 s2c "answer"']);
    expect(summary(packets).unread).toEqual(['1 with a wrong UDP checksum']);
  });

  it('that is wrong from the first leaves no verdict once others of the host are right, or nearly all are elsewhere', async () => {
    // Its port was damaged, so that it seems to be somebody else's.
    const strayed = flipped(answer, 21);
    const elsewhere = summed(udp(far, [[10, 0, 0, 9], 9], 'x'));
    expect(await modes(ask, ask)).toBe('simplex');
    expect(await modes(ask, strayed, elsewhere, ask)).toBe('inconclusive');
    expect(await modes(ask, strayed, ask)).toBe('inconclusive');
    // The very first, when nothing was heard of anybody.
    expect(await modes(strayed, ask, ask)).toBe('inconclusive');
    expect(await modes(strayed, ask, elsewhere, ask)).toBe('inconclusive');
    // Of a host whose sums are wrong again and again they tell nothing.
    const others = Array.from({ length: 4 }, () => flipped(elsewhere, -1));
    const asks = Array.from({ length: 4 }, () => ask);
    expect(await modes(...asks, ...others, ask)).toBe('simplex');
    // Between others than these hosts nothing is in doubt, where it is known which they are.
    const third = summed(udp(near, [[10, 0, 0, 3], 7], 'x'));
    expect(await modesOf('10.0.0.3:7/udp', [third, ask, strayed, elsewhere, ask])).toBe('simplex');
    expect(await modesOf('10.0.0.3:7/udp', [third, ask, strayed, ask])).toBe('simplex');
    expect(await modesOf('10.0.0.3:7/udp', [third, ask, withHeaderSum(strayed, 1), ask])).toBe(
      'inconclusive',
    );
  });

  it('that is wrong over IPv6 may mean that an address is: it leaves no verdict between anybody', async () => {
    const ends: Ends = [
      [address6(1), 5000],
      [address6(2), 7],
    ];
    const [asks, answers] = [summed(udp(...ends, 'ask')), summed(udp(ends[1], ends[0], 'answer'))];
    // The last byte of the sender's address.
    const strayed = flipped(answers, 23);
    const server = '[2001:db8::2]:7/udp';
    expect(await modesOf(server, [asks, asks])).toBe('simplex');
    expect(await modesOf(server, [asks, strayed, asks])).toBe('inconclusive');
    expect(await modesOf(server, [strayed, asks, asks])).toBe('inconclusive');
    const right = summed(udp([address6(6), 7], ends[0], 'answer'));
    expect(await modesOf(server, [strayed, asks, right, asks])).toBe('inconclusive');
  });
});

it('the sum of much is the sum of all its words, wherever it begins and ends', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 0, maxLength: 300 }),
      fc.nat(20),
      fc.nat(0xffff),
      (bytes, from, begun) => {
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
        const begin = Math.min(from, bytes.length);
        expect(longSum(view, begin, bytes.length, begun)).toBe(sum(view, begin, bytes.length, begun));
      },
    ),
  );
});
