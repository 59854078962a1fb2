/** `through URL --origin-port PORT`: a client of ours, a real proxy, and an origin of ours behind it. */
import { assessThrough, type ThroughAssessment } from '../assess/through/through.ts';
import { sideOf } from '../assess/through/traces.ts';
import { runThrough } from '../bench/run-through.ts';
import type { StoredLab } from '../model/recording.ts';
import type { LabReport } from '../model/report.ts';
import { throughTable } from '../report/real/through.ts';
import { details } from '../report/run/report.ts';
import { addressOf } from '../subjects/real-server/real-server.ts';
import { UsageError } from '../usage-error.ts';
import { writeFiles } from './output/files.ts';
import { lookIn } from './output/look.ts';
import { complain, print, progress, writeJson, writeTraces } from './output/output.ts';
import { writePage } from './output/page.ts';
import { resultFile } from './output/result-file.ts';
import type { RunCommand } from './run.ts';

export interface ThroughCommand extends RunCommand {
  originPort: number;
  /** Seconds for which the next step of an exchange is waited for. */
  deadline: number;
}

/** Exit code 0 if the proxy was measured, 1 if it did not let an exchange end. Throws a UsageError if there is no proxy. */
export async function through(
  target: string,
  { originPort, deadline, ...options }: ThroughCommand,
): Promise<number> {
  const began = Date.now();
  const url = httpUrl(target);
  const stored = await runThrough({
    url,
    originPort,
    stepSeconds: deadline,
    onProgress: (question) => progress(`through ${url.href}: ${question}`),
  }).finally(() => progress(''));
  unusable(url, originPort, stored);
  const assessed = assessThrough(stored);
  const { result } = assessed;
  if (options.trace !== undefined) await writeTraces(options.trace, [stored]);
  await deliver(stored, assessed, options, began);
  if (result.outcome === 'ran') return 0;
  const where = result.error?.code === 'ORIGIN_NOT_REACHED' ? ` (port ${originPort})` : '';
  complain(`through ${url.href}: ${result.error?.message ?? result.outcome}${where}`);
  return 1;
}

/** The same from what `--trace` stored. */
export async function readThrough(stored: StoredLab, options: RunCommand, began: number): Promise<number> {
  const assessed = assessThrough(stored);
  await deliver(stored, assessed, options, began);
  return assessed.result.outcome === 'ran' ? 0 : 1;
}

/** The files, the table, and with `--verbose` everything else. */
async function deliver(
  stored: StoredLab,
  assessed: ThroughAssessment,
  { json, html, verbose, ...files }: RunCommand,
  began: number,
): Promise<void> {
  const look = await lookIn(files.lang);
  const report = besideStrips({ stored, ...assessed });
  await writeFiles([{ ...report, stored: sidesApart(stored) }], files, began);
  if (html !== undefined) await writePage(html, [report], { lang: files.lang });
  if (json !== '-') {
    if (assessed.result.error?.code !== 'ORIGIN_NOT_REACHED') print(throughTable(assessed, look));
    if (verbose) print(`\n${details(report, look)}`);
  }
  if (json !== undefined) await writeJson(json, resultFile([assessed.result], false));
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
function unusable(url: URL, originPort: number, { recordings }: StoredLab): void {
  const taken = recordings.find(({ error }) => error?.code === 'EADDRINUSE' || error?.code === 'EACCES');
  if (taken?.error)
    throw new UsageError(`cannot listen on 127.0.0.1 port ${originPort}: ${taken.error.code}`);
  const events = recordings.flatMap((recording) => recording.events);
  if (events.some((event) => event.type === 'bytes' && event.direction === 's2c')) return;
  const failed = events.find((event) => event.type === 'error');
  const { host, port } = addressOf(url);
  if (failed?.type === 'error') throw new UsageError(`cannot reach ${host} port ${port}: ${failed.code}`);
}

function httpUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new UsageError(`"${text}" is no http: or https: URL`);
  return url;
}
