/** Capture files: both kinds, both byte orders, clocks, interfaces, and what is damaged or none. */
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../src/capture/capture.ts';
import { c2s, events, opening, pcap, s2c, traced } from './build.ts';
import { type Clock, type Packet, pcapng } from './pcapng.ts';

const talk = [...opening, c2s(101, 'ask'), s2c(201, 'answer', 104)];
const told = ['1 tcp 10.0.0.1 40000 > 10.0.0.2 80', '1 c2s "ask"', '1 s2c "answer"'];

describe('the files', () => {
  for (const little of [true, false])
    for (const nano of [true, false])
      it(`are read in either byte order and resolution: ${little ? 'little' : 'big'} endian, ${nano ? 'nano' : 'micro'}seconds`, () => {
        const file = pcap(talk, { little, nano });
        expect(events(file)).toEqual(told);
        expect(traced(file).map(({ at }) => at)).toEqual([2e6, 3e6, 4e6]);
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
