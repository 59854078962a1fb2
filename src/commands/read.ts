/** `read CAPTURE`: judges again what was recorded earlier, with the same rules, and without a socket. */
import { readFile } from 'node:fs/promises';
import { assess } from '../bench/assess.ts';
import { readRecordings, type StoredLab } from '../model/recording.ts';
import { details, summary } from '../report/report.ts';
import { UsageError } from '../usage-error.ts';
import { paint, print, writeJson } from './output.ts';
import { type RunCommand, resultFile } from './run.ts';

/** Throws a UsageError for a file that cannot be read or is no trace. */
export async function read(capture: string, { json, verbose }: RunCommand): Promise<number> {
  const stored = await storedLab(capture);
  const report = { stored, ...assess(stored) };
  if (json !== '-') {
    print(summary([report], paint));
    if (verbose) print(`\n${details(report, paint)}`);
  }
  if (json !== undefined) await writeJson(json, resultFile([report.result], false));
  return report.result.outcome === 'ran' ? 0 : 1;
}

async function storedLab(capture: string): Promise<StoredLab> {
  const text = await readFile(capture, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`cannot read ${capture}: ${error.code ?? error.message}`);
  });
  try {
    return readRecordings(text);
  } catch (error) {
    throw new UsageError(`${capture} is no trace: ${error instanceof Error ? error.message : error}`);
  }
}
