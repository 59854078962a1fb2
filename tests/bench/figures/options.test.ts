/** What is asked of the bench is understood whole, or refused in a line. */
import { expect, it } from 'vitest';
import { UsageError } from '../../../src/usage-error.ts';
import { optionsOf, partNames } from './options.ts';

it('measures everything if nothing is said', () => {
  expect(optionsOf([])).toMatchObject({ parts: partNames, through: null, json: null });
});

it('measures what is named, in its own order', () => {
  const words = ['growth', 'read', '--exchanges', '2000', '--captures', '10', '--captures', '20'];
  expect(optionsOf([...words, '--captures', '10', '--through', 'observe'])).toMatchObject({
    parts: ['read', 'growth'],
    exchanges: 2000,
    captures: [10, 20],
    through: ['observe'],
  });
});

it.each([
  [['rely'], "bench has no part 'rely'"],
  [['--through', 'nobody'], "bench knows no relay 'nobody'"],
  [['--runs', '0'], "--runs takes a whole number from 1 to 1000, not '0'"],
  [['--runs', '1001'], '--runs takes'],
  [['--runs', '1.5'], '--runs takes'],
  [['--runs', ''], '--runs takes'],
  [['--many', '99'], '--many takes'],
  [['--captures', '9'], '--captures takes'],
  [['--nothing'], "Unknown option '--nothing'"],
  [['--json'], "Option '--json <value>' argument missing"],
])('refuses %j', (words, why) => {
  expect(() => optionsOf(words)).toThrow(UsageError);
  expect(() => optionsOf(words)).toThrow(why);
});

it.each(['1', '1000'])('takes %s runs', (runs) => {
  expect(optionsOf(['--runs', runs]).runs).toBe(Number(runs));
});
