/**
 * A capture of sixteen times as much takes as long as sixteen captures, whatever came in which order; what grows
 * with the square takes sixteen times as long. It is the processor's time that is compared, the less of two.
 */
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../src/capture/capture.ts';
import { c2s, opening, pcap, s2c, tcp, udp } from '../build.ts';

const address = (nth: number): number[] => [10, 1 + (nth >> 16), (nth >> 8) & 255, nth & 255];
const one: [number[], number] = [[10, 0, 0, 1], 40000];
const range = (count: number) => Array.from({ length: count }, (_, nth) => nth);
const answers = (count: number, step = 3) => range(count).map((nth) => s2c(201 + step * nth, 'abc'));

/** The same for every run. */
function shuffled<Each>(all: Each[]): Each[] {
  let state = 1;
  const keyed = all.map((each) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return { each, key: state };
  });
  return keyed.sort((a, b) => a.key - b.key).map(({ each }) => each);
}

/** One whole connection between these. */
const whole = (from: [number[], number], to: [number[], number]): Buffer[] => [
  tcp({ from, to, seq: 100, flags: 'S' }),
  tcp({ from: to, to: from, seq: 200, ack: 101, flags: 'S' }),
  tcp({ from, to, seq: 101, ack: 201, data: 'ask' }),
  tcp({ from: to, to: from, seq: 201, ack: 104, data: 'answer' }),
];

const kinds: Record<string, (count: number) => Buffer[]> = {
  'segments in reverse': (count) => [...opening, ...answers(count).reverse()],
  'segments in any order': (count) => [...opening, ...shuffled(answers(count))],
  'segments behind one that never comes': (count) => [...opening, ...answers(count).slice(1)],
  'segments of which every other is missing': (count) => [...opening, ...answers(count, 6)],
  'segments that acknowledge each other': (count) => [
    ...opening,
    ...range(count / 2).flatMap((nth) => [
      c2s(101 + 3 * nth, 'abc', 204 + 3 * nth),
      s2c(201 + 3 * nth, 'abc', 107 + 3 * nth),
    ]),
  ],
  servers: (count) => range(count / 4).flatMap((nth) => whole(one, [address(nth), 80])),
  'clients at once': (count) => {
    const all = range(count / 4).map((nth) => whole([address(nth), 40000], [[10, 0, 0, 2], 80]));
    return [0, 1, 2, 3].flatMap((part) => all.map((packets) => packets[part] ?? Buffer.alloc(0)));
  },
  'SYNs that nobody answers': (count) =>
    range(count).map((nth) => tcp({ from: [address(nth), 40000], seq: 100, flags: 'S' })),
  'connections that began before': (count) =>
    range(count).map((nth) =>
      tcp({ from: [address(nth), 40000], to: [[10, 0, 0, 2], 50051], seq: 9, ack: 9, data: 'x' }),
    ),
  'SYNs between the same ports': (count) =>
    range(count / 4).flatMap((nth) => [
      tcp({ seq: 1000 * nth, flags: 'S' }),
      ...whole([address(1), 40000], [address(2), 80]).slice(0, 2),
      c2s(1000 * nth + 1, 'x'),
    ]),
  'UDP flows': (count) => range(count).map((nth) => udp([address(nth), 40000], [address(nth + 1), 53], 'q')),
};

function leastTime(file: Buffer, times: number): number {
  const each = range(2).map(() => {
    const before = process.cpuUsage();
    for (let nth = 0; nth < times; nth++) {
      const capture = readCapture({ opened: () => () => {} });
      capture.push(file);
      capture.end();
    }
    return process.cpuUsage(before).user;
  });
  return Math.min(...each);
}

describe('time in proportion', () => {
  it.each(Object.entries(kinds))('%s', (_, packets) => {
    const [few, many] = [2000, 32_000].map((count) => pcap(packets(count)));
    if (few === undefined || many === undefined) throw new Error('no captures');
    const ofFew = leastTime(few, 16);
    expect(leastTime(many, 1) / ofFew).toBeLessThan(8);
  });
});
