/** What a probe found: a column a version, a row a question, and then the verdicts with what is to be said of them. */
import type { Message } from '../model/message.ts';
import type { LabResult } from '../model/result.ts';
import type { Answer } from '../model/verdict.ts';
import { type LabReport, type Paint, reportWidth } from './lab-report.ts';
import { probeNotes } from './probe-notes.ts';
import { table } from './table.ts';
import { printable, wrap } from './text.ts';
import { duration, nothing, paintMode } from './words.ts';

/** No line of it is wider than 100 columns. */
export function probeTable(reports: LabReport[], paint: Paint): string {
  const cells = reports.map(probeCells);
  const rows = lines
    .map(({ name }) => [name, ...cells.map((cell) => cell[name] ?? nothing)])
    .filter((row) => row.slice(1).some((cell) => cell !== nothing));
  const longestName = Math.max(
    ...[...rows.map(([name = '']) => name), ...verdictNames].map(({ length }) => length),
  );
  // A version that is not spoken needs no more room than its name.
  const narrow = reports.filter((report) => !spoken(report)).length;
  const room = reportWidth - longestName - narrow * 'HTTP/1.0  '.length;
  const widest = Math.floor(room / Math.max(1, reports.length - narrow)) - 2;
  const wrapped = rows.map(([name = '', ...cells]) => [
    name,
    ...cells.map((cell) =>
      cell
        .split('\n')
        .flatMap((line) => wrap(printable(line, 240), widest))
        .join('\n'),
    ),
  ]);
  const head = ['', ...reports.map(({ result }) => `HTTP/${result.version}`)];
  const notes = probeNotes(reports);
  return [
    paint('bold', `Probed ${printable(reports[0]?.result.target ?? '')}`),
    '',
    table(head, [...wrapped, ...verdictRows(reports, paint)], paint),
    ...(notes.length > 0 ? ['', ...notes] : []),
  ].join('\n');
}

/** What the table says of one version, by the name of the row. Untrusted text is not made printable yet. */
export const probeCells = (report: LabReport): Record<string, string> =>
  Object.fromEntries(lines.map(({ name, cell }) => [name, spoken(report) ? cell(report) : nothing]));

const spoken = ({ result }: LabReport): boolean => result.outcome !== 'skipped';

const levels = [
  ['ordinary', 'ordinary use'],
  ['limit', 'at its limit'],
] as const;
const lenses = ['wire', 'conversation'] as const;

const verdictNames = levels.flatMap(([, level]) => lenses.map((lens) => `${level}: ${lens}`));

const verdictRows = (reports: LabReport[], paint: Paint): string[][] =>
  levels.flatMap(([level, name]) =>
    lenses.map((lens) => [
      `${name}: ${lens}`,
      ...reports.map((report) => {
        const mode = report.result.verdicts?.[level]?.[lens].mode;
        return spoken(report) && mode ? paintMode(paint, mode) : nothing;
      }),
    ]),
  );

interface Line {
  name: string;
  cell(report: LabReport): string;
}

const answered =
  (question: string): Line['cell'] =>
  ({ result: { answers } }) => {
    const answer = answers?.[question];
    return answer ? said(answer) : nothing;
  };

const said = ({ answer, cause }: Answer): string => {
  if (answer === 'no') return cause ? `no (${cause})` : 'no';
  if (answer === 'alongside a request') return 'yes, beside a request';
  return answer === 'inconclusive' ? '?' : answer;
};

const messagesOf = ({ transcripts }: LabReport, question: string): Message[] =>
  transcripts
    .filter((transcript) => transcript.question === question)
    .flatMap(({ connections }) => connections.flatMap(({ messages }) => messages));

const firstResponse = (report: LabReport): Message | undefined =>
  messagesOf(report, 'reuse').find(({ kind }) => kind === 'response');

/** With the status: a server may answer early because it wants no content. */
const early = (report: LabReport): string => {
  const answer = report.result.answers?.interlock;
  const response = messagesOf(report, 'interlock').find(({ kind }) => kind === 'response');
  if (!answer) return nothing;
  return response?.http?.status ? `${said(answer)}, with ${response.http.status}` : said(answer);
};

/** The first that the server sent, which it does before it answers anything (RFC 9113 §3.4). */
const settings = ({ transcripts }: LabReport): string => {
  const sent = transcripts
    .flatMap(({ connections }) => connections.flatMap(({ controls }) => controls))
    .find(
      ({ what, direction, detail }) => what === 'SETTINGS' && direction === 's2c' && detail.ack === undefined,
    );
  return sent
    ? Object.entries(sent.detail)
        .map(([name, value]) => `${name} ${value}`)
        .join('\n') || 'no values'
    : nothing;
};

/** Nobody refuses anything where a server has nothing to push. */
const push = (report: LabReport): string =>
  report.result.answers?.initiative?.answer === 'no' ? 'none came' : answered('initiative')(report);

const sharing = ({ result: { facts } }: LabReport, question: string): string => {
  const found = facts?.[question];
  return found ? `${found.exchanges} / ${found.connections}` : nothing;
};

const lines: Line[] = [
  {
    name: 'answers as',
    cell: (report) => {
      const response = firstResponse(report);
      return response ? `HTTP/${response.http?.version} ${response.http?.status}` : nothing;
    },
  },
  { name: 'requests / connections', cell: (report) => sharing(report, 'reuse') },
  { name: 'reused?', cell: answered('reuse') },
  { name: 'why new connections', cell: ({ result }) => newConnections(result) },
  { name: 'asked to keep alive', cell: (report) => sharing(report, 'reuse, asked to keep alive') },
  { name: 'Keep-Alive field', cell: advertised },
  { name: 'hangs up first', cell: ({ result: { varying } }) => tally(varying.firstFin.reuse) },
  { name: 'second request beside?', cell: answered('multiplex') },
  { name: 'early answer?', cell: early },
  { name: 'push?', cell: push },
  { name: 'SETTINGS', cell: settings },
  { name: 'idle connection', cell: idle },
  { name: 'requests a connection', cell: limit },
];

const newConnections = ({ facts }: LabResult): string => {
  const reasons = Object.entries(facts?.reuse?.newConnections ?? {});
  return reasons.length > 0 ? reasons.map(([reason, count]) => `${reason}: ${count}`).join('; ') : nothing;
};

/** Of the first answer that carries one: HTTP/1.0 may have to be asked to keep the connection. */
function advertised({ transcripts }: LabReport): string {
  const fields = transcripts
    .flatMap(({ connections }) => connections.flatMap(({ messages }) => messages))
    .flatMap(({ http }) => http?.keepAlive ?? []);
  return fields[0] ?? nothing;
}

/** Facts are taken before the client's own tear-down. */
function tally(sides: string[] = []): string {
  if (sides.length === 0) return nothing;
  const ended = (['server', 'client'] as const).flatMap((side) => {
    const times = sides.filter((one) => one === side).length;
    return times === 0 ? [] : [sides.length === 1 ? side : `${side}, ${times} of ${sides.length}`];
  });
  return ended.join('; ') || 'nobody';
}

/** An advertised time is kept if the server waits at least as long, in the whole seconds in which it is advertised. */
function idle({ result: { answers, varying } }: LabReport): string {
  const figures = varying.timings.idle?.[0];
  const answer = answers?.idle;
  if (!answer || !figures) return nothing;
  if (answer.answer === 'not applicable') return 'ends with the answer';
  const {
    measuredMilliseconds: measured,
    watchedMilliseconds: watched,
    advertisedMilliseconds: told,
  } = figures;
  const promise = typeof told === 'number' ? `${told / 1000} s` : null;
  if (typeof measured === 'number') {
    const kept =
      promise === null ? '' : Math.round(measured / 1000) * 1000 >= Number(told) ? ', as' : ', sooner than';
    const who = figures.closedBy === 'client' ? ' by the client' : '';
    return `closed after ${duration(measured)}${who}${promise === null ? '' : `${kept} advertised (${promise})`}`;
  }
  if (answer.answer !== 'no' || typeof watched !== 'number') return said(answer);
  return `open after ${duration(watched)}${promise === null ? '' : ` (advertised: ${promise})`}`;
}

/** `max` counts what is left after the answer that says it. */
function limit(report: LabReport): string {
  const answer = report.result.answers?.['request limit'];
  const [first] = report.result.facts?.['request limit']?.exchangesPerConnection ?? [];
  if (!answer || first === undefined) return nothing;
  const told = messagesOf(report, 'request limit').find(({ http }) => http?.keepAlive?.includes('max='));
  const max = /max=(\d+)/.exec(told?.http?.keepAlive ?? '')?.[1];
  const promise = max === undefined ? '' : ` (max=${max} in the first answer)`;
  if (answer.answer === 'yes') return `${first}, then closed${promise}`;
  return answer.answer === 'no' ? `at least ${first}${promise}` : said(answer);
}
