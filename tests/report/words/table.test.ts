import { describe, expect, it } from 'vitest';
import { table } from '../../../src/report/words/table.ts';
import { plain } from '../fixtures.ts';

describe('a table', () => {
  it('of many rows is one, with the columns of all', () => {
    const rows = Array.from({ length: 350 }, (_, nth) => [
      `row ${nth}`,
      nth === 340 ? 'the widest' : 'x\ny',
      'end',
    ]);
    const [head, rule, ...drawn] = table(['name', 'what', 'last'], rows, plain).split('\n');
    expect(head).toBe('name     what        last');
    expect(rule).toBe('───────  ──────────  ────');
    expect(drawn.slice(0, 2)).toEqual(['row 0    x           end', '         y']);
    expect(drawn.filter((line) => line.endsWith('end')).map((line) => line.split(' ')[1])).toEqual(
      rows.map((_, nth) => String(nth)),
    );
    expect(drawn).toHaveLength(2 * 350 - 1);
    expect(drawn.at(-1)).toBe('         y');
  });
});
