/**
 * How long things took, in figures that need no more memory the longer one measures: the smallest, the largest and the
 * median. What is kept goes by the values alone, whatever their order: of parts it adds up to what all together would have
 * given. Up to a thousand values are kept as they are; of more is counted how many lie in each of a row of ranges that are
 * less than a hundredth of their values wide, so that a median is off by less than 0.4 %.
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
  ranges: null,
});

/** `value` is no less than 0 where there are more than a thousand. */
export const takeSample = (sample: Sample, value: number): void => {
  sample.count += 1;
  sample.smallest = Math.min(sample.smallest, value);
  sample.largest = Math.max(sample.largest, value);
  if (sample.count > keptAtMost) {
    count(sample, value);
    return;
  }
  sample.kept.push(value);
  if (sample.count < keptAtMost) return;
  for (const one of sample.kept) count(sample, one);
};

/** Null where there was none. */
export const spreadOf = (sample: Sample): Spread | null => {
  const { count, smallest, largest } = sample;
  if (count === 0) return null;
  const value = count > keptAtMost ? inRanges(sample) : inOrder(sample);
  const median = (value(Math.ceil(count / 2) - 1) + value(Math.floor(count / 2))) / 2;
  return { count, smallest, median, largest };
};

export const timesOf = (samples: Samples): Times =>
  Object.fromEntries(
    Object.entries(samples).flatMap(([name, sample]) => {
      const spread = spreadOf(sample);
      return spread === null ? [] : [[name, spread] as const];
    }),
  );

/** Gives the value at each place in the order of values. */
const inOrder = ({ kept }: Sample): ((place: number) => number) => {
  const sorted = kept.toSorted((a, b) => a - b);
  return (place) => sorted[place] ?? 0;
};

const inRanges = ({ ranges, smallest, largest }: Sample): ((place: number) => number) => {
  return (place) => {
    let passed = 0;
    for (const [range, count] of (ranges ?? []).entries()) {
      passed += count;
      if (passed > place) return Math.min(largest, Math.max(smallest, middleOf(range)));
    }
    return largest;
  };
};

/**
 * A range has the exponent and the upper seven bits of the fraction of its values in common, IEEE 754. There are ranges from
 * a nanosecond on, in milliseconds, to more than anybody waits; what is less lies in the first, what is more in the last.
 */
const bits = new DataView(new ArrayBuffer(8));
const bitsDropped = 13;
const rangesPerExponent = 128;
const exponents = 64;
const lowest = 1023 - 20;

const rangeOf = (value: number): number => {
  bits.setFloat64(0, value);
  const range = (bits.getUint32(0) >>> bitsDropped) - lowest * rangesPerExponent;
  return Math.min(Math.max(range, 0), exponents * rangesPerExponent - 1);
};

const count = (sample: Sample, value: number): void => {
  sample.ranges ??= new Float64Array(exponents * rangesPerExponent);
  const range = rangeOf(value);
  sample.ranges[range] = (sample.ranges[range] ?? 0) + 1;
};

const middleOf = (range: number): number => {
  // Less than a nanosecond is nothing.
  if (range === 0) return 0;
  const end = (nth: number): number => {
    bits.setUint32(0, (nth + lowest * rangesPerExponent) << bitsDropped);
    bits.setUint32(4, 0);
    return bits.getFloat64(0);
  };
  return (end(range) + end(range + 1)) / 2;
};

const keptAtMost = 1000;

/** In milliseconds. */
export type Samples = Record<keyof Times, Sample>;

export interface Sample {
  count: number;
  smallest: number;
  largest: number;
  /** All of them, while they are few; in the order in which they came. */
  kept: number[];
  /** How many lie in each range, once there are many. */
  ranges: Float64Array | null;
}
