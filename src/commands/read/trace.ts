/** A stored trace, judged again: as a whole, or, where it is too long to be held, as it was recorded. */
import { readFile, stat } from 'node:fs/promises';
import type { StoredLab } from '../../model/recording.ts';
import type { LabReport } from '../../model/report.ts';
import { printable } from '../../report/words/text.ts';
import { UsageError } from '../../usage-error.ts';
import { complain } from '../output/output.ts';

export async function storedReport(stored: StoredLab): Promise<LabReport> {
  // Questions are needed for this only.
  const { assess } = await import('../../assess/assess.ts');
  return { stored, ...assess(stored) };
}

export async function storedLab(file: string): Promise<StoredLab> {
  // A capture needs no validator of JSON Schema, and starts sooner without.
  const { endsEarly, readRecordings } = await import('../../model/read-recordings.ts');
  try {
    const stored = readRecordings(await readFile(file, 'utf8'));
    if (endsEarly(stored)) sayEarly(file);
    return stored;
  } catch (error) {
    throw noTrace(file, error);
  }
}

/** Bytes from which on a trace is not held as a whole. */
const longTrace = 64 * 1024 * 1024;

export const isLong = async (file: string): Promise<boolean> => (await stat(file)).size > longTrace;

export async function longReport(file: string): Promise<LabReport> {
  // Needs a validator of JSON Schema.
  const { readLongTrace } = await import('./long-trace.ts');
  const { report, endsEarly } = await readLongTrace(file).catch((error: unknown) => {
    throw noTrace(file, error);
  });
  if (endsEarly) sayEarly(file);
  return report;
}

const sayEarly = (file: string): void =>
  complain(`${printable(file)} ends before its time: what was recorded until then is judged`);

const noTrace = (file: string, error: unknown): UsageError =>
  new UsageError(`${file} is no trace: ${error instanceof Error ? error.message : error}`);
