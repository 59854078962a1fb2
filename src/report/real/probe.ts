/** What a probe found: a column a version, a row a question, and then the verdicts with what is to be said of them. */
import type { Message } from '../../model/message.ts';
import type { LabReport } from '../../model/report.ts';
import type { LabResult } from '../../model/result.ts';
import type { Answer } from '../../model/verdict.ts';
import type { Plain, Say } from '../language/say.ts';
import { type Look, reportWidth } from '../look.ts';
import { table } from '../words/table.ts';
import { printable, width, wrap } from '../words/text.ts';
import { paintMode } from '../words/verdicts.ts';
import { duration, nothing } from '../words/words.ts';
import { probeNotes } from './probe-notes.ts';

/** No line of it is wider than 100 columns. */
export function probeTable(reports: LabReport[], look: Look): string {
  const { paint, say } = look;
  const cells = reports.map((report) => probeCells(report, say));
  const rows = questionRows
    .map(({ name }) => [say(name), ...cells.map((cell) => cell[name] ?? nothing)])
    .filter((row) => row.slice(1).some((cell) => cell !== nothing));
  const longestName = Math.max(
    ...[...rows.map(([name = '']) => name), ...verdictNames.map(({ name }) => say(name))].map(width),
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
  const notes = probeNotes(reports, say);
  return [
    paint('bold', say('Probed {Url}', { Url: printable(reports[0]?.result.target ?? '') })),
    '',
    table(head, [...wrapped, ...verdictRows(reports, look)], look),
    ...(notes.length > 0 ? ['', ...notes] : []),
  ].join('\n');
}

/** What the table says of one version, by the name of the row. Untrusted text is not made printable yet. */
export const probeCells = (report: LabReport, say: Say): Record<string, string> =>
  Object.fromEntries(
    questionRows.map(({ name, cell }) => [name, spoken(report) ? cell(report, say) : nothing]),
  );

const spoken = ({ result }: LabReport): boolean => result.outcome !== 'skipped';

const verdictNames = [
  { level: 'ordinary', lens: 'wire', name: 'ordinary use: wire' },
  { level: 'ordinary', lens: 'conversation', name: 'ordinary use: conversation' },
  { level: 'limit', lens: 'wire', name: 'at its limit: wire' },
  { level: 'limit', lens: 'conversation', name: 'at its limit: conversation' },
] as const;

const verdictRows = (reports: LabReport[], look: Look): string[][] =>
  verdictNames.map(({ level, lens, name }) => [
    look.say(name),
    ...reports.map((report) => {
      const mode = report.result.verdicts?.[level]?.[lens].mode;
      return spoken(report) && mode ? paintMode(look, mode) : nothing;
    }),
  ]);

interface Row {
  name: Plain;
  cell(report: LabReport, say: Say): string;
}

const answered =
  (question: string): Row['cell'] =>
  ({ result: { answers } }, say) => {
    const answer = answers?.[question];
    return answer ? said(answer, say) : nothing;
  };

const said = ({ answer, cause }: Answer, say: Say): string => {
  if (answer === 'no' && cause) return `${say('no')} (${say(cause)})`;
  if (answer === 'alongside a request') return say('yes, beside a request');
  return answer === 'inconclusive' ? '?' : say(answer);
};

const messagesOf = ({ transcripts }: LabReport, question: string): Message[] =>
  transcripts
    .filter((transcript) => transcript.question === question)
    .flatMap(({ connections }) => connections.flatMap(({ messages }) => messages));

const firstResponse = (report: LabReport): Message | undefined =>
  messagesOf(report, 'reuse').find(({ kind }) => kind === 'response');

/** With the status: a server may answer early because it wants no content. */
const early = (report: LabReport, say: Say): string => {
  const answer = report.result.answers?.interlock;
  const response = messagesOf(report, 'interlock').find(({ kind }) => kind === 'response');
  if (!answer) return nothing;
  const told = said(answer, say);
  return response?.http?.status ? told + say(', with {n}', { n: response.http.status }) : told;
};

/** The first that the server sent, which it does before it answers anything (RFC 9113 §3.4). */
const settings = ({ transcripts }: LabReport, say: Say): string => {
  const sent = transcripts
    .flatMap(({ connections }) => connections.flatMap(({ controls }) => controls))
    .find(
      ({ what, direction, detail }) => what === 'SETTINGS' && direction === 's2c' && detail.ack === undefined,
    );
  return sent
    ? Object.entries(sent.detail)
        .map(([name, value]) => `${name} ${value}`)
        .join('\n') || say('no values')
    : nothing;
};

/** Nobody refuses anything where a server has nothing to push. */
const push = (report: LabReport, say: Say): string =>
  report.result.answers?.initiative?.answer === 'no' ? say('none came') : answered('initiative')(report, say);

const sharing = ({ result: { facts } }: LabReport, question: string): string => {
  const found = facts?.[question];
  return found ? `${found.exchanges} / ${found.connections}` : nothing;
};

const questionRows = [
  {
    name: 'answers as',
    cell: (report) => {
      const response = firstResponse(report);
      return response ? `HTTP/${response.http?.version} ${response.http?.status}` : nothing;
    },
  },
  { name: 'requests / connections', cell: (report) => sharing(report, 'reuse') },
  { name: 'reused?', cell: answered('reuse') },
  { name: 'why new connections', cell: ({ result }, say) => newConnections(result, say) },
  { name: 'asked to keep alive', cell: (report) => sharing(report, 'reuse, asked to keep alive') },
  { name: 'Keep-Alive field', cell: advertised },
  { name: 'hangs up first', cell: ({ result: { varying } }, say) => tally(varying.firstFin.reuse, say) },
  { name: 'second request beside?', cell: answered('multiplex') },
  { name: 'early answer?', cell: early },
  { name: 'push?', cell: push },
  { name: 'SETTINGS', cell: settings },
  { name: 'idle connection', cell: idle },
  { name: 'requests a connection', cell: limit },
] as const satisfies readonly Row[];

const newConnections = ({ facts }: LabResult, say: Say): string => {
  const reasons = Object.entries(facts?.reuse?.newConnections ?? {});
  return reasons.length > 0
    ? reasons.map(([reason, count]) => `${say.data(reason)}${say(': ')}${count}`).join(say('; '))
    : nothing;
};

/** Of the first answer that carries one: HTTP/1.0 may have to be asked to keep the connection. */
function advertised({ transcripts }: LabReport): string {
  const fields = transcripts
    .flatMap(({ connections }) => connections.flatMap(({ messages }) => messages))
    .flatMap(({ http }) => http?.keepAlive ?? []);
  return fields[0] ?? nothing;
}

/** Facts are taken before the client's own tear-down. */
function tally(sides: string[] | undefined, say: Say): string {
  if (sides === undefined || sides.length === 0) return nothing;
  const ended = (['server', 'client'] as const).flatMap((side) => {
    const times = sides.filter((one) => one === side).length;
    if (times === 0) return [];
    if (sides.length === 1) return [say(side)];
    const counted = side === 'server' ? 'server, {n} of {m}' : 'client, {n} of {m}';
    return [say(counted, { n: times, m: sides.length })];
  });
  return ended.join(say('; ')) || say('nobody');
}

function idle({ result: { answers, varying } }: LabReport, say: Say): string {
  const figures = varying.timings.idle?.[0];
  const answer = answers?.idle;
  if (!answer || !figures) return nothing;
  if (answer.answer === 'not applicable') return say('ends with the answer');
  const {
    measuredMilliseconds: measured,
    watchedMilliseconds: watched,
    advertisedMilliseconds: told,
  } = figures;
  const promise = typeof told === 'number' ? `${told / 1000} s` : null;
  if (typeof measured === 'number') {
    const closed =
      figures.closedBy === 'client' ? 'closed after {Time} by the client' : 'closed after {Time}';
    return (
      say(closed, { Time: duration(measured) }) +
      (promise === null ? '' : say(keeping(measured, Number(told)), { Time: promise }))
    );
  }
  if (answer.answer !== 'no' || typeof watched !== 'number') return said(answer, say);
  return [
    say('open after {Time}', { Time: duration(watched) }),
    ...(promise === null ? [] : [say('(advertised: {Time})', { Time: promise })]),
  ].join(' ');
}

/**
 * It is advertised in whole seconds: so it is kept by what rounds to it, and by less than a second more. Milliseconds;
 * the measured time is taken as it is shown.
 */
function keeping(milliseconds: number, told: number) {
  const measured = Math.round(milliseconds / 100) * 100;
  if (measured < told - 500) return ', sooner than advertised ({Time})';
  return measured < told + 1000 ? ', as advertised ({Time})' : ', later than advertised ({Time})';
}

/** `max` counts what is left after the answer that says it. */
function limit(report: LabReport, say: Say): string {
  const answer = report.result.answers?.['request limit'];
  const [first] = report.result.facts?.['request limit']?.exchangesPerConnection ?? [];
  if (!answer || first === undefined) return nothing;
  const told = messagesOf(report, 'request limit').find(({ http }) => http?.keepAlive?.includes('max='));
  const max = /max=(\d+)/.exec(told?.http?.keepAlive ?? '')?.[1];
  const promise = max === undefined ? '' : ` ${say('(max={n} in the first answer)', { n: max })}`;
  if (answer.answer === 'yes') return say('{n}, then closed', { n: first }) + promise;
  return answer.answer === 'no' ? say('at least {n}', { n: first }) + promise : said(answer, say);
}
