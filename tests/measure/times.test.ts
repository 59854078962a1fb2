/** How long things took, from the times of the tap; and what was replaced. Scripts as script.ts explains them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptySample, spreadOf, takeSample } from '../../src/measure/times/samples.ts';
import { measurementOf } from './script.ts';

/** A script's numbers are nanoseconds. */
const nanoseconds = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.round(value * 1e6);
const timesOf = (script: string) =>
  Object.fromEntries(
    Object.entries(measurementOf(script).varying.times).map(
      ([name, { count, smallest, median, largest }]) => [
        name,
        [count, ...[smallest, median, largest].map(nanoseconds)],
      ],
    ),
  );

describe('times', () => {
  it('are of requests, exchanges, idle connections and closes', () => {
    expect(
      timesOf('c2s 10..12 x1; s2c 20..25 x1; c2s 125..126 x2; s2c 130..140 x2; FIN s2c 340; FIN c2s 341'),
    ).toEqual({
      requestToAnswer: [2, 4, 6, 8],
      exchange: [2, 15, 15, 15],
      idleBeforeReuse: [1, 100, 100, 100],
      answerToCloseByServer: [1, 200, 200, 200],
    });
  });

  it('tell of a client that closes by itself, and of nobody who closes while something is under way', () => {
    expect(timesOf('c2s 1..1 x1; s2c 3..3 x1; RST c2s 10')).toMatchObject({
      answerToCloseByClient: [1, 7, 7, 7],
    });
    expect(timesOf('c2s 1..1 x1; FIN s2c 10')).toEqual({});
    expect(timesOf('c2s 1..1 x1; s2c 3..10 x1 cut; FIN s2c 10; close 10')).toEqual({
      requestToAnswer: [1, 2, 2, 2],
      exchange: [1, 9, 9, 9],
    });
  });

  it('are not known behind a gap in the record', () => {
    expect(timesOf('c2s 1..1 x1; s2c 3..3 x1; gap s2c 4; c2s 5..5 x2; s2c 9..9 x2; FIN s2c 12')).toEqual({
      ...{ requestToAnswer: [1, 2, 2, 2], exchange: [1, 2, 2, 2] },
    });
  });

  it('are 0 of an answer that came before the request had ended', () => {
    expect(timesOf('c2s 1..9 x1; s2c 5..12 x1')).toMatchObject({ requestToAnswer: [1, 0, 0, 0] });
  });

  it('count no idleness while another exchange is under way', () => {
    expect(timesOf('c2s 1..1 x1 2; c2s 2..2 x2 2; s2c 3..3 x1 2; c2s 9..9 x3 2')).not.toHaveProperty(
      'idleBeforeReuse',
    );
  });
});

describe('what was replaced', () => {
  it('is told by the reason of what replaced it: how many exchanges it had carried, and how long it was idle', () => {
    const twice = (connection: number, at: number) =>
      `#${connection} c2s ${at}..${at} x1; #${connection} s2c ${at + 1}..${at + 1} x1; #${connection} c2s ${at + 2}..${at + 2} x2;
       #${connection} s2c ${at + 3}..${at + 3} x2; #${connection} FIN s2c ${at + 13}`;
    const { replaced } = measurementOf(`${twice(1, 10)}; ${twice(2, 30)}; #3 c2s 50..50 x1`).varying;
    expect(replaced).toEqual({
      'closed by the server while idle': {
        exchanges: { count: 2, smallest: 2, median: 2, largest: 2 },
        idle: { count: 2, smallest: 1e-5, median: 1e-5, largest: 1e-5 },
      },
    });
  });

  it('is nothing where nothing was', () => {
    expect(measurementOf('#1 c2s 1..9 x1; #2 c2s 2..2 x1').varying.replaced).toEqual({});
  });
});

describe('a sample', () => {
  const spread = (values: Iterable<number>) => {
    const sample = emptySample();
    for (const value of values) takeSample(sample, value);
    return { sample, spread: spreadOf(sample) };
  };

  it('has the smallest, the median and the largest of a thousand values at the most', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 1000 }), (values) => {
        const sorted = values.toSorted((a, b) => a - b);
        const [low = 0, high = 0] = [sorted[(values.length - 1) >> 1], sorted[values.length >> 1]];
        expect(spread(values).spread).toEqual({
          ...{ count: values.length, smallest: sorted[0], median: (low + high) / 2, largest: sorted.at(-1) },
        });
      }),
    );
  });

  it('stays small, and its median within 0.4 % of the true one, however many there are', () => {
    const values = fc.array(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), {
      minLength: 1001,
      maxLength: 3000,
    });
    fc.assert(
      fc.property(values, (all) => {
        const sorted = all.toSorted((a, b) => a - b);
        const [low = 0, high = 0] = [sorted[(all.length - 1) >> 1], sorted[all.length >> 1]];
        const { spread: found } = spread(all);
        expect(found).toMatchObject({ count: all.length, smallest: sorted[0], largest: sorted.at(-1) });
        const median = (low + high) / 2;
        expect(Math.abs((found?.median ?? -1) - median)).toBeLessThanOrEqual(0.004 * median);
      }),
      { numRuns: 30 },
    );
    const { sample } = spread(Array.from({ length: 100_000 }, (_, nth) => nth));
    expect(sample.kept.length + (sample.ranges?.length ?? 0)).toBeLessThan(10_000);
  });

  it('goes by the values, not by their order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 990, maxLength: 1100 }),
        (all) => {
          expect(spread(all.toReversed()).spread).toEqual(spread(all).spread);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('says nothing of nothing', () => {
    expect(spreadOf(emptySample())).toBeNull();
  });
});
