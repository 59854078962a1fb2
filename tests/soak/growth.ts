/**
 * Whether a figure grows from run to run. The first third of the samples is warming up; the median of the last third is
 * held against that of the middle third. No single sample decides, and what is left is compared with a margin.
 */

export interface Series {
  what: string;
  unit: 'MB' | 'count';
  /** In the order in which they were taken; in MB or as a count. */
  samples: readonly number[];
  /** What the last third may have more than the middle third: for a count nothing. */
  margin: number;
  /** Seconds that the first third must have taken: what is let go only then would look like growth. */
  settles: number;
}

export interface Growth extends Series {
  /** Medians; null where there are too few samples. */
  middle: number | null;
  last: number | null;
  /** Null: it cannot be told. */
  grows: boolean | null;
  /** Why it cannot. */
  why?: string;
}

/** Three in each third: of fewer the median is one sample, or lies between two. */
export const fewestSamples = 9;

/** `took`: seconds from the first sample to the last. */
export function growthOf(series: Series, took: number): Growth {
  const { samples, margin, settles } = series;
  const third = Math.floor(samples.length / 3);
  const why =
    samples.length < fewestSamples
      ? `it takes ${fewestSamples} samples`
      : took / 3 < settles
        ? `the first third took less than ${settles} s`
        : null;
  if (why !== null) return { ...series, middle: null, last: null, grows: null, why };
  const middle = median(samples.slice(-2 * third, -third));
  const last = median(samples.slice(-third));
  return { ...series, middle, last, grows: last - middle > margin };
}

/** Of an even number the lower of the two in the middle. */
function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const found = sorted[Math.ceil(sorted.length / 2) - 1];
  if (found === undefined) throw new Error('there is no median of nothing');
  return found;
}

/** Samples that name what they count: what one of them does not name it has none of. */
export function seriesOf(
  samples: readonly Readonly<Record<string, number>>[],
  marginOf: (what: string) => Pick<Series, 'unit' | 'margin' | 'settles'>,
): Series[] {
  const names = new Set(samples.flatMap((sample) => Object.keys(sample)));
  return [...names].map((what) => ({
    ...{ what, ...marginOf(what) },
    samples: samples.map((sample) => sample[what] ?? 0),
  }));
}
