/** `through URL --origin-port PORT`: a client of ours, a real proxy, and an origin of ours behind it. */

import { assessThrough, type ThroughAssessment } from '../assess/through/through.ts';
import { sideOf } from '../assess/through/traces.ts';
import { runThrough } from '../bench/run-through.ts';
import { inEnglish } from '../model/reason.ts';
import type { StoredLab } from '../model/recording.ts';
import type { LabReport } from '../model/report.ts';
import { throughTable } from '../report/real/through.ts';
import { details } from '../report/run/report.ts';
import { printable } from '../report/words/text.ts';
import { type Asked, placeOf } from '../subjects/asked.ts';
import { UsageError } from '../usage-error.ts';
import { type AskedOptions, whatIsAsked } from './asked/asked.ts';
import { storedForFiles } from './asked/secrets.ts';
import { deliver } from './output/deliver.ts';
import type { ReportOptions } from './output/options.ts';
import { complain, progress } from './output/output.ts';
import { reportFiles } from './output/report-files.ts';
import { resultFile } from './output/result-file.ts';
import { unreached } from './probe/outcome.ts';
import { untilSignal } from './signals.ts';

export interface ThroughCommand extends ReportOptions, Omit<AskedOptions, 'body'> {
  originPort: number;
  /** It is a forward proxy. */
  forward?: boolean;
  /** Seconds for which the next step of an exchange is waited for. */
  deadline: number;
}

/** Exit code 0 if the proxy was measured, 1 if it did not let an exchange end. Throws a UsageError if there is no proxy. */
export async function through(
  target: string,
  { originPort, forward = false, deadline, ...options }: ThroughCommand,
): Promise<number> {
  const began = Date.now();
  const asked = whatIsAsked(target, options, forward ? 'Proxy-Authorization' : 'Authorization');
  const whole = await untilSignal((interruption) =>
    runThrough({
      ...{ asked, originPort, interruption },
      isForward: forward,
      stepSeconds: deadline,
      onProgress: (question) => progress(printable(`through ${asked.target}: ${question}`), options.quiet),
    }),
  ).finally(() => progress('', options.quiet));
  unusable(asked, originPort, whole);
  const measured = assessThrough(whole);
  const stored = storedForFiles(whole, asked, options.verbose);
  const assessed =
    stored === whole ? measured : { ...measured, transcripts: assessThrough(stored).transcripts };
  const { result } = assessed;
  const delivered = await show(stored, assessed, options, began);
  if (result.outcome === 'ran') return delivered;
  const where = result.error?.code === 'ORIGIN_NOT_REACHED' ? ` (port ${originPort})` : '';
  complain(
    printable(
      `through ${asked.target}: ${result.error ? inEnglish(result.error.reason) : result.outcome}${where}`,
    ),
  );
  return Math.max(delivered, 1);
}

/** The same from what `--trace` stored. */
export async function readThrough(stored: StoredLab, options: ReportOptions, began: number): Promise<number> {
  const assessed = assessThrough(stored);
  const delivered = await show(stored, assessed, options, began);
  return Math.max(delivered, assessed.result.outcome === 'ran' ? 0 : 1);
}

/** The table, with `--verbose` everything else, and the files. The trace is stored as it is. */
async function show(
  stored: StoredLab,
  assessed: ThroughAssessment,
  { trace, ...options }: ReportOptions,
  began: number,
): Promise<number> {
  const report = besideStrips({ stored, ...assessed });
  const sides = { ...report, stored: sidesApart(stored) };
  return deliver(
    {
      table: (look) => [
        ...(assessed.result.error?.code === 'ORIGIN_NOT_REACHED' ? [] : [throughTable(assessed, look)]),
        ...(options.verbose ? [`\n${details(report, look)}`] : []),
      ],
      json: resultFile([assessed.result], false),
      files: [
        ...reportFiles({ reports: [report], began }, trace === undefined ? {} : { trace }),
        ...reportFiles({ reports: [sides], onPage: [report], began }, options),
      ],
    },
    options,
  );
}

/** As each answer, each side of a question goes by its own name. */
const sidesApart = ({ description, recordings }: StoredLab): StoredLab => ({
  description,
  recordings: recordings.flatMap((recording) =>
    (['front', 'back'] as const).map((side) => ({
      ...recording,
      question: `${recording.question}, ${side}`,
      events: sideOf(recording, side),
    })),
  ),
});

/** Each answer stands where its evidence is, in front. */
const besideStrips = <Report extends LabReport>(report: Report): Report => ({
  ...report,
  result: {
    ...report.result,
    answers: Object.fromEntries(
      Object.entries(report.result.answers ?? {}).map(([id, answer]) => [`${id}, front`, answer]),
    ),
  },
});

/** Nothing was said at all: no proxy is there, or no place for our origin. */
function unusable({ to }: Asked, originPort: number, { recordings }: StoredLab): void {
  const taken = recordings.find(({ error }) => error?.code === 'EADDRINUSE' || error?.code === 'EACCES');
  if (taken?.error)
    throw new UsageError(`cannot listen on 127.0.0.1 port ${originPort}: ${taken.error.code}`);
  const events = recordings.flatMap((recording) => recording.events);
  if (events.some((event) => event.type === 'bytes' && event.direction === 's2c')) return;
  const failed = events.find((event) => event.type === 'error');
  if (failed?.type === 'error')
    throw new UsageError(`cannot reach ${printable(placeOf(to))}: ${inEnglish(unreached(failed.code))}`);
}
