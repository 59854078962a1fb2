/** What was measured, as tables: medians and spread, and ratios of medians. */
import type { Look } from '../../../src/report/look.ts';
import { table } from '../../../src/report/words/table.ts';

export interface Measured {
  part: string;
  title: string;
  unit: string;
  /** What the names of the rows are. */
  of: string;
  rows: Row[];
}

export interface Row {
  name: string;
  /** Of all rounds, in their order; none where it cannot be known here. */
  figures: number[];
  /** The heading of a ratio, such as '/ nothing', and the name of the row of this table that it is to. */
  beside: Record<string, string>;
}

export interface Derived {
  median: number | null;
  least: number | null;
  most: number | null;
  /** By heading; null where one of the two is not known, or the other is zero. */
  ratios: Record<string, number | null>;
}

/** Of an even number the mean of the two in the middle; null of none. */
export function median(figures: readonly number[]): number | null {
  const sorted = figures.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** What follows from the figures of each row. */
export function derive({ rows }: Measured): (Row & Derived)[] {
  const medians = new Map(rows.map(({ name, figures }) => [name, median(figures)]));
  const ratio = (name: string, other: string): number | null => {
    const [own, its] = [medians.get(name) ?? null, medians.get(other) ?? null];
    return own === null || its === null || its === 0 ? null : own / its;
  };
  return rows.map((row) => ({
    ...row,
    median: medians.get(row.name) ?? null,
    least: row.figures.length === 0 ? null : Math.min(...row.figures),
    most: row.figures.length === 0 ? null : Math.max(...row.figures),
    ratios: Object.fromEntries(
      Object.entries(row.beside).map(([heading, other]) => [heading, ratio(row.name, other)]),
    ),
  }));
}

/** With its title above it. */
export function textOf(measured: Measured, look: Look): string {
  const headings = [...new Set(measured.rows.flatMap(({ beside }) => Object.keys(beside)))];
  const rows = derive(measured).map(({ name, median, least, most, ratios }) => [
    name,
    ...[median, least, most].map(figureText),
    ...headings.map((heading) => ratioText(ratios[heading] ?? null)),
  ]);
  const head = [measured.of, measured.unit, 'from', 'to', ...headings];
  return `${measured.part}: ${measured.title}\n${table(head, rows, look, 1)}`;
}

const figureText = (figure: number | null): string => {
  if (figure === null) return 'unknown';
  const digits = figure < 100 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 };
  return figure.toLocaleString('en', digits);
};

const ratioText = (ratio: number | null): string => {
  if (ratio === null) return '–';
  return ratio < 0.1 ? ratio.toLocaleString('en', { maximumSignificantDigits: 2 }) : ratio.toFixed(2);
};
