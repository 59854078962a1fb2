/** `probe URL`: a client of ours in front of a server that we did not write, version by version. */
import { type Interruption, interruptedCode } from '../../bench/run-question.ts';
import { inEnglish } from '../../model/reason.ts';
import type { LabReport } from '../../model/report.ts';
import { handshakeClosed } from '../../model/trace.ts';
import { probeTable } from '../../report/real/probe.ts';
import { details } from '../../report/run/report.ts';
import { printable } from '../../report/words/text.ts';
import { type Asked, placeOf } from '../../subjects/asked.ts';
import type { ProbeVersion } from '../../subjects/real-server/real-server.ts';
import { UsageError } from '../../usage-error.ts';
import { type AskedOptions, whatIsAsked } from '../asked/asked.ts';
import { forFiles } from '../asked/secrets.ts';
import { deliver } from '../output/deliver.ts';
import type { ReportOptions } from '../output/options.ts';
import { complain, progress } from '../output/output.ts';
import { reportFiles } from '../output/report-files.ts';
import { resultFile } from '../output/result-file.ts';
import { untilSignal } from '../signals.ts';
import { probeVersion } from './version.ts';

export interface ProbeCommand extends ReportOptions, AskedOptions {
  http: string;
  requests: number;
  idle?: number;
  limit?: number;
  why?: boolean;
  deadline?: number;
}

const versions: readonly ProbeVersion[] = ['1.0', '1.1', '2'];

/** Exit code 0 if the server was measured, 1 if a version failed or timed out. Throws a UsageError if nothing can be reached. */
export async function probe(target: string, options: ProbeCommand): Promise<number> {
  const began = Date.now();
  const asked = whatIsAsked(target, options);
  progress(printable(`probing ${asked.target}`), options.quiet);
  const reports = await untilSignal((interruption) => probeAll(asked, options, interruption)).finally(() =>
    progress('', options.quiet),
  );
  const shown = forFiles(reports, asked, options.verbose);
  const results = reports.map(({ result }) => result);
  const delivered = await deliver(
    {
      table: (look) => [
        probeTable(reports, look),
        ...(options.verbose ? reports.map((report) => `\n${details(report, look)}`) : []),
      ],
      json: resultFile(results, false),
      files: reportFiles({ reports: shown.map(toldApart), onPage: shown, began }, options),
    },
    options,
  );
  const bad = results.filter(({ outcome }) => outcome === 'failed' || outcome === 'timed-out');
  for (const { version, outcome, error } of bad)
    complain(printable(`HTTP/${version}: ${outcome}: ${error && inEnglish(error.reason)}`));
  return Math.max(delivered, bad.length === 0 ? 0 : 1);
}

/** Each version by a name of its own, for files that hold all of them. */
const toldApart = ({ stored, ...report }: LabReport): LabReport => {
  const lab = `probe-http-${stored.description.version}`;
  return {
    ...report,
    result: { ...report.result, lab },
    stored: { ...stored, description: { ...stored.description, lab } },
  };
};

/** One report a version. Rejects with a UsageError if the server cannot be reached at all. */
export const probeServer = async (target: string, options: ProbeCommand): Promise<LabReport[]> =>
  probeAll(whatIsAsked(target, options), options);

async function probeAll(
  asked: Asked,
  options: ProbeCommand,
  interruption?: Interruption,
): Promise<LabReport[]> {
  const chosen = options.http === 'all' ? versions : versions.filter((version) => version === options.http);
  if (chosen.length === 0)
    throw new UsageError(`--http takes 1.0, 1.1, 2 or all, not "${printable(options.http)}"`);
  const { requests, idle = null, limit = null, why = false, deadline = 10 } = options;
  const reports: LabReport[] = [];
  // One after another, so that none finds the server busy with another.
  for (const version of chosen) {
    const factors = { version, requests, idleSeconds: idle, limit, why };
    reports.push(await probeVersion({ asked, ...factors, deadline, interruption }));
    if (interruption?.hasCome() || !reports.some(isReached)) break;
  }
  unreachable(asked, reports);
  return reports;
}

const isReached = ({ stored, result }: LabReport): boolean =>
  stored.recordings.some(({ events }) => events.some(({ type }) => type === 'bytes')) ||
  isMeeting(result.error?.code);

/** If nothing was said on any connection, there is nothing to report. */
function unreachable({ to }: Asked, reports: LabReport[]): void {
  const [error] = reports.flatMap(({ result }) => result.error ?? []);
  if (reports.some(isReached) || !error || error.code === interruptedCode) return;
  throw new UsageError(`cannot reach ${printable(placeOf(to))}: ${inEnglish(error.reason)}`);
}

/** Who resets or closes a connection is there, and so is who refuses a version. */
const isMeeting = (code: string | undefined): boolean =>
  code === 'ECONNRESET' || code === handshakeClosed || code === 'NOT_SPOKEN';
