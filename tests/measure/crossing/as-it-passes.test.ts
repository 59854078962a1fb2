/** Crossings of random talks, counted as they pass and by the definition; and what is remembered meanwhile. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dissectTrace } from '../../../src/dissect/dissect.ts';
import { measure } from '../../../src/measure/measure.ts';
import { type Direction, opposite } from '../../../src/model/trace.ts';
import { crossings, framed, handshake, recorded, type Sent, whole } from './sent.ts';

describe('memory', () => {
  it('goes by what is under way, not by how much has crossed', () => {
    const measuring = measure('test');
    const dissecting = dissectTrace(measuring, measuring.event);
    const say = (direction: Direction): Sent => [
      direction,
      framed(direction, whole, 'x'),
      direction === 's2c' ? 7 : 3,
    ];
    const sent = Array.from({ length: 5000 }, () => [say('c2s'), say('s2c')]).flat();
    let most = 0;
    for (const event of recorded([...handshake, ...sent])) {
      if (event.type !== 'mark') dissecting.push(event);
      measuring.settle(dissecting.pending);
      most = Math.max(most, measuring.remembered().crossing);
    }
    expect(measuring.conclusion({ seq: 0, at: 0 }).facts.crossings).toBe(10_000);
    expect(most).toBeLessThan(2100);
  });

  it('holds one message a side where the two take turns', () => {
    const measuring = measure('test');
    const dissecting = dissectTrace(measuring, measuring.event);
    const turns = Array.from({ length: 100 }, (): Sent[] => [
      ['c2s', framed('c2s', whole, 'x'), 0],
      ['s2c', framed('s2c', whole, 'x'), 0],
    ]);
    let most = 0;
    for (const event of recorded([...handshake, ...turns.flat()])) {
      if (event.type !== 'mark') dissecting.push(event);
      measuring.settle(dissecting.pending);
      most = Math.max(most, measuring.remembered().crossing);
    }
    expect(most).toBeLessThanOrEqual(2);
  });
});

/** What two ends say on a WebSocket, and how much of what was said before arrives before each step. */
const steps = fc.array(
  fc.record({
    direction: fc.constantFrom<Direction>('c2s', 's2c'),
    length: fc.nat(5),
    isLast: fc.boolean(),
    isPing: fc.boolean(),
    arrives: fc.nat(12),
  }),
  { maxLength: 30 },
);

/** The events of the steps, each chunk cut into so many; and by the definition, byte for byte, the pairs that crossed. */
function talk(all: StepsOf<typeof steps>, parts: number): { sent: Sent[]; pairs: number } {
  /** The message of each byte, null where it is of none. */
  const owners: Record<Direction, (number | null)[]> = { c2s: [], s2c: [] };
  const arrived = { c2s: 0, s2c: 0 };
  const messages = { c2s: 0, s2c: 0 };
  const open = { c2s: false, s2c: false };
  const pairs = new Set<string>();
  const sent: Sent[] = [];
  for (const { direction, length, isLast, isPing, arrives } of all) {
    const other = opposite(direction);
    arrived[other] = Math.min(owners[other].length, arrived[other] + arrives);
    const underWay = owners[other].slice(arrived[other]);
    const code = isPing ? 0x89 : (isLast ? 0x80 : 0) + (open[direction] ? 0 : 1);
    const bytes = framed(direction, code, 'x'.repeat(length));
    if (!isPing && !open[direction]) messages[direction] += 1;
    if (!isPing) open[direction] = !isLast;
    const owner = isPing ? null : messages[direction];
    for (const crossed of underWay)
      if (owner !== null && crossed !== null)
        pairs.add(direction === 'c2s' ? `${owner} ${crossed}` : `${crossed} ${owner}`);
    for (const _ of bytes) owners[direction].push(owner);
    const size = Math.ceil(bytes.length / parts);
    for (let at = 0; at < bytes.length; at += size)
      sent.push([direction, bytes.subarray(at, at + size), underWay.length]);
  }
  return { sent, pairs: pairs.size };
}

type StepsOf<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Steps> ? Steps : never;

describe('counting as it passes', () => {
  it('finds the pairs of the definition, however the bytes were cut', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 4 }), (all, parts) => {
        const { sent, pairs } = talk(all, parts);
        expect(crossings(...handshake, ...sent)).toBe(pairs);
      }),
      { numRuns: 500 },
    );
  });
});
