/** Which files are one capture, told by their names and contents together. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goesOn } from '../../../src/capture/files/going-on.ts';
import { rotations } from '../../../src/capture/files/rotations.ts';
import { scanCapture } from '../../../src/capture/files/scan.ts';
import { c2s, client, lentChunks, opening, pcap, s2c, server, tcp } from '../build.ts';
import { cutBefore, fileOf, later, recordsOf } from './cut.ts';

const ab = readFileSync(new URL('../../fixtures/nginx-ab.pcap', import.meta.url));

const scanned = (content: Buffer, isCut = false, step = 1000) => {
  const scan = scanCapture();
  for (const chunk of lentChunks(content, step)) scan.push(chunk);
  return scan.end(isCut);
};

const file = (base: string, content: Buffer, folder = '/captures', isCut = false) => ({
  ...{ name: base, folder, base },
  scanned: scanned(content, isCut),
});

const found = (...files: ReturnType<typeof file>[]) => {
  const { captures, apart } = rotations(files);
  return {
    captures: captures.map((capture) => capture.map(({ base }) => base).join(' ')),
    apart: apart.map(({ before, after, why }) => `${before} ${after}: ${why}`),
  };
};

const [first = ab, second = ab, third = ab] = cutBefore(ab, [13, 27]);
/** Its connections are over. */
const closed = pcap([...opening, c2s(101, 'hi', 201, 'F'), s2c(201, 'ho', 104, 'F'), c2s(104, '', 205)]);

describe('files of one rotation', () => {
  it.each([
    ['tcpdump -C', ['a.pcap', 'a.pcap1', 'a.pcap2']],
    ['tcpdump -C, past its tenth', ['a.pcap9', 'a.pcap10', 'a.pcap11']],
    ['tcpdump -W', ['a00', 'a01', 'a02']],
    ['a ring that began again', ['a3.pcap', 'a4.pcap', 'a0.pcap']],
    ['tcpdump -G', ['a-2026-11-28-2259.pcap', 'a-2026-11-28-2300.pcap', 'a-2026-11-29-0000.pcap']],
    [
      'dumpcap -b',
      ['a_00001_20261128225900.pcap', 'a_00002_20261128230000.pcap', 'a_00003_20261129000000.pcap'],
    ],
    ['packed since', ['a.pcap.gz', 'a.pcap1.gz', 'a.pcap2']],
  ])('are one capture, in the order of their packets: %s', (_, [one = '', two = '', three = '']) => {
    const files = [file(three, third), file(one, first), file(two, second)];
    expect(found(...files)).toEqual({ captures: [`${one} ${two} ${three}`], apart: [] });
  });

  it('are none where their folders, their names or their kinds differ', () => {
    const apart = ['a1.pcap', 'a2.pcap'];
    expect(found(file('a1.pcap', first), file('a2.pcap', second, '/elsewhere')).captures).toEqual(apart);
    expect(found(file('a1.pcap', first), file('b2.pcap', second)).captures).toEqual(['a1.pcap', 'b2.pcap']);
    const otherLink = Buffer.from(second);
    otherLink[20] = 101;
    expect(found(file('a1.pcap', first), file('a2.pcap', otherLink)).captures).toEqual(apart);
  });

  it('that were recorded at the same time are never one', () => {
    expect(found(file('web1.pcap', ab), file('web2.pcap', later(ab, 0)))).toEqual({
      captures: ['web1.pcap', 'web2.pcap'],
      apart: ['web1.pcap web2.pcap: overlap'],
    });
    const overlapping = fileOf(ab, recordsOf(ab).slice(11));
    expect(found(file('a1', first), file('a2', overlapping)).apart).toEqual(['a1 a2: overlap']);
  });

  it('with a longer pause between them than within are only one if a connection goes on', () => {
    expect(found(file('web1.pcap', closed), file('web2.pcap', later(closed, 60)))).toEqual({
      captures: ['web1.pcap', 'web2.pcap'],
      apart: ['web1.pcap web2.pcap: pause'],
    });
    expect(found(file('a1', first), file('a2', later(second, 60))).captures).toEqual(['a1 a2']);
  });

  it('are one up to where one is missing, or cut short', () => {
    const [a = ab, b = ab, c = ab, d = ab] = cutBefore(ab, [10, 20, 30]);
    expect(found(file('a1', a), file('a2', b), file('a4', d))).toEqual({
      captures: ['a1 a2', 'a4'],
      apart: ['a2 a4: missing'],
    });
    expect(found(file('a1', a), file('a2', b), file('a3', c.subarray(0, -5)), file('a4', d))).toEqual({
      captures: ['a1 a2 a3', 'a4'],
      apart: ['a3 a4: damaged'],
    });
    expect(found(file('a1', a, '/captures', true), file('a2', b)).apart).toEqual(['a1 a2: damaged']);
  });

  it('are one wherever a connection is cut, however the bytes come', () => {
    const count = recordsOf(ab).length;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: count - 1 }),
        fc.integer({ min: 1, max: 5000 }),
        (place, step) => {
          const [before = ab, after = ab] = cutBefore(ab, [place]);
          const { captures, apart } = found(file('a.pcap', before), file('a.pcap1', after));
          expect(scanned(before, false, step)).toEqual(scanned(before));
          expect(captures.length === 1 || apart.length === 1).toBe(true);
          // Only before the first packet of a connection nothing goes on.
          const isSyn = ((recordsOf(ab)[place]?.[16 + 14 + 20 + 13] ?? 0) & 2) !== 0;
          if (!isSyn) expect(captures).toHaveLength(1);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('what goes on from one file to another', () => {
  const on = (before: Buffer[], after: Buffer[]) =>
    goesOn(scanned(pcap(before)).tail, scanned(pcap(after)).head);

  it('is told by numbers of either side, and of who accepts', () => {
    const syn = tcp({ seq: 100, flags: 'S' });
    const accepts = tcp({ from: server, to: client, seq: 200, ack: 101, flags: 'S' });
    expect(on([syn], [accepts])).toBe(true);
    expect(on([...opening, c2s(101, 'ask')], [c2s(104, 'more')])).toBe(true);
    expect(on([...opening, c2s(101, 'ask')], [s2c(201, 'answer', 104)])).toBe(true);
    expect(on([...opening, c2s(101, 'ask')], [s2c(900, 'answer', 999)])).toBe(false);
    expect(on([...opening, c2s(101, 'ask')], [c2s(105, 'more', 900)])).toBe(false);
  });

  it('is not a new connection that begins with the very number', () => {
    expect(on([...opening, c2s(101, 'ask')], [tcp({ seq: 104, flags: 'S' })])).toBe(false);
    expect(
      on([tcp({ seq: 100, flags: 'S' })], [tcp({ from: server, to: client, seq: 0, ack: 7, flags: 'S' })]),
    ).toBe(false);
  });

  it('is seen in the last packets of many, in their order', () => {
    const many = Array.from({ length: 700 }, (_, nth) => c2s(101 + nth, 'x'));
    const { tail, head } = scanned(pcap(many));
    const numbers = (packets: typeof tail) => packets.map(({ bytes }) => bytes.readUInt32BE(24));
    expect(numbers(tail)).toEqual(Array.from({ length: 512 }, (_, nth) => 101 + 188 + nth));
    expect(numbers(head)).toEqual(Array.from({ length: 512 }, (_, nth) => 101 + nth));
    expect(on(many, [c2s(801, 'x')])).toBe(true);
    expect(on(many, [c2s(800, 'x', 900)])).toBe(false);
  });
});
