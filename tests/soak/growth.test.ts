/** Growth is told from noise: by medians of thirds and a margin, and not at all where there is too little to tell it by. */
import { describe, expect, it } from 'vitest';
import { growthOf, seriesOf } from './growth.ts';

const of = (samples: number[], margin = 0, took = 100, settles = 0) =>
  growthOf({ what: 'it', unit: 'count', samples, margin, settles }, took);

describe('growth is', () => {
  it.each([
    ['what is more in the last third than in the middle', [1, 1, 1, 1, 1, 1, 2, 2, 2], 0],
    ['what is more by more than the margin', [0, 0, 0, 10, 10, 10, 13, 13, 13], 2],
    ['steady, however slow', Array.from({ length: 30 }, (_, nth) => nth / 100), 0.05],
    ['there, though single samples are low', [1, 2, 3, 4, 5, 6, 7, 8, 0], 0],
  ])('%s', (_what, samples, margin) => {
    expect(of(samples, margin).grows).toBe(true);
  });

  it.each([
    ['what is the same', [3, 3, 3, 3, 3, 3, 3, 3, 3], 0],
    ['what is more by the margin and no more', [0, 0, 0, 10, 10, 10, 12, 12, 12], 2],
    ['what warms up', [1, 5, 9, 10, 10, 10, 10, 10, 10], 0],
    ['what single samples are', [3, 3, 3, 3, 3, 3, 3, 3, 99], 0],
    ['what is less', [9, 9, 9, 9, 9, 9, 1, 1, 1], 0],
  ])('not %s', (_what, samples, margin) => {
    expect(of(samples, margin)).toMatchObject({ grows: false });
  });

  it('not known of fewer than nine samples', () => {
    const found = of([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(found).toMatchObject({ grows: null, why: 'it takes 9 samples' });
    expect(of([1, 2, 3, 4, 5, 6, 7, 8, 9]).grows).toBe(true);
  });

  it('not known before it has settled', () => {
    const samples = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(of(samples, 0, 29, 10)).toMatchObject({
      grows: null,
      why: 'the first third took less than 10 s',
    });
    expect(of(samples, 0, 30, 10).grows).toBe(true);
  });
});

it('what a sample does not name it has none of', () => {
  const marginOf = () => ({ unit: 'count', margin: 0, settles: 0 }) as const;
  expect(seriesOf([{ a: 1 }, { b: 2 }], marginOf)).toMatchObject([
    { what: 'a', samples: [1, 0] },
    { what: 'b', samples: [0, 2] },
  ]);
});
