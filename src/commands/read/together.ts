/** Captures, one after the other: what they hold adds up, and of each it is said what could not be read. */
import type { Part } from '../../model/parts/part.ts';
import type { LabReport } from '../../model/report.ts';
import { complain } from '../output/output.ts';
import { judgeCaptures } from './capture.ts';
import { remarks } from './remarks.ts';
import { type CaptureFiles, joined, nameOf } from './rotation.ts';
import { countTwice, overlapping } from './twice.ts';

export interface ReadTogether {
  reports: LabReport[];
  /** Milliseconds since 1970 at which the first packet of each was seen. */
  began: number[];
  /** How many could be read. */
  read: number;
  /** What can be merged, if it was asked for. */
  parts: Part[];
}

type Unread = (error: unknown, name: string) => void;

/** In the order in which they began. `unread` is told of one that cannot be read. */
export async function readTogether(
  captures: readonly CaptureFiles[],
  ports: readonly number[],
  unread: Unread,
): Promise<ReadTogether> {
  const judging = judgeCaptures(ports);
  const twice = countTwice();
  const overlaps = new Set(overlapping(captures));
  const began: number[] = [];
  const [origin = 0n] = captures.map(({ first }) => first);
  const read = await each(captures, unread, async (capture, name) => {
    const summary = await judging.read(name, joined(capture.names), {
      ...{ at: Number(capture.first - origin), isApart: captures.length > 1 },
      ...(overlaps.has(capture) ? { opened: twice.opened(name) } : {}),
    });
    if (summary.began !== null) began.push(summary.began);
    return remarks(summary, summary.servers);
  });
  for (const line of twice.lines()) complain(line);
  return { reports: judging.reports(), began, read, parts: [] };
}

/** The same, with what can be merged with others. */
export async function readParts(
  captures: readonly CaptureFiles[],
  ports: readonly number[],
  unread: Unread,
): Promise<ReadTogether> {
  const { readPart } = await import('./parts/read-part.ts');
  const parts: Part[] = [];
  const began: number[] = [];
  let reports: LabReport[] = [];
  const read = await each(captures, unread, async (capture) => {
    const one = await readPart(capture.files, ports);
    const { summary } = one;
    reports = one.reports;
    parts.push(one.part);
    if (summary.began !== null) began.push(summary.began);
    return remarks(summary, one.reports.length);
  });
  if (parts.length > 1) {
    const { joinRuns } = await import('../merge/join.ts');
    reports = joinRuns(parts.map((part) => [part])).reports;
  }
  return { reports, began, read, parts };
}

/** `read` gives what is to be said of it. */
async function each(
  captures: readonly CaptureFiles[],
  unread: Unread,
  read: (capture: CaptureFiles, name: string) => Promise<string[]>,
): Promise<number> {
  let count = 0;
  for (const capture of captures) {
    const name = nameOf(capture.names);
    try {
      const lines = await read(capture, name);
      count += 1;
      for (const line of lines) complain(captures.length > 1 ? `${name}: ${line}` : line);
    } catch (error) {
      unread(error, name);
    }
  }
  return count;
}
