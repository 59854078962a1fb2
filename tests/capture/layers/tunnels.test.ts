/** What stands around the IP packet of a connection: every kind is opened, and what just is not of the kind is told as what it is. */
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../src/capture/capture.ts';
import { c2s, events, opening, pcap, s2c, tcp } from '../build.ts';
import { ethernetKinds, ipKinds, linkKinds } from '../frames/kinds-of-tunnels.ts';
import { inIpv4, type Wrap } from '../frames/tunnels.ts';

const talk = [...opening, c2s(101, 'ask'), s2c(201, 'answer', 104)];
const told = ['1 tcp 10.0.0.1 40000 > 10.0.0.2 80', '1 c2s "ask"', '1 s2c "answer"'];
const ipv6 = Array.from({ length: 16 }, (_, nth) => nth);
const talk6 = [tcp({ from: [ipv6, 1000], to: [[...ipv6].reverse(), 80], seq: 7, data: 'six' })];

const everything: [string, number, Wrap][] = [
  ...ethernetKinds.map(([name, wrap]): [string, number, Wrap] => [name, 1, wrap]),
  ...ipKinds.map(([name, wrap]): [string, number, Wrap] => [name, 101, wrap]),
  ...linkKinds,
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
