/**
 * Several files: those of one rotation are one capture, what was seen of a server in several captures adds up, and traces of
 * `observe` stand beside them. One that cannot be read is told in a line, and takes nothing of the others.
 */
import { isObservation } from '../../assess/observe.ts';
import type { LabReport } from '../../model/report.ts';
import { printable } from '../../report/words/text.ts';
import { UsageError } from '../../usage-error.ts';
import { complain } from '../output/output.ts';
import { judgeCaptures } from './capture.ts';
import type { Input } from './inputs.ts';
import { remarks, twiceLine } from './remarks.ts';
import { type CaptureFiles, capturesIn, joined, nameOf } from './rotation.ts';
import { isLong, longReport, storedLab, storedReport } from './trace.ts';

export interface ReadMany {
  reports: LabReport[];
  /** Milliseconds since 1970 at which the first packet was seen. */
  began: number;
  /** How many files could not be read. */
  unread: number;
}

/** Throws a UsageError where none can be read. */
export async function readMany(files: readonly Input[], ports: readonly number[]): Promise<ReadMany> {
  const began: number[] = [];
  const traces: LabReport[] = [];
  const judging = judgeCaptures(ports);
  const twice = countTwice();
  let [unread, judged] = [0, 0];
  const tell = (error: unknown, name: string): void => {
    const { code, message } = error as NodeJS.ErrnoException;
    complain(
      printable(error instanceof UsageError ? message : `cannot read ${name}: ${code ?? message}`, 1000),
    );
    unread += 1;
  };
  for (const { name, error } of files) if (error !== null) tell(new UsageError(error), name);
  const readable = files.filter(({ error }) => error === null);
  const named = (isTrace: boolean) =>
    readable.filter((one) => one.isTrace === isTrace).map(({ name }) => name);
  const found = await capturesIn(named(false), tell);
  for (const line of found.remarks) complain(line);
  const several = found.captures.length > 1;
  const origin = found.captures[0]?.first ?? 0n;
  for (const capture of found.captures) {
    const name = nameOf(capture.names);
    const overlaps = found.captures.some((other) => other !== capture && overlap(other, capture));
    try {
      const summary = await judging.read(name, joined(capture.names), {
        ...{ at: Number(capture.first - origin), isApart: several },
        ...(overlaps ? { opened: twice.opened(name) } : {}),
      });
      judged += 1;
      if (summary.began !== null) began.push(summary.began);
      for (const line of remarks(summary, summary.servers)) complain(several ? `${name}: ${line}` : line);
    } catch (error) {
      tell(error, name);
    }
  }
  for (const line of twice.lines()) complain(line);
  for (const name of named(true)) {
    try {
      traces.push(await observed(name));
      judged += 1;
    } catch (error) {
      tell(error, name);
    }
  }
  if (judged === 0) throw new UsageError('none of the files could be read');
  // A trace has a clock of its own, which does not tell when it began.
  const reports = [...judging.reports(), ...traces];
  return { reports, began: began.length === 0 ? Date.now() : Math.min(...began), unread };
}

const overlap = (a: CaptureFiles, b: CaptureFiles): boolean =>
  a.earliest <= b.latest && b.earliest <= a.latest;

/** Connections between the same ends that captures hold which were recorded at the same time. */
function countTwice() {
  const seenIn = new Map<string, string>();
  const counts = new Map<string, number>();
  return {
    opened: (name: string) => (ends: string) => {
      const before = seenIn.get(ends);
      if (before === undefined) seenIn.set(ends, name);
      else if (before !== name) {
        const pair = JSON.stringify([before, name]);
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    },
    lines: () => [...counts].map(([pair, count]) => twiceLine(JSON.parse(pair), count)),
  };
}

/** What `observe` recorded has one level, as a capture has; what was asked on the bench has tables of its own. */
async function observed(name: string): Promise<LabReport> {
  if (await isLong(name)) return longReport(name);
  const stored = await storedLab(name);
  if (!isObservation(stored.description))
    throw new UsageError(
      `cannot read ${name} with others: it is a trace of ${stored.description.lab}, which is read alone`,
    );
  return storedReport(stored);
}
