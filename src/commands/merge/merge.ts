/**
 * `merge A.json B.json…`: what one reading of all captures would have given, from what `read --mergeable` wrote of each. Parts
 * of one capture are joined, whatever the order in which they are named; the others add up.
 */
import type { Part } from '../../model/parts/part.ts';
import { observedTable } from '../../report/real/observed.ts';
import { printable } from '../../report/words/text.ts';
import { UsageError } from '../../usage-error.ts';
import { deliver } from '../output/deliver.ts';
import type { OutputOptions } from '../output/options.ts';
import { complain } from '../output/output.ts';
import { resultFile } from '../output/result-file.ts';
import { apartLine, copyLine, cutLine, remarks } from '../read/remarks.ts';
import { countTwice, overlapping } from '../read/twice.ts';
import { joinRuns } from './join.ts';
import { partsIn } from './parts-in.ts';
import { nameOfRun, runsOf, spanOf } from './runs.ts';

export interface MergeCommand extends OutputOptions {
  mergeable?: boolean;
}

/** Throws a UsageError for a file that cannot be merged: without it the sum would be another. */
export async function merge(files: string[], options: MergeCommand): Promise<number> {
  if (options.mergeable && options.json === undefined)
    throw new UsageError('--mergeable says what --json writes: name the file');
  const parts = once((await Promise.all(files.map(partsIn))).flat());
  const { runs, apart, cut } = runsOf(parts);
  for (const one of apart) complain(apartLine(one));
  for (const [before, after] of cut) complain(cutLine(before, after));
  const twice = countTwice();
  const spans = runs.map(spanOf);
  const overlaps = new Set(overlapping(spans));
  const { reports, summaries } = joinedOrRefused(runs, (run) => {
    const span = spans[run];
    return span !== undefined && overlaps.has(span) ? twice.opened(nameOfRun(runs[run] ?? [])) : null;
  });
  for (const [nth, summary] of summaries.entries())
    for (const line of remarks(summary, summary.servers))
      complain(runs.length > 1 ? `${nameOfRun(runs[nth] ?? [])}: ${line}` : line);
  for (const line of twice.lines()) complain(line);
  const results = reports.map(({ result }) => result);
  return deliver(
    {
      table: (look) => [observedTable(reports, look)],
      json: { ...resultFile(results, false), ...(options.mergeable ? { parts } : {}) },
    },
    options,
  );
}

/** A part that is in two files is one. */
function once(parts: readonly Part[]): Part[] {
  const known = new Map<string, string>();
  return parts.filter(({ files, packets, first }) => {
    const content = JSON.stringify([packets, first, files.map(({ length, latest }) => [length, latest])]);
    const name = files.map(({ base }) => base).join(' ');
    const before = packets === 0 ? undefined : known.get(content);
    if (before !== undefined) complain(copyLine(name, before));
    known.set(content, before ?? name);
    return before === undefined;
  });
}

function joinedOrRefused(...given: Parameters<typeof joinRuns>): ReturnType<typeof joinRuns> {
  try {
    return joinRuns(...given);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `the results cannot be merged: what one of them carries is damaged (${printable(why)})`,
    );
  }
}
