/** What grows, grows tenfold: what takes as much for each of many as for each of few shows ratios of one. */
import type { Row } from '../tables.ts';

/** From the first on, ten times as many each, up to `most`, which is the last of them. */
export function steps(first: number, most: number): number[] {
  const all: number[] = [];
  for (let step = first; step < most; step *= 10) all.push(step);
  return [...all, most];
}

/** How often each of so many connections is used, so that so many exchanges pass, and each at least twice. */
export const timesEach = (connections: number, exchanges: number): number =>
  Math.max(2, Math.ceil(exchanges / connections));

export const nameOf = (step: number, what: string): string => `${step.toLocaleString('en')} ${what}`;

/** A row a step; what is not known is left out of its figures. */
export const rowsOf = <Found>(
  names: readonly string[],
  found: ReadonlyMap<string, Found[]>,
  figure: (found: Found) => number | null,
  beside: (index: number) => Record<string, string>,
): Row[] =>
  names.map((name, index) => ({
    name,
    figures: (found.get(name) ?? []).map(figure).filter((each) => each !== null),
    beside: beside(index),
  }));
