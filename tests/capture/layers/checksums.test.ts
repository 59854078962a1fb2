import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../src/capture/capture.ts';
import { client, events, pcap, server, type Tcp, tcp } from '../build.ts';
import { flipped, pseudo, summed, withHeaderSum, withSum } from '../frames/sums.ts';

type Ends = [near: [number[], number], far: [number[], number]];
const address6 = (last: number) => [0x20, 1, 0xd, 0xb8, ...Array.from({ length: 11 }, () => 0), last];
const ipv4: Ends = [client, server];
const ipv6: Ends = [
  [address6(1), 40000],
  [address6(2), 80],
];

/** A connection between these, its packets with right sums. */
function talk([near, far]: Ends, largest?: number) {
  const from = (segment: Omit<Tcp, 'from' | 'to'>) => summed(tcp({ from: near, to: far, ...segment }));
  const back = (segment: Omit<Tcp, 'from' | 'to'>) => summed(tcp({ from: far, to: near, ...segment }));
  const option = largest === undefined ? {} : { largest };
  const opening = [
    from({ seq: 100, flags: 'S', ...option }),
    back({ seq: 200, ack: 101, flags: 'S', ...option }),
    from({ seq: 101, ack: 201 }),
  ];
  return { from, back, opening };
}

const told = (packets: Buffer[], snap = 65_535) => events(pcap(packets, { snap })).slice(1);

function summary(packets: Buffer[], snap = 65_535) {
  const capture = readCapture({ opened: () => () => {} });
  capture.push(pcap(packets, { snap }));
  const { unread, wrongHeaders } = capture.end();
  return { unread: unread.map(({ kind, packets: count }) => `${count} ${kind}`), wrongHeaders };
}

describe.each([
  ['IPv4', ipv4],
  ['IPv6', ipv6],
])('a TCP checksum over %s', (_, ends) => {
  const { from, back, opening } = talk(ends);
  const ask = from({ seq: 101, ack: 201, data: 'ask' });
  const answer = back({ seq: 201, ack: 104, data: 'answer' });
  const rest = [answer, from({ seq: 104, ack: 207, data: 'more' })];
  const whole = ['1 c2s "ask"', '1 s2c "answer"', '1 c2s "more"'];

  it.each([
    ['the sum of the pseudo-header', withSum(ask, pseudo(ask))],
    ['that without the length', withSum(ask, pseudo(ask, 0))],
    ['nothing', withSum(ask, 0)],
  ])('that is %s was left to the card', (_kind, packet) => {
    expect(told([...opening, packet, ...rest])).toEqual(whole);
    expect(summary([...opening, packet, ...rest]).unread).toEqual([]);
  });

  it.each([
    ['the sum of a pseudo-header that is one byte longer', withSum(ask, pseudo(ask) + 1)],
    ['the complement of that sum', withSum(ask, 0xffff - pseudo(ask))],
    ['that of a bit less in the payload', flipped(ask, -1)],
    ['that of a bit less in the header', flipped(ask, ends === ipv4 ? 35 : 55)],
  ])('that is %s tells of damage', (_kind, packet) => {
    const lost = ['1 gap c2s 3', '1 s2c "answer"', '1 c2s "more"'];
    expect(told([...opening, packet, ...rest]).sort()).toEqual(lost.sort());
    expect(summary([...opening, packet, ...rest]).unread).toEqual(['1 with a wrong TCP checksum']);
  });

  it('tells of damage in every packet that has some, while half of its sums are right', () => {
    const [first, second] = ['one', 'two'].map((data, nth) =>
      flipped(from({ seq: 101 + 3 * nth, ack: 201, data }), -1),
    );
    const last = back({ seq: 201, ack: 107, data: 'answer' });
    expect(told([...opening, first ?? last, second ?? last, last]).sort()).toEqual([
      '1 gap c2s 6',
      '1 s2c "answer"',
    ]);
  });

  it('that is wrong in the first packet of a host tells of damage where others are right', () => {
    // The server accepted out of sight.
    const packets = [
      opening[0],
      opening[2],
      ask,
      flipped(answer, -1),
      from({ seq: 104, ack: 207, data: 'more' }),
    ] as Buffer[];
    expect(told(packets).sort()).toEqual(['1 c2s "ask"', '1 c2s "more"', '1 gap s2c 6']);
    // Of a host of which none is right they tell nothing: the first few are lost.
    const others = ['one', 'two', 'six', 'ten', 'end'].map((data, nth) =>
      flipped(back({ seq: 207 + 3 * nth, ack: 107, data }), -1),
    );
    expect(told([...packets, ...others]).filter((line) => line.includes('s2c "'))).toEqual([
      '1 s2c "si|"',
      '1 s2c "tej"',
      '1 s2c "en`"',
    ]);
  });

  it('that is never right was changed after the capture, or never was one', () => {
    const wrong = [...opening, ask, ...rest].map((packet) => flipped(packet, -1));
    expect(told(wrong)).toEqual(['1 c2s "aso"', '1 s2c "answev"', '1 c2s "mora"']);
  });
});

describe('a segment that is larger than the path carries', () => {
  const { from, back, opening } = talk(ipv4, 1000);
  const wrong = (length: number) => flipped(back({ seq: 201, ack: 101, data: 'x'.repeat(length) }), -1);
  const next = (length: number) => from({ seq: 101, ack: 201 + length, data: 'thanks' });
  const lengths = (packets: Buffer[]) =>
    told(packets).map((line) => line.replace(/"(x*).*"/, (_, { length }) => length));

  it('was put together after its sum was looked at', () => {
    expect(lengths([...opening, wrong(1001), next(1001)])).toEqual(['1 s2c 1000', '1 c2s 0']);
    expect(lengths([...opening, wrong(1000), next(1000)]).sort()).toEqual(['1 c2s 0', '1 gap s2c 1000']);
  });

  it('is one that Ethernet does not carry, where nobody told', () => {
    const { opening: untold } = talk(ipv4);
    expect(lengths([...untold, wrong(1461), next(1461)])).toEqual(['1 s2c 1460', '1 c2s 0']);
    expect(lengths([...untold, wrong(1460), next(1460)]).sort()).toEqual(['1 c2s 0', '1 gap s2c 1460']);
  });

  it('has a sum to go by where such segments have right ones', () => {
    const right = back({ seq: 201, ack: 101, data: 'x'.repeat(1001) });
    const second = flipped(back({ seq: 1202, ack: 101, data: 'y'.repeat(1001) }), -1);
    expect(lengths([...opening, right, second, next(2002)]).sort()).toEqual([
      '1 c2s 0',
      '1 gap s2c 1001',
      '1 s2c 1001',
    ]);
  });
});

describe('the checksum of an IPv4 header', () => {
  const { from, back, opening } = talk(ipv4);
  const packets = [
    ...opening,
    from({ seq: 101, ack: 201, data: 'ask' }),
    back({ seq: 201, ack: 104, data: 'answer' }),
  ];
  const whole = ['1 c2s "ask"', '1 s2c "answer"'];
  const wrongAt = (...places: number[]) =>
    packets.map((packet, nth) => (places.includes(nth) ? withHeaderSum(packet, 1) : packet));

  it('takes nothing away where the other sum confirms the addresses', () => {
    expect(told(wrongAt(3))).toEqual(whole);
    expect(summary(wrongAt(3))).toEqual({ unread: [], wrongHeaders: 1 });
    const left = packets.map((packet, nth) =>
      nth === 3 ? withHeaderSum(withSum(packet, pseudo(packet)), 1) : packet,
    );
    expect(told(left)).toEqual(whole);
  });

  it('tells of damage where nothing does', () => {
    // Of a packet that was shortened the other sum is not known.
    const { unread, wrongHeaders } = summary(wrongAt(3), 42);
    expect([unread, wrongHeaders]).toEqual([['1 with a wrong IPv4 header checksum'], 0]);
    const both = packets.map((packet, nth) => (nth === 3 ? flipped(withHeaderSum(packet, 1), -1) : packet));
    expect(summary(both).unread).toEqual(['1 with a wrong IPv4 header checksum']);
  });

  it('tells nothing where it is wrong throughout', () => {
    const all = wrongAt(0, 1, 2, 3, 4);
    expect(summary(all, 42)).toEqual({ unread: [], wrongHeaders: 5 });
    expect(told(all)).toEqual(whole);
    const changed = all.map((packet) => flipped(packet, -1));
    expect(told(changed)).toEqual(['1 c2s "aso"', '1 s2c "answev"']);
  });
});
