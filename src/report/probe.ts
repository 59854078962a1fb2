/** What a probe found: a column a version, a row a question, and then the verdicts. */
import type { LabResult } from '../model/result.ts';
import type { Answer } from '../model/verdict.ts';
import { type LabReport, type Paint, reportWidth } from './lab-report.ts';
import { table } from './table.ts';
import { hang, printable, wrap } from './text.ts';
import { duration, nothing, paintMode } from './words.ts';

export function probeTable(reports: LabReport[], paint: Paint): string {
  const columns = reports.map((report) => ({ report, spoken: report.result.outcome !== 'skipped' }));
  const widest = Math.floor((reportWidth - 26) / Math.max(1, columns.length)) - 2;
  const rows = lines
    .map(({ name, cell }) => [
      name,
      ...columns.map(({ report, spoken }) =>
        spoken ? wrap(printable(cell(report), 120), widest).join('\n') : nothing,
      ),
    ])
    .filter((row) => row.slice(1).some((cell) => cell !== nothing));
  const verdictRows = (['wire', 'conversation'] as const).map((lens) => [
    `ordinary use: ${lens}`,
    ...columns.map(({ report, spoken }) => {
      const mode = report.result.verdicts?.ordinary?.[lens].mode;
      return spoken && mode ? paintMode(paint, mode) : nothing;
    }),
  ]);
  const notes = reports.flatMap(({ result: { version, outcome, error } }) =>
    error
      ? [
          hang(
            '  - ',
            `HTTP/${version} ${outcome === 'skipped' ? 'is not spoken' : outcome}: ${printable(error.message)}`,
            reportWidth,
          ),
        ]
      : [],
  );
  return [
    paint('bold', `Probed ${printable(reports[0]?.result.target ?? '')}`),
    '',
    table(['', ...reports.map(({ result }) => `HTTP/${result.version}`)], [...rows, ...verdictRows], paint),
    ...(notes.length > 0 ? ['', ...notes] : []),
    '',
    ...reasons(reports),
  ].join('\n');
}

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

const firstResponse = ({ transcripts }: LabReport) =>
  transcripts
    .find(({ question }) => question === 'reuse')
    ?.connections.flatMap(({ messages }) => messages)
    .find(({ kind }) => kind === 'response');

const settings = ({ transcripts }: LabReport): string => {
  const sent = transcripts
    .flatMap(({ connections }) => connections.flatMap(({ controls }) => controls))
    .find(
      ({ what, direction, detail }) => what === 'SETTINGS' && direction === 's2c' && detail.ack === undefined,
    );
  return sent
    ? Object.entries(sent.detail)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ') || 'no values'
    : nothing;
};

const lines: Line[] = [
  {
    name: 'answers as',
    cell: (report) => {
      const response = firstResponse(report);
      return response ? `HTTP/${response.http?.version} ${response.http?.status}` : nothing;
    },
  },
  {
    name: 'requests / connections',
    cell: ({ result: { facts } }) =>
      facts?.reuse ? `${facts.reuse.exchanges} / ${facts.reuse.connections}` : nothing,
  },
  { name: 'reused?', cell: answered('reuse') },
  { name: 'why new connections', cell: ({ result }) => newConnections(result, 'reuse') },
  {
    name: 'with one factor changed',
    cell: ({ result: { facts } }) => {
      const changed = facts?.['reuse, one factor changed'];
      return changed ? `${changed.exchanges} / ${changed.connections}` : nothing;
    },
  },
  { name: 'keep-alive advertised', cell: (report) => firstResponse(report)?.http?.keepAlive ?? nothing },
  { name: 'hangs up first', cell: ({ result: { varying } }) => tally(varying.firstFin.reuse ?? []) },
  { name: 'second request beside?', cell: answered('multiplex') },
  { name: 'early answer?', cell: answered('interlock') },
  { name: 'push?', cell: answered('initiative') },
  { name: 'SETTINGS', cell: settings },
  { name: 'idle close', cell: idle },
  {
    name: 'limit of requests',
    cell: ({ result: { answers } }) => answers?.['request limit']?.because ?? nothing,
  },
];

const newConnections = ({ facts }: LabResult, question: string): string => {
  const reasons = Object.entries(facts?.[question]?.newConnections ?? {});
  return reasons.length > 0 ? reasons.map(([reason, count]) => `${reason}: ${count}`).join('; ') : nothing;
};

function tally(sides: string[]): string {
  const names = [...new Set(sides)].filter((side) => side !== 'none');
  return names.length === 0 ? 'nobody' : names.join(', ');
}

function idle({ result: { answers, varying } }: LabReport): string {
  const figures = varying.timings.idle?.[0];
  const answer = answers?.idle;
  if (!answer || !figures) return nothing;
  if (answer.answer === 'not applicable') return 'never idle';
  if (typeof figures.measuredMilliseconds === 'number')
    return `after ${duration(figures.measuredMilliseconds)}`;
  return typeof figures.watchedMilliseconds === 'number'
    ? `not in ${duration(figures.watchedMilliseconds)}`
    : nothing;
}

function reasons(reports: LabReport[]): string[] {
  return reports.flatMap(({ result: { version, answers } }) =>
    Object.entries(answers ?? {}).map(([question, { answer, because }]) =>
      hang('  ', `HTTP/${version}, ${question}: ${answer}: ${printable(because)}`, reportWidth),
    ),
  );
}
