/** Every report there is, as it is printed: of every lab, run now, and of traffic and results made for the purpose. */

import { assess } from '../../../src/assess/assess.ts';
import { findLabs } from '../../../src/bench/find-labs.ts';
import { runLab } from '../../../src/bench/run-lab.ts';
import { startStaggered } from '../../../src/bench/start-staggered.ts';
import { probeServer } from '../../../src/commands/probe/probe.ts';
import { judgeClaims } from '../../../src/judge/claims/claims.ts';
import { conversationRules, wireRules } from '../../../src/judge/lenses.ts';
import { reason } from '../../../src/model/reason.ts';
import { newConnectionReasons } from '../../../src/model/reasons/new-connections.ts';
import type { LabReport } from '../../../src/model/report.ts';
import { type LabResult, mapVerdicts, nothingVaries, type ResultFile } from '../../../src/model/result.ts';
import { toldResult } from '../../../src/model/told.ts';
import { compareResults } from '../../../src/report/compare/compare.ts';
import { comparison } from '../../../src/report/compare/comparison.ts';
import { sentencesOf } from '../../../src/report/compare/sentences.ts';
import { explain } from '../../../src/report/explain/explain.ts';
import { markdown } from '../../../src/report/files/markdown.ts';
import type { Look } from '../../../src/report/look.ts';
import { livePage, liveTotals } from '../../../src/report/page/live/live.ts';
import { type PageParts, page } from '../../../src/report/page/page.ts';
import { observeTable } from '../../../src/report/real/observe.ts';
import { observedTable } from '../../../src/report/real/observed.ts';
import { probeTable } from '../../../src/report/real/probe.ts';
import { type ThroughReport, throughTable } from '../../../src/report/real/through.ts';
import { claimsTable } from '../../../src/report/run/claims.ts';
import { details, summary } from '../../../src/report/run/report.ts';
import { answering, closeServers, rawServer } from '../../commands/probe/probed.ts';
import { facts, failed, lenses, report, result } from '../fixtures.ts';
import { allParts, both, parts, pathOf } from '../real/parts.ts';
import { observations } from './observations.ts';

export interface Printed {
  name: string;
  text: string;
  /** On a terminal no line is wider than 100 columns. */
  terminal: boolean;
}

/** With what they are reports of. */
export async function everyReport(look: Look): Promise<{ printed: Printed[]; reports: LabReport[] }> {
  const labs = await runAll();
  const results = labs.map(({ result }) => result);
  const claims = judgeClaims(results);
  const rules = { wire: wireRules, conversation: conversationRules };
  const odd = withReasons(report(failed('broken')));
  const terminal = (name: string, text: string): Printed => ({ name, text, terminal: true });
  const file = (name: string, text: string): Printed => ({ name, text, terminal: false });
  const probed = await probedServers();
  const seen = observations(labs);
  const printed = [
    terminal('run', summary([...labs, odd], look, claims)),
    terminal('run of nothing that holds', summary(unlikely(), look)),
    ...[...labs, odd].map((lab) => terminal(`details of ${lab.result.lab}`, details(lab, look))),
    ...[...labs, odd].map((lab) => terminal(`explain ${lab.result.lab}`, explain(lab, rules, look))),
    terminal('claims', claimsTable(claims, look)),
    terminal('claims of too few labs', claimsTable(judgeClaims(results.slice(0, 6)), look)),
    ...probed.map((reports, index) => terminal(`probe ${index}`, probeTable(reports, look))),
    ...probed.flat().map((one, index) => terminal(`probe in full ${index}`, details(one, look))),
    ...seen.map((one, index) => terminal(`observe ${index}`, observeTable(one, look))),
    ...seen.map((one, index) => terminal(`explain what was observed ${index}`, explain(one, rules, look))),
    terminal('read', observedTable(seen, look)),
    terminal('read nothing', observedTable([], look)),
    ...proxies().map((one, index) => terminal(`through ${index}`, throughTable(one, look))),
    ...comparisons(results).map((text, index) => terminal(`compare ${index}`, text(look))),
    file('markdown', markdown([...labs, odd, ...seen], look.say)),
    file('page', pageOf([...labs, odd], claims, look)),
    file('page of one', pageOf(seen.slice(0, 1), [], look)),
    file('page while it is seen', livePage('127.0.0.1:80', pageParts(look))),
    ...seen.map((one) => file('figures while it is seen', figuresOf(one, look))),
  ];
  return { printed, reports: [...labs, ...seen, ...probed.flat()] };
}

async function runAll(): Promise<LabReport[]> {
  const reports = await startStaggered(await findLabs([]), async (lab) => {
    if ('error' in lab) throw lab.error;
    const stored = await runLab(lab.id, lab.lab);
    return { stored, ...assess(stored) };
  });
  return reports.sort((a, b) => (a.result.lab < b.result.lab ? -1 : 1));
}

const pageOf = (reports: LabReport[], claims: Parameters<typeof page>[1], look: Look): string =>
  page(reports, claims, {
    ...pageParts(look),
    warning: 'the instrument is not calibrated: it misjudges a reference channel',
  });

const pageParts = ({ say }: Look): PageParts => ({
  ...{ script: '', scriptHash: 'sha256-', style: '', language: { code: 'zh-CN', say } },
});

/** All that is text in them. */
function figuresOf(one: LabReport, { say }: Look): string {
  const { figures, verdicts, broken, troubles } = liveTotals(one, { connections: 1, open: 1 }, say);
  return [
    figures,
    verdicts.map(({ where, word, because }) => [where, word, because]),
    broken.map(({ head, lines }) => [head, lines]),
    troubles,
  ]
    .flat(3)
    .join('\n');
}

/** The 2 × 2 may come out in other ways, and predictions may prove wrong. */
function unlikely(): LabReport[] {
  const lab = (name: string, mode: 'simplex' | 'full-duplex' | 'inconclusive') =>
    report(
      result(name, {
        facts: { reuse: facts(5, 1) },
        verdicts: { ordinary: lenses(mode, mode), limit: lenses(mode, mode) },
        textbook: { says: 'half-duplex' },
        prediction: { ordinary: { wire: 'half-duplex', conversation: 'half-duplex' } },
      }),
    );
  return [
    lab('http10-short', 'simplex'),
    lab('http11-close', 'inconclusive'),
    lab('other', 'full-duplex'),
  ].map((one) => withReasons(one));
}

/** What the fixtures give as a reason is no sentence of ours. */
function withReasons(one: LabReport): LabReport {
  const damaged = reason('verdict.damaged', {
    finding: reason('verdict.nothing-further'),
    damage: [reason('damage.encrypted'), reason('damage.deadline')],
  });
  const { verdicts } = one.result;
  one.result.verdicts = verdicts && mapVerdicts(verdicts, (found) => ({ ...found, reason: damaged }));
  one.result.error &&= { code: 'CLOSED', reason: reason('error.closed') };
  Object.assign(one.result, { title: 'HTTP/1.1 with Connection: close', subject: 'HTTP/1.1 closing' });
  return one;
}

/** Servers that keep, that close, that advertise, that hang up, and that talk nonsense. */
async function probedServers(): Promise<LabReport[][]> {
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n';
  const ports = await Promise.all([
    answering(() => `${head}Keep-Alive: timeout=1, max=3\r\n\r\nok`),
    answering((_nth, socket) => {
      setImmediate(() => socket.end());
      return `${head}Connection: close\r\n\r\nok`;
    }),
    rawServer((socket) => socket.end()),
    rawServer((socket) => socket.resetAndDestroy()),
    rawServer((socket) => socket.end('nonsense\r\n\r\n')),
  ]);
  const asked = ports.map((port) =>
    probeServer(`http://127.0.0.1:${port}/`, {
      ...{ http: 'all', requests: 2, idle: 1, limit: 3, why: true, deadline: 2 },
    }),
  );
  return Promise.all(asked).finally(closeServers);
}

const everyReason = Object.fromEntries(newConnectionReasons.map((one) => [one, 1]));

/** Whatever a proxy may be found to do, with each proxy that has settings for it. */
function proxies(): ThroughReport[] {
  const names = [': nginx/1.22.1', ': HAProxy', ': Caddy', ': 1.1 varnish', ': Apache/2.4.62', ': envoy', ''];
  return names.flatMap((name) =>
    (['at once', 4096, -4_194_304] as const).flatMap((told) =>
      ([1, 5] as const).map((connections): ThroughReport => {
        const interlock = told === 'at once' ? 'no' : 'yes';
        const over = { 'http/1.1': parts({ 'sse, gzip': 65_536 }), 'http/2': allParts(told) };
        const protocol = connections === 1 ? 'HTTP/1.0' : 'HTTP/1.1';
        return {
          transcripts: [],
          result: {
            ...result('through', { target: 'http://127.0.0.1:8080/', title: 'A real proxy' }),
            subject: `a real proxy${name}`,
            facts: {
              front: { ...facts(5, 1), newConnections: everyReason },
              back: { ...facts(5, connections), newConnections: everyReason, protocol },
              backFive: facts(5, 5),
            },
            answers: {
              'upload, chunked over http/1.1': {
                ...{ answer: 'no', cause: 'server', evidence: [] },
                reason: reason('passes.held', { Size: '4 MB' }),
              },
            },
            varying: {
              ...nothingVaries(),
              timings: { 'interlock over http/1.1': [{ round: 1, milliseconds: 200 }] },
            },
            path: pathOf(over, both(interlock), both('no')),
          },
        };
      }),
    ),
  );
}

/** Under one name, so that they differ in much; evidence is data, and takes many lines. */
const withoutEvidence = (one: LabResult): LabResult =>
  JSON.parse(
    JSON.stringify({ ...one, lab: 'http11-close' }, (key, value: unknown) =>
      key === 'evidence' ? [] : value,
    ),
  ) as LabResult;

function comparisons(results: LabResult[]): ((look: Look) => string)[] {
  const file = (from: number): ResultFile => ({
    schema: 'http-version-lab/result/2',
    environment: { tool: '0.1.0', node: '20', undici: '7', fastify: '5', platform: 'linux x64' },
    calibration: 'calibrated',
    results: results
      .slice(from, from + 3)
      .map(withoutEvidence)
      .map(toldResult),
  });
  const capture = {
    ...file(0),
    results: [toldResult({ ...result('read'), subject: 'http11-close: reuse' })],
  };
  const named = (files: ResultFile[]) => files.map((one, index) => ({ name: `${index}.json`, file: one }));
  return [
    [file(0), file(0)],
    [file(0), file(1)],
    [file(0), file(1), file(0)],
    [file(0), capture],
  ].map((files) => (look) => {
    const compared = compareResults(named(files), { varying: false });
    return comparison(
      named(files).map(({ name }) => name),
      compared,
      look,
      sentencesOf(files),
    );
  });
}
