/**
 * How long things took, in figures that need no more memory the longer one measures: the smallest, the largest and, of
 * values taken at equal distances, the median.
 */
import type { Spread, Times } from '../../model/facts.ts';

export const emptyTimes = (): Samples => ({
  requestToAnswer: emptySample(),
  exchange: emptySample(),
  idleBeforeReuse: emptySample(),
  answerToCloseByServer: emptySample(),
  answerToCloseByClient: emptySample(),
});

export const emptySample = (): Sample => ({
  count: 0,
  smallest: Number.POSITIVE_INFINITY,
  largest: Number.NEGATIVE_INFINITY,
  kept: [],
  every: 1,
});

export const takeSample = (sample: Sample, value: number): void => {
  if (sample.count % sample.every === 0) sample.kept.push(value);
  sample.count += 1;
  sample.smallest = Math.min(sample.smallest, value);
  sample.largest = Math.max(sample.largest, value);
  if (sample.kept.length <= keptAtMost) return;
  sample.kept = sample.kept.filter((_, place) => place % 2 === 0);
  sample.every *= 2;
};

/** Null where there was none. */
export const spreadOf = ({ count, smallest, largest, kept }: Sample): Spread | null => {
  if (count === 0) return null;
  const sorted = kept.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return { count, smallest, median: (low + high) / 2, largest };
};

export const timesOf = (samples: Samples): Times =>
  Object.fromEntries(
    Object.entries(samples).flatMap(([name, sample]) => {
      const spread = spreadOf(sample);
      return spread === null ? [] : [[name, spread] as const];
    }),
  );

const keptAtMost = 1000;

/** In milliseconds. */
export type Samples = Record<keyof Times, Sample>;

export interface Sample {
  count: number;
  smallest: number;
  largest: number;
  /** Every so many values one. */
  kept: number[];
  every: number;
}
