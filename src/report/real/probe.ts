/** What a probe found: a column a version, a row a question, and then the verdicts with what is to be said of them. */
import type { LabReport } from '../../model/report.ts';
import type { Say } from '../language/say.ts';
import { type Look, reportWidth } from '../look.ts';
import { table } from '../words/table.ts';
import { printable, width, wrap } from '../words/text.ts';
import { paintMode } from '../words/verdicts.ts';
import { nothing } from '../words/words.ts';
import { ownRequestLines } from './own-request.ts';
import { probeNotes } from './probe-notes.ts';
import { questionRows } from './probe-rows.ts';

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
  const first = reports[0]?.result;
  return [
    paint('bold', say('Probed {Url}', { Url: printable(first?.target ?? '') })),
    ...ownRequestLines(first?.request, say),
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
