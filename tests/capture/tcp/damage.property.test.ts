/**
 * What tcpdump saw of clients that wait for each answer, damaged in every way that captures are: never was anything
 * under way in both directions. And what is not of a connection, put anywhere into it, changes nothing of it.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { events, pcap, tcp, traced } from '../build.ts';
import { judge } from '../judge.ts';

function packetsOf(name: string): { head: Buffer; records: Buffer[] } {
  const file = readFileSync(new URL(`../../fixtures/${name}`, import.meta.url));
  const records: Buffer[] = [];
  for (let at = 24; at < file.length; ) {
    const length = 16 + file.readUInt32LE(at + 8);
    records.push(file.subarray(at, at + length));
    at += length;
  }
  return { head: file.subarray(0, 24), records };
}
const captures = ['nginx-ab.pcap', 'nginx-curl.pcap'].map(packetsOf);

/** Each packet's place, how often it is there, and how far it is moved. */
const damage = fc.record({
  which: fc.constantFrom(...captures),
  without: fc.nat({ max: 20 }),
  reversed: fc.constantFrom(1, 1, 2, 5, 1000),
  times: fc.array(fc.constantFrom(0, 1, 1, 1, 1, 2), { minLength: 80, maxLength: 80 }),
  moved: fc.array(fc.constantFrom(0, 0, 0, 3, 9), { minLength: 80, maxLength: 80 }),
});

describe('packets that were lost, seen twice, moved, reversed, and those before which the capture began', () => {
  it('never cross', async () => {
    await fc.assert(
      fc.asyncProperty(damage, async ({ which, without, reversed, times, moved }) => {
        const kept = which.records
          .slice(without)
          .flatMap((record, nth) => Array.from({ length: times[nth % 80] ?? 1 }, () => ({ record, nth })))
          .map(({ record, nth }) => ({ record, key: nth + (moved[nth % 80] ?? 0) }))
          .sort((a, b) => a.key - b.key)
          .map(({ record }) => record);
        const blocks = Array.from({ length: Math.ceil(kept.length / reversed) }, (_, nth) =>
          kept.slice(nth * reversed, (nth + 1) * reversed).reverse(),
        );
        const file = Buffer.concat([which.head, ...blocks.flat()]);
        for (const event of traced(file, { ports: [18080] }))
          if (event.type === 'bytes') expect(event.underWay ?? 0).toBe(0);
        for (const { verdicts } of await judge(file, [18080]))
          expect(verdicts?.observed?.wire.mode).not.toBe('full-duplex');
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is of something else between the same ports', () => {
  const from: [number[], number] = [[10, 0, 0, 1], 40000];
  const to: [number[], number] = [[10, 0, 0, 2], 80];
  const talk = [
    tcp({ from, to, seq: 100, flags: 'S' }),
    tcp({ from: to, to: from, seq: 200, ack: 101, flags: 'S' }),
    tcp({ from, to, seq: 101, ack: 201 }),
    tcp({ from, to, seq: 101, ack: 201, data: 'ask' }),
    tcp({ from: to, to: from, seq: 201, ack: 104, data: 'answer' }),
    tcp({ from, to, seq: 104, ack: 207, data: 'more' }),
    tcp({ from: to, to: from, seq: 207, ack: 108, data: 'yes' }),
    tcp({ from, to, seq: 108, ack: 210, flags: 'F' }),
    tcp({ from: to, to: from, seq: 210, ack: 109, flags: 'F' }),
  ];
  const told = events(pcap(talk));
  // Even numbers, so that none acknowledges the SYN of another: that would be an answer to it.
  const far = fc.integer({ min: 0x800_0000, max: 0x3800_0000 }).map((half) => 2 * half);

  it('is no part of it before it is accepted, and no SYN ends it that nobody accepts', () => {
    const stale = fc.record({
      at: fc.constantFrom(0, 1, 1),
      what: fc.constantFrom('SYN', 'ACK', 'SYN+ACK', 'RST'),
      sequence: far,
      acknowledged: far,
    });
    const syn = fc.record({
      at: fc.nat({ max: talk.length }),
      what: fc.constant('SYN'),
      sequence: far,
      acknowledged: far,
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(stale, syn), { maxLength: 6 }), (others) => {
        const packets = talk.flatMap((packet, nth) => [
          ...others
            .filter(({ at }) => at === nth)
            .map(({ what, sequence, acknowledged }) => {
              if (what === 'SYN') return tcp({ from, to, seq: sequence, flags: 'S' });
              if (what === 'RST') return tcp({ from, to, seq: sequence, flags: 'R' });
              const flags = what === 'ACK' ? '' : 'S';
              return tcp({ from: to, to: from, seq: sequence, ack: acknowledged, flags });
            }),
          packet,
        ]);
        // What an answer begins before any SYN was seen is a connection of its own, if it is one at all.
        const isClean = others.every(({ at, what }) => at > 0 || what === 'SYN');
        if (isClean) expect(events(pcap(packets))).toEqual(told);
      }),
      { numRuns: 500 },
    );
  });
});
