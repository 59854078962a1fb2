/**
 * `read CAPTURE…`: judges again what was recorded earlier, a stored trace or a packet capture, with the same rules and
 * without a socket. '-' reads a capture from a pipe while it is being recorded.
 */
import type { LabReport } from '../../model/report.ts';
import type { Look } from '../../report/look.ts';
import { observeTable } from '../../report/real/observe.ts';
import { observedTable } from '../../report/real/observed.ts';
import { details, summary } from '../../report/run/report.ts';
import { UsageError } from '../../usage-error.ts';
import { deliver } from '../output/deliver.ts';
import type { ReportOptions } from '../output/options.ts';
import { complain } from '../output/output.ts';
import { reportFiles } from '../output/report-files.ts';
import { resultFile } from '../output/result-file.ts';
import { fileChunks, judgeCapture } from './capture.ts';
import { type Input, inputsOf } from './inputs.ts';
import { readMany } from './many.ts';
import { remarks } from './remarks.ts';
import { isLong, longReport, storedLab, storedReport } from './trace.ts';

export interface ReadCommand extends ReportOptions {
  /** Ports that are servers', where no SYN tells. */
  port?: number[];
  mergeable?: boolean;
}

/**
 * Throws a UsageError where no file can be read, or one of several that stand alone. Exit code 1 where one could not be read
 * and others could.
 */
export async function read(
  given: string[],
  { port = [], mergeable = false, ...options }: ReadCommand,
): Promise<number> {
  const { files, remarks } = await inputsOf(given);
  if (mergeable) checkMergeable(given, options);
  for (const line of remarks) complain(line);
  const [only] = files;
  if (only !== undefined && files.length === 1 && !mergeable) return readOne(only, port, options);
  const { reports, began, unread, parts } = await readMany(files, port, mergeable);
  const delivered = await deliver(
    {
      table: (look) => tableOf(reports, observedTable(reports, look), look, options),
      json: { ...resultFile(reportsResults(reports), false), ...(mergeable ? { parts } : {}) },
      files: reportFiles({ reports, began }, options),
    },
    options,
  );
  return Math.max(delivered, unread > 0 ? 1 : 0, codeOf(reports));
}

function checkMergeable(given: readonly string[], { json }: ReportOptions): void {
  if (json === undefined) throw new UsageError('--mergeable says what --json writes: name the file');
  if (given.includes('-'))
    throw new UsageError('a pipe is read once, and what is mergeable twice: write it into a file');
}

async function readOne(
  { name, isTrace, error }: Input,
  port: readonly number[],
  options: ReportOptions,
): Promise<number> {
  if (error !== null) throw new UsageError(error);
  const stored = isTrace && !(await isLong(name)) ? await storedLab(name) : null;
  // What `through` stored has two sides, and a table of its own.
  if (stored?.description.lab === 'through') {
    const { readThrough } = await import('../through.ts');
    return readThrough(stored, options, Date.now());
  }
  // A trace has a clock of its own, which does not tell when it began.
  const { reports, began } = isTrace
    ? { reports: [stored ? await storedReport(stored) : await longReport(name)], began: Date.now() }
    : await captureReports(name, port);
  const delivered = await deliver(
    {
      table: (look) =>
        tableOf(reports, isTrace ? tracesTable(reports, look) : observedTable(reports, look), look, options),
      json: resultFile(reportsResults(reports), false),
      files: reportFiles({ reports, began }, options),
    },
    options,
  );
  return Math.max(delivered, codeOf(reports));
}

const reportsResults = (reports: LabReport[]) => reports.map(({ result }) => result);

const codeOf = (reports: LabReport[]): number =>
  reports.every(({ result }) => result.outcome === 'ran') ? 0 : 1;

const tableOf = (reports: LabReport[], table: string, look: Look, { verbose }: ReportOptions): string[] => [
  table,
  ...(verbose ? reports.map((report) => `\n${details(report, look)}`) : []),
];

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
