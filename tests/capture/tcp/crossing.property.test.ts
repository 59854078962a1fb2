/** Ends that take turns never cross, whatever happens to their packets and to who captures them; ends that talk at once do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pcap, traced } from '../build.ts';
import { type Conditions, type Saying, talk, total } from './two-ends.ts';

const calm: Conditions = {
  loss: 0,
  duplicate: 0,
  disorder: 0,
  lateAcknowledgement: 0,
  probe: 0,
  notCaptured: 0,
  capturedTwice: 0,
  captureDisorder: 0,
  place: 0,
  segment: 10,
  window: 60,
  merges: false,
};
const often = fc.constantFrom(0, 0, 0.05, 0.3);
const anywhere = {
  place: fc.constantFrom(0, 0.1, 0.5, 1),
  segment: fc.integer({ min: 1, max: 20 }),
  window: fc.integer({ min: 5, max: 60 }),
  merges: fc.boolean(),
  lateAcknowledgement: often,
  duplicate: often,
  disorder: often,
  probe: fc.constantFrom(0, 0.05),
  capturedTwice: fc.constantFrom(0, 0.3, 1),
};
const troubled = { ...anywhere, loss: often, notCaptured: often, captureDisorder: often };
const conditions = (varying: { [Each in keyof Conditions]?: fc.Arbitrary<Conditions[Each]> }) =>
  fc.record(varying).map((some): Conditions => ({ ...calm, ...some }));

const said = fc.array(
  fc.record({
    by: fc.constantFrom('c2s' as const, 's2c' as const),
    length: fc.integer({ min: 1, max: 40 }),
    at: fc.integer({ max: 200, min: 0 }),
  }),
  { minLength: 1, maxLength: 10 },
);
/** A turn is what one says until the other does; it may be said in pieces. */
const turns = said.map((sayings): Saying[] => {
  let turn = 0;
  return sayings.map((saying, nth) => {
    if (nth > 0 && sayings[nth - 1]?.by !== saying.by) turn += 1;
    return { ...saying, turn };
  });
});

/** Numbers from 0 to 1, the same for the same seed. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const chunks = (packets: Buffer[]) => traced(pcap(packets)).filter((event) => event.type === 'bytes');
const crossings = (packets: Buffer[]) => chunks(packets).filter(({ underWay = 0 }) => underWay > 0).length;

describe('two ends', () => {
  it('that take turns never cross', () => {
    fc.assert(
      fc.property(
        turns,
        conditions(troubled),
        fc.nat(),
        fc.nat({ max: 6 }),
        (sayings, around, seed, without) => {
          const { packets, crossed } = talk(sayings, around, numbers(seed));
          expect(crossed).toBe(false);
          // Whole, and of which the beginning was not captured.
          expect([crossings(packets), crossings(packets.slice(without))]).toEqual([0, 0]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('that take turns are shown to, where all was captured', () => {
    fc.assert(
      fc.property(turns, conditions({ ...anywhere, loss: often }), fc.nat(), (sayings, around, seed) => {
        const { packets } = talk(sayings, around, numbers(seed));
        const all = chunks(packets);
        const turned = all.filter(({ direction }, nth) => nth > 0 && all[nth - 1]?.direction !== direction);
        expect(turned.map(({ underWay }) => underWay)).toEqual(turned.map(() => 0));
        for (const by of ['c2s', 's2c'] as const) {
          const length = all.reduce(
            (sum, { direction, bytes }) => sum + (direction === by ? bytes.length : 0),
            0,
          );
          expect(length).toBe(total(sayings, by));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('that talk at once are found to cross exactly where they do', () => {
    const once = fc.tuple(said, conditions(anywhere), fc.nat());
    let crossing = 0;
    fc.assert(
      fc.property(once, ([sayings, around, seed]) => {
        const { packets, crossed } = talk(sayings, around, numbers(seed));
        if (crossed) crossing += 1;
        expect(crossings(packets) > 0).toBe(crossed);
      }),
      { numRuns: 500 },
    );
    // Of both kinds there were many.
    expect(crossing).toBeGreaterThan(100);
    expect(crossing).toBeLessThan(450);
  });

  it('are never found to cross where they do not, whatever happens', () => {
    fc.assert(
      fc.property(
        said,
        conditions(troubled),
        fc.nat(),
        fc.nat({ max: 6 }),
        (sayings, around, seed, without) => {
          const { packets, crossed } = talk(sayings, around, numbers(seed));
          if (!crossed) expect([crossings(packets), crossings(packets.slice(without))]).toEqual([0, 0]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
