/**
 * `read CAPTURE`: judges again what was recorded earlier, a stored trace or a packet capture, with the same rules and
 * without a socket. '-' reads a capture from a pipe while it is being recorded.
 */
import { open, readFile, stat } from 'node:fs/promises';
import type { StoredLab } from '../../model/recording.ts';
import type { LabReport } from '../../model/report.ts';
import type { Look } from '../../report/look.ts';
import { observeTable } from '../../report/real/observe.ts';
import { observedTable } from '../../report/real/observed.ts';
import { details, summary } from '../../report/run/report.ts';
import { printable } from '../../report/words/text.ts';
import { UsageError } from '../../usage-error.ts';
import { deliver } from '../output/deliver.ts';
import type { ReportOptions } from '../output/options.ts';
import { complain } from '../output/output.ts';
import { reportFiles } from '../output/report-files.ts';
import { resultFile } from '../output/result-file.ts';
import { fileChunks, judgeCapture } from './capture.ts';
import { remarks } from './remarks.ts';

export interface ReadCommand extends ReportOptions {
  /** Ports that are servers', where no SYN tells. */
  port?: number[];
}

/** Throws a UsageError for a file that cannot be read, or that is neither a trace nor a capture. */
export async function read(capture: string, { port = [], ...options }: ReadCommand): Promise<number> {
  const isTrace = capture !== '-' && (await firstByte(capture)) === 0x7b;
  const isLong = isTrace && (await stat(capture)).size > longTrace;
  const stored = isTrace && !isLong ? await storedLab(capture) : null;
  // What `through` stored has two sides, and a table of its own.
  if (stored?.description.lab === 'through') {
    const { readThrough } = await import('../through.ts');
    return readThrough(stored, options, Date.now());
  }
  // A trace has a clock of its own, which does not tell when it began.
  const { reports, began } = isTrace
    ? { reports: [stored ? await storedReport(stored) : await longReport(capture)], began: Date.now() }
    : await captureReports(capture, port);
  const results = reports.map(({ result }) => result);
  const delivered = await deliver(
    {
      table: (look) => [
        isTrace ? tracesTable(reports, look) : observedTable(reports, look),
        ...(options.verbose ? reports.map((report) => `\n${details(report, look)}`) : []),
      ],
      json: resultFile(results, false),
      files: reportFiles({ reports, began }, options),
    },
    options,
  );
  return Math.max(delivered, results.every(({ outcome }) => outcome === 'ran') ? 0 : 1);
}

/** What `observe` stored is shown as `observe` showed it. */
function tracesTable(reports: LabReport[], look: Look): string {
  const [report] = reports;
  return report?.result.verdicts?.observed ? observeTable(report, look) : summary(reports, look);
}

async function captureReports(
  capture: string,
  ports: readonly number[],
): Promise<{ reports: LabReport[]; began: number }> {
  const chunks = capture === '-' ? pipedChunks() : fileChunks(capture);
  const { reports, summary: told } = await judgeCapture(capture === '-' ? null : capture, chunks, ports);
  for (const line of remarks(told, reports.length)) complain(line);
  return { reports, began: told.began ?? 0 };
}

/** ^C reaches both ends of a pipe: the recorder ends with it, and what it has recorded is judged. A second one ends this too. */
function pipedChunks(): AsyncIterable<Buffer> {
  process.once('SIGINT', () => {});
  return process.stdin;
}

/** A trace begins with a brace, which no capture does. Of a pipe that has a name nothing may be read twice. */
async function firstByte(file: string): Promise<number | undefined> {
  const known = await stat(file).catch(() => null);
  if (known?.isFIFO() || known?.isCharacterDevice() || known?.isSocket()) return undefined;
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`cannot read ${file}: ${error.code ?? error.message}`);
  });
  try {
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, 0).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`cannot read ${file}: ${error.code ?? error.message}`);
    });
    return buffer[0];
  } finally {
    await handle.close();
  }
}

async function storedReport(stored: StoredLab): Promise<LabReport> {
  // Questions are needed for this only.
  const { assess } = await import('../../assess/assess.ts');
  return { stored, ...assess(stored) };
}

async function storedLab(file: string): Promise<StoredLab> {
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

async function longReport(file: string): Promise<LabReport> {
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
