import { describe, expect, it } from 'vitest';
import { readCapture } from '../../src/capture/capture.ts';
import { c2s, ethernet, events, opening, pcap, s2c, tcp, traced, udp } from './build.ts';
import { judge } from './judge.ts';

const talk = [...opening, c2s(101, 'ask'), s2c(201, 'answer', 104)];
const told = ['1 tcp 10.0.0.1 40000 > 10.0.0.2 80', '1 c2s "ask"', '1 s2c "answer"'];

/** An interface's clock: the option if_tsresol, and if_tsoffset in seconds. */
interface Clock {
  resolution: number;
  offset?: bigint;
}
/** On which interface, and the two words of its time. */
type Packet = [number, number, number];

/** A UDP datagram from 127.0.0.1:5000 to 127.0.0.1:7 that says hi, some times, in a pcapng file, written out by hand. */
const pcapng = (
  little: boolean,
  {
    snapped = false,
    unknown = 4,
    clocks = [{ resolution: 9 }],
    packets = [
      [0, 1, 500],
      [0, 1, 750],
    ],
  }: { snapped?: boolean; unknown?: number; clocks?: Clock[]; packets?: Packet[] } = {},
): Buffer => {
  const packet = Buffer.from(
    '45000000000000000011' + '0000' + '7f000001' + '7f000001' + '13880007000a0000' + '6869',
    'hex',
  );
  packet.writeUInt16BE(packet.length, 2);
  const kept = snapped ? packet.subarray(0, 29) : packet;
  const word = (value: number) => {
    const bytes = Buffer.alloc(4);
    little ? bytes.writeUInt32LE(value) : bytes.writeUInt32BE(value);
    return bytes;
  };
  const half = (value: number) => {
    const bytes = Buffer.alloc(2);
    little ? bytes.writeUInt16LE(value) : bytes.writeUInt16BE(value);
    return bytes;
  };
  const long = (value: bigint) => {
    const bytes = Buffer.alloc(8);
    little ? bytes.writeBigInt64LE(value) : bytes.writeBigInt64BE(value);
    return bytes;
  };
  const block = (type: number, ...parts: Buffer[]) => {
    const body = Buffer.concat(parts);
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
    return Buffer.concat([word(type), word(padded.length + 12), padded, word(padded.length + 12)]);
  };
  return Buffer.concat([
    block(0x0a0d0d0a, word(0x1a2b3c4d), half(1), half(0), word(0xffffffff), word(0xffffffff)),
    ...clocks.map(({ resolution, offset }) =>
      block(
        1,
        // Link type 101, name "lo".
        half(101),
        half(0),
        word(0),
        half(2),
        half(2),
        Buffer.from('lo\0\0'),
        half(9),
        half(1),
        Buffer.from([resolution, 0, 0, 0]),
        ...(offset === undefined ? [] : [half(14), half(8), long(offset)]),
      ),
    ),
    // A block of a type that nobody knows.
    block(0x0bad, Buffer.alloc(unknown)),
    ...packets.map(([id, high, low]) =>
      block(6, word(id), word(high), word(low), word(kept.length), word(packet.length), kept),
    ),
  ]);
};

describe('the files', () => {
  for (const little of [true, false])
    for (const nano of [true, false])
      it(`are read in either byte order and resolution: ${little ? 'little' : 'big'} endian, ${nano ? 'nano' : 'micro'}seconds`, () => {
        const file = pcap(talk, { little, nano });
        expect(events(file)).toEqual(told);
        expect(traced(file).map(({ at }) => at)).toEqual([1e6, 3e6, 4e6]);
      });

  for (const little of [true, false])
    it(`may be pcapng, ${little ? 'little' : 'big'} endian, with the clock that the interface names`, () => {
      const all = traced(pcapng(little));
      expect(all.map(({ type, at }) => [type, at])).toEqual([
        ['open', 0],
        ['bytes', 0],
        ['bytes', 250],
      ]);
      expect(events(pcapng(little))).toEqual([
        '1 udp 127.0.0.1 5000 > 127.0.0.1 7',
        '1 c2s "hi"',
        '1 c2s "hi"',
      ]);
    });

  it.each([
    [
      'nanoseconds',
      [{ resolution: 9 }],
      [0, 1, 2 ** 32],
      [
        [0, 0, 7],
        [0, 0, 8],
        [0, 1, 7],
      ],
    ],
    [
      'microseconds',
      [{ resolution: 6 }],
      [0, 1000, 2 ** 32 * 1000],
      [
        [0, 3, 7],
        [0, 3, 8],
        [0, 4, 7],
      ],
    ],
    [
      'seconds',
      [{ resolution: 0 }],
      [0, 2e9],
      [
        [0, 0, 7],
        [0, 0, 9],
      ],
    ],
    [
      'half seconds',
      [{ resolution: 0x81 }],
      [0, 5e8, 1e9],
      [
        [0, 0, 7],
        [0, 0, 8],
        [0, 0, 9],
      ],
    ],
    // 2 to the -20 of a second is no whole number of nanoseconds.
    [
      'a binary fraction',
      [{ resolution: 0x94 }],
      [0, 953, 1e9],
      [
        [0, 0, 0],
        [0, 0, 1],
        [0, 0, 2 ** 20],
      ],
    ],
    [
      'picoseconds',
      [{ resolution: 12 }],
      [0, 1, 1],
      [
        [0, 0, 0],
        [0, 0, 1000],
        [0, 0, 1999],
      ],
    ],
    [
      'a clock that steps back',
      [{ resolution: 9 }],
      [0, -5],
      [
        [0, 1, 2],
        [0, 0, 2 ** 32 - 3],
      ],
    ],
    [
      'two interfaces, one an hour behind in another unit',
      [{ resolution: 9 }, { resolution: 3, offset: 3600n }],
      [0, 3600e9, 3600e9 + 1e6, 1],
      [
        [0, 0, 0],
        [1, 0, 0],
        [1, 0, 1],
        [0, 0, 1],
      ],
    ],
  ] as [string, Clock[], number[], Packet[]][])('tell the time in %s', (_, clocks, times, packets) => {
    for (const little of [true, false]) {
      const said = traced(pcapng(little, { clocks, packets })).filter(({ type }) => type === 'bytes');
      expect(said.map(({ at }) => at)).toEqual(times);
    }
  });

  it('may hold blocks of any length that are no packets', () => {
    const file = pcapng(true, { unknown: 500_000 });
    for (const step of [file.length, 1000, 7]) {
      const capture = readCapture({ opened: () => () => {} });
      for (let at = 0; at < file.length; at += step) capture.push(file.subarray(at, at + step));
      expect(capture.end()).toMatchObject({ packets: 2, damaged: false });
    }
    const cut = readCapture({ opened: () => () => {} });
    cut.push(file.subarray(0, 400_000));
    expect(cut.end()).toMatchObject({ packets: 0, damaged: true });
  });

  it('that speak of an interface which they do not describe are damaged', () => {
    const read = (packets: Packet[]) => {
      const capture = readCapture({ opened: () => () => {} });
      capture.push(pcapng(true, { packets }));
      return capture.end();
    };
    expect(read([[0, 0, 1]])).toMatchObject({ packets: 1, damaged: false });
    expect(
      read([
        [0, 0, 1],
        [7, 0, 2],
        [0, 0, 3],
      ]),
    ).toMatchObject({ packets: 1, damaged: true });
  });

  it('give the name of the interface on which a connection was seen', () => {
    const names: (string | null)[] = [];
    const capture = readCapture({
      opened(_, on) {
        names.push(on.name);
        return () => {};
      },
    });
    capture.push(pcapng(true));
    capture.end();
    expect(names).toEqual(['lo']);
  });

  it('say so where a packet was shortened', () => {
    expect(events(pcapng(true, { snapped: true }))).toEqual([
      '1 udp 127.0.0.1 5000 > 127.0.0.1 7',
      '1 c2s "h"',
      '1 gap c2s 1',
      '1 c2s "h"',
      '1 gap c2s 1',
    ]);
  });

  it('are read alike however their bytes arrive', () => {
    for (const file of [pcap(talk), pcapng(false)])
      for (const step of [1, 2, 3, 7, 30]) expect(events(file, { step })).toEqual(events(file));
  });

  it('may say beside the link type how long the check sequences of frames are', () => {
    expect(events(pcap(talk, { link: 101 + 0x4400_0000 }))).toEqual(told);
  });

  it('tell when their first packet was seen', () => {
    const began = (file: Buffer) => {
      const capture = readCapture({ opened: () => () => {} });
      capture.push(file);
      return capture.end().began;
    };
    for (const little of [true, false]) {
      expect(began(pcap(talk, { little }))).toBe(1_000_000);
      expect(began(pcapng(little, { packets: [[0, 1, 0]] }))).toBe(4294);
      expect(
        began(pcapng(little, { clocks: [{ resolution: 6, offset: 60n }], packets: [[0, 0, 5000]] })),
      ).toBe(60_005);
    }
    expect(began(pcap([]))).toBe(null);
  });

  it('that are none are refused', () => {
    for (const text of ['', 'no', 'neither pcap nor pcapng, whatever it is']) {
      const capture = readCapture({ opened: () => () => {} });
      expect(() => {
        capture.push(Buffer.from(text));
        capture.end();
      }).toThrow(/empty|neither/);
    }
  });

  it('that are cut in the middle of a packet leave what was open with a gap', () => {
    const file = pcap(talk);
    expect(events(file.subarray(0, -1))).toEqual([...told.slice(0, 2), '1 gap c2s null', '1 gap s2c null']);
  });
});

describe('a datagram that cannot be read', () => {
  const near: [number[], number] = [[10, 0, 0, 1], 5000];
  const far: [number[], number] = [[10, 0, 0, 2], 7];
  const other: [number[], number] = [[10, 0, 0, 3], 7];
  const ask = udp(near, far, 'ask');
  const answer = udp(far, near, 'answer');
  const modes = async (...packets: Buffer[]) => {
    const { verdicts } = (await judge(pcap(packets)))[0] ?? {};
    return [verdicts?.observed?.wire.mode, verdicts?.observed?.conversation.mode];
  };
  const changed = (packet: Buffer, at: number, value: number) => {
    const copy = Buffer.from(packet);
    copy.writeUInt16BE(value, at);
    return copy;
  };
  /** More fragments follow. */
  const fragment = (packet: Buffer) => changed(packet, 6, 0x2000);
  const short = (packet: Buffer) => changed(packet, 24, 3);
  const headless = (packet: Buffer) => changed(packet, 2, 15);

  it.each([
    ['a fragment', fragment],
    ['one of an impossible length', short],
    ['one in a damaged packet', headless],
  ])('(%s) leaves nothing of a verdict between its hosts', async (_, damage) => {
    expect(await modes(ask, ask)).toEqual(['simplex', 'simplex']);
    expect(await modes(ask, damage(answer), ask)).toEqual(['inconclusive', 'inconclusive']);
    expect(await modes(damage(ask), ask, ask)).toEqual(['inconclusive', 'inconclusive']);
    const elsewhere = damage(udp(other, near, 'x'));
    const isKnown = damage !== headless;
    expect(await modes(ask, elsewhere, ask)).toEqual(Array(2).fill(isKnown ? 'simplex' : 'inconclusive'));
  });
});

describe('the link types', () => {
  const framed = (link: number, frame: (packet: Buffer) => Buffer) => events(pcap(talk.map(frame), { link }));
  const prefixed =
    (...bytes: number[]) =>
    (packet: Buffer) =>
      Buffer.concat([Buffer.from(bytes), packet]);

  it('Ethernet, with and without VLAN tags', () => {
    expect(framed(1, (packet) => ethernet(packet))).toEqual(told);
    expect(framed(1, (packet) => ethernet(packet, 0x8100))).toEqual(told);
    expect(framed(1, (packet) => ethernet(packet, 0x88a8, 0x8100))).toEqual(told);
  });

  it('Linux cooked capture, versions 1 and 2', () => {
    expect(framed(113, prefixed(0, 0, 3, 4, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0))).toEqual(told);
    expect(framed(276, prefixed(8, 0, 0, 0, 0, 0, 0, 1, 3, 4, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0))).toEqual(told);
  });

  it('raw IP, and the loopback of BSD in either byte order', () => {
    for (const link of [12, 14, 101, 228]) expect(framed(link, (packet) => packet)).toEqual(told);
    expect(framed(0, prefixed(2, 0, 0, 0))).toEqual(told);
    expect(framed(0, prefixed(0, 0, 0, 2))).toEqual(told);
    expect(framed(108, prefixed(0, 0, 0, 2))).toEqual(told);
  });

  it('pass over frames that carry no IP, and Ethernet padding', () => {
    expect(framed(1, (packet) => Buffer.concat([Buffer.alloc(12), Buffer.from([8, 6]), packet]))).toEqual([]);
    expect(framed(1, (packet) => Buffer.concat([ethernet(packet), Buffer.alloc(6)]))).toEqual(told);
    expect(framed(0, prefixed(1, 2, 3, 4))).toEqual([]);
  });

  it('that are not known are named', () => {
    const capture = readCapture({ opened: () => () => {} });
    capture.push(pcap(talk, { link: 147 }));
    expect(capture.end()).toMatchObject({ packets: 5, unread: 5, unknownLinks: [147] });
  });
});

describe('IP', () => {
  it('may be version 6, with its addresses as RFC 5952 writes them', () => {
    const from: [number[], number] = [[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1], 40000];
    const to: [number[], number] = [[...Array.from({ length: 15 }, () => 0), 1], 80];
    const packets = [
      tcp({ from, to, seq: 1, flags: 'S' }),
      tcp({ from: to, to: from, seq: 9, ack: 2, flags: 'S', data: '' }),
    ];
    expect(events(pcap(packets))).toEqual(['1 tcp 2001:db8::1:0:0:1 40000 > ::1 80']);
  });

  it('fragments are not taken for segments', () => {
    const fragment = c2s(101, 'ask');
    fragment[6] = 0x20;
    expect(events(pcap([...opening, fragment]))).toEqual([told[0]]);
  });
});

describe('UDP', () => {
  it('flows have who sent first for their client, and answers find their flow', () => {
    const a: [number[], number] = [[10, 0, 0, 1], 5000];
    const b: [number[], number] = [[10, 0, 0, 2], 53];
    expect(events(pcap([udp(a, b, 'one'), udp(b, a, 'two')]))).toEqual([
      '1 udp 10.0.0.1 5000 > 10.0.0.2 53',
      '1 c2s "one"',
      '1 s2c "two"',
    ]);
    expect(events(pcap([udp(b, a, 'two')]), { ports: [53] })).toEqual([
      '1 udp 10.0.0.1 5000 > 10.0.0.2 53',
      '1 s2c "two"',
    ]);
  });
});
