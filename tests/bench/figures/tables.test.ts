/** Medians, spread and ratios follow from the figures, and what is not known stays unknown. */
import { expect, it } from 'vitest';
import { lookIn } from '../../../src/commands/output/look.ts';
import { derive, type Measured, median, textOf } from './tables.ts';

const measured = (rows: Record<string, [figures: number[], beside?: Record<string, string>]>): Measured => ({
  ...{ part: 'growth', title: 'of a test', unit: 'MB', of: 'what' },
  rows: Object.entries(rows).map(([name, [figures, beside = {}]]) => ({ name, figures, beside })),
});

it('has the figure in the middle, or the mean of two', () => {
  expect(median([10, 9, 200])).toBe(10);
  expect(median([100, 1, 3, 5])).toBe(4);
  expect(median([7])).toBe(7);
  expect(median([])).toBeNull();
});

it('has the ratios of medians, and the spread', () => {
  const rows = derive(measured({ a: [[4, 2, 9]], b: [[1, 3], { '/ a': 'a' }] }));
  expect(rows.map(({ median, least, most, ratios }) => [median, least, most, ratios])).toEqual([
    [4, 2, 9, {}],
    [2, 1, 3, { '/ a': 0.5 }],
  ]);
});

it('has no ratio to what is not known, is not there, or is zero', () => {
  const [unknown, ...others] = derive(
    measured({
      unknown: [[], { '/ known': 'known' }],
      known: [[3], { '/ unknown': 'unknown', '/ nowhere': 'nowhere', '/ zero': 'zero' }],
      zero: [[0]],
    }),
  );
  expect(unknown).toMatchObject({ median: null, least: null, most: null, ratios: { '/ known': null } });
  expect(others[0]?.ratios).toEqual({ '/ unknown': null, '/ nowhere': null, '/ zero': null });
});

it('prints them', async () => {
  const text = textOf(
    measured({ a: [[12_345.6]], b: [[1.2345], { '/ a': 'a' }], c: [[], { '/ a': 'a' }] }),
    await lookIn('en'),
  );
  expect(text.split('\n')).toEqual([
    'growth: of a test',
    'what MB      from    to      / a',
    '──── ─────── ─────── ─────── ──────',
    'a    12,346  12,346  12,346  –',
    'b    1.23    1.23    1.23    0.0001',
    'c    unknown unknown unknown –',
  ]);
});
