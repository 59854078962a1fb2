/** `probe URL`: a client of ours in front of a server that we did not write, version by version. */
import { assess } from '../bench/assess.ts';
import { runQuestion } from '../bench/run-question.ts';
import type { LabDescription } from '../model/result.ts';
import { probeTable } from '../report/probe.ts';
import type { LabReport } from '../report/report.ts';
import { details } from '../report/report.ts';
import { addressOf, type ProbeVersion, realServer } from '../subjects/real-server.ts';
import { UsageError } from '../usage-error.ts';
import { complain, paint, print, progress, writeJson, writeTraces } from './output.ts';
import { type RunCommand, resultFile } from './run.ts';

export interface ProbeCommand extends RunCommand {
  http: string;
  requests: number;
  idle?: number;
  limit?: number;
  why?: boolean;
}

/** Seconds after which a question is given up that a server does not let end. */
const deadlineSeconds = 10;

const versions: readonly ProbeVersion[] = ['1.0', '1.1', '2'];

/** Exit code 0 if the server was measured, 1 if a version failed or timed out. Throws a UsageError if nothing can be reached. */
export async function probe(target: string, options: ProbeCommand): Promise<number> {
  const url = httpUrl(target);
  const asked = options.http === 'all' ? versions : versions.filter((version) => version === options.http);
  if (asked.length === 0) throw new UsageError(`--http takes 1.0, 1.1, 2 or all, not "${options.http}"`);
  progress(`probing ${url.href}`);
  const reports = await Promise.all(asked.map((version) => probeVersion(url, version, options)));
  progress('');
  unreachable(url, reports);
  if (options.trace !== undefined) {
    const stored = reports.map(({ stored: { description, recordings } }) => ({
      description: { ...description, lab: `probe-http-${description.version}` },
      recordings,
    }));
    await writeTraces(options.trace, stored);
  }
  if (options.json !== '-') {
    print(probeTable(reports, paint));
    if (options.verbose) for (const report of reports) print(`\n${details(report, paint)}`);
  }
  if (options.json !== undefined)
    await writeJson(
      options.json,
      resultFile(
        reports.map(({ result }) => result),
        false,
      ),
    );
  const bad = reports.filter(({ result }) => result.outcome === 'failed' || result.outcome === 'timed-out');
  for (const { result } of bad)
    complain(`HTTP/${result.version}: ${result.outcome}: ${result.error?.message}`);
  return bad.length === 0 ? 0 : 1;
}

async function probeVersion(url: URL, version: ProbeVersion, options: ProbeCommand): Promise<LabReport> {
  const subject = realServer({
    url,
    version,
    requests: options.requests,
    idleSeconds: options.idle ?? null,
    limit: options.limit ?? null,
    why: options.why ?? false,
  });
  const description: LabDescription = {
    lab: 'probe',
    title: `A real server over HTTP/${version}`,
    subject: subject.name,
    target: url.href,
    version,
    client: subject.client,
    ordinary: ['reuse'],
    questions: Object.keys(subject.scripts),
    permits: null,
    textbook: { says: null },
    prediction: null,
  };
  const recordings = await Promise.all(
    description.questions.map((question) =>
      runQuestion(subject, question, {
        patience: 1,
        deadlineSeconds: question === 'idle' ? (options.idle ?? 0) + deadlineSeconds : deadlineSeconds,
      }),
    ),
  );
  const stored = { description, recordings };
  const report: LabReport = { stored, ...assess(stored) };
  const instead = answeredInstead(report, version);
  if (instead !== null) {
    const { result } = report;
    report.result = { ...result, outcome: 'skipped', error: { code: 'NOT_SPOKEN', message: instead } };
  }
  return report;
}

/** What a server that does not speak the version did instead; null if it speaks it. */
function answeredInstead({ transcripts, stored }: LabReport, version: ProbeVersion): string | null {
  const reuse = transcripts.find(({ question }) => question === 'reuse');
  const events = stored.recordings.find(({ question }) => question === 'reuse')?.events ?? [];
  if (!reuse || reuse.connections.length === 0) return null;
  const answered = reuse.connections.some(({ messages }) => messages.some(({ kind }) => kind === 'response'));
  if (answered) return null;
  const agreed = events.find((event) => event.type === 'open' && event.tls);
  if (version === '2' && agreed?.type === 'open' && agreed.tls && agreed.tls.alpn !== 'h2')
    return `the server agreed by ALPN to ${agreed.tls.alpn === false ? 'nothing' : agreed.tls.alpn}`;
  const first = events.find((event) => event.type === 'bytes' && event.direction === 's2c');
  if (first?.type !== 'bytes') {
    const ended = reuse.connections.some(({ ends }) => ends.some(({ direction }) => direction === 's2c'));
    return ended && version === '2' ? 'the server closed the connection without an answer' : null;
  }
  const [line = ''] = Buffer.from(first.bytes).toString('latin1').split(/\r?\n/);
  return version === '2' && line.startsWith('HTTP/1.') ? `the server answered ${line.slice(0, 80)}` : null;
}

/** If not one connection reached the server, there is nothing to report. */
function unreachable(url: URL, reports: LabReport[]): void {
  const events = reports.flatMap(({ stored }) => stored.recordings.flatMap((recording) => recording.events));
  if (events.some(({ type }) => type === 'bytes')) return;
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
