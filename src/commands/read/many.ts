/**
 * Several files: those of one rotation are one capture, what was seen of a server in several captures adds up, and traces of
 * `observe` stand beside them. One that cannot be read is told in a line, and takes nothing of the others.
 */
import { isObservation } from '../../assess/observe.ts';
import type { Part } from '../../model/parts/part.ts';
import type { LabReport } from '../../model/report.ts';
import { printable } from '../../report/words/text.ts';
import { UsageError } from '../../usage-error.ts';
import { complain } from '../output/output.ts';
import type { Input } from './inputs.ts';
import { capturesIn } from './rotation.ts';
import { readParts, readTogether } from './together.ts';
import { isLong, longReport, storedLab, storedReport } from './trace.ts';

export interface ReadMany {
  reports: LabReport[];
  /** Milliseconds since 1970 at which the first packet was seen. */
  began: number;
  /** How many files could not be read. */
  unread: number;
  parts: Part[];
}

/** Throws a UsageError where none can be read. `mergeable`: what can be merged is asked for, which traces have not. */
export async function readMany(
  files: readonly Input[],
  ports: readonly number[],
  mergeable: boolean,
): Promise<ReadMany> {
  let unread = 0;
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
  const { reports, began, read, parts } = await (mergeable ? readParts : readTogether)(
    found.captures,
    ports,
    tell,
  );
  const traces: LabReport[] = [];
  for (const name of named(true)) {
    try {
      if (mergeable) throw new UsageError(`${name} is a trace: only captures can be read --mergeable`);
      traces.push(await observed(name));
    } catch (error) {
      tell(error, name);
    }
  }
  if (read + traces.length === 0) throw new UsageError('none of the files could be read');
  return {
    ...{ reports: [...reports, ...traces], unread, parts },
    // A trace has a clock of its own, which does not tell when it began.
    began: began.length === 0 ? Date.now() : Math.min(...began),
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
