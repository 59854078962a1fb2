/** Rules that were broken, of results that are laid side by side. */
import { describe, expect, it } from 'vitest';
import { reason } from '../../../src/model/reason.ts';
import { brokenBy } from '../fixtures.ts';
import { compared, file, lab } from './results.ts';

describe('two results', () => {
  it('tell of broken rules by grade, side and rule, however often, and wherever they stand', () => {
    const stray = (offset: number) =>
      brokenBy('server', { grade: 'violation', offset, reason: reason('http1.answers-nothing') });
    const one = file([lab({ faults: [stray(7)] })]);
    expect(compared([one, file([lab({ faults: [stray(9)] })])]).differences).toEqual([]);
    const odd = brokenBy('client', { reason: reason('http1.host') });
    expect(compared([one, file([lab({ faults: [odd, stray(7), stray(8)] })])]).differences).toEqual([
      { lab: 'kept', what: 'violations › violation › server › http1.answers-nothing', values: ['1', '2'] },
      { lab: 'kept', what: 'violations › irregularity › client › http1.host', values: [null, '1'] },
    ]);
    const often = { ...stray(9), further: 5 };
    expect(compared([one, file([lab({ faults: [often] })])]).differences).toEqual([
      { lab: 'kept', what: 'violations › violation › server › http1.answers-nothing', values: ['1', '6'] },
    ]);
  });
});
