/**
 * Results laid side by side: what differs, fact by fact, answer by answer, verdict by verdict. What varies from run to
 * run is left out unless asked for. A lab that a result lacks, or that failed there, is told once; the others are
 * compared all the same.
 */
import type { Reason } from '../../model/reason.ts';
import { figuresOf } from '../words/figures.ts';
import { alignCapture } from './capture.ts';
import type { NamedResult } from './named-result.ts';

export interface Comparison {
  /** One for each figure on which not all agree. */
  differences: Difference[];
  /** What could not be compared, and why. */
  notes: Reason[];
  /** How many figures agree in all results that have their lab. */
  agreed: number;
}

export interface Difference {
  lab: string;
  what: string;
  /** One for each result, in their order; null where it has none. */
  values: (string | null)[];
}

type Column = ReadonlyMap<string, string> | undefined;

export function compareResults(results: NamedResult[], { varying }: { varying: boolean }): Comparison {
  const { figures, notes } = alignCapture(
    results,
    results.map(({ file }) => figuresOf(file, varying)),
  );
  const differences: Difference[] = [];
  let agreed = 0;
  for (const lab of union(figures)) {
    const columns = figures.map((all): Column => all.get(lab));
    const note = (what: string, values: (string | null)[]) => differences.push({ lab, what, values });
    if (columns.includes(undefined))
      note(
        present,
        columns.map((column) => (column ? 'present' : null)),
      );
    const isPartlyFailed = columns.some(isFailed) && !columns.every((column) => !column || isFailed(column));
    const isCompared = (column: Column) => column !== undefined && !(isPartlyFailed && isFailed(column));
    if (isPartlyFailed)
      for (const what of failure)
        note(
          what,
          columns.map((column) => column?.get(what) ?? null),
        );
    const compared = columns.filter(isCompared);
    if (compared.length < 2) continue;
    for (const what of union(compared.map((column) => column ?? new Map()))) {
      if (isPartlyFailed && failure.includes(what)) continue;
      const known = compared.map((column) => column?.get(what) ?? null);
      const [first, ...others] = isLater(what) ? known.filter((value) => value !== null) : known;
      if (others.length === 0) continue;
      if (others.every((value) => value === first)) agreed += 1;
      else
        note(
          what,
          columns.map((column) => (isCompared(column) ? column?.get(what) : null) ?? null),
        );
    }
  }
  return { differences, notes, agreed };
}

/** A figure that results did not have from the beginning. An older one lacks it, and differs in nothing for that. */
const isLater = (what: string): boolean => what.startsWith('facts › ') && what.endsWith(' › crossings');

/** Whether a result has the lab at all, and why it failed there: told apart from what it measured. */
export const present = 'result';
const failure = ['outcome', 'error › message'];

/** By lab, the results that hold nothing which could be compared. */
export function withoutMeasurement(differences: Difference[]): Map<string, Set<number>> {
  const without = new Map<string, Set<number>>();
  for (const { lab, what, values } of differences) {
    if (what !== present && what !== 'outcome') continue;
    const known = without.get(lab) ?? new Set();
    without.set(lab, known);
    for (const [index, value] of values.entries())
      if (value === null || (what === 'outcome' && value !== 'ran')) known.add(index);
  }
  return without;
}

/** Whether this difference says that a result holds nothing, which none can be spared. */
export const tellsAbsence = ({ what }: Difference): boolean => what === present || failure.includes(what);

const isFailed = (column: Column): boolean =>
  column !== undefined && column.get('facts') === 'null' && column.get('outcome') !== 'ran';

const union = <Value>(maps: ReadonlyMap<string, Value>[]): string[] => [
  ...new Set(maps.flatMap((map) => [...map.keys()])),
];
