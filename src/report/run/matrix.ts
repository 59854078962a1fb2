/** Labs against questions: what each answered, and where it is a no, who refused. */
import type { LabReport } from '../../model/report.ts';
import type { Plain, Say } from '../language/say.ts';
import { type Look, reportWidth } from '../look.ts';
import { asked, matrixQuestions } from '../questions.ts';
import { wasAsked } from '../words/results.ts';
import { table } from '../words/table.ts';
import { cut, hang, padEnd, printable, width } from '../words/text.ts';
import { seenIn } from '../words/verdicts.ts';
import { nothing } from '../words/words.ts';

/** With ten columns as wide as 'protocol', the longest word in a cell, and the gaps, a row fits the width. */
const labWidth = 10;
const cellWidth = 8;

/** Empty where no lab was asked anything. What only few labs are asked stands below, with its reason. */
export function matrix(reports: LabReport[], look: Look): string {
  const answered = (question: string) => reports.filter((report) => wasAsked(report, question));
  const columns = [...matrixQuestions].filter((question) => answered(question).length > 0);
  const labs = reports.filter((report) => columns.some((question) => wasAsked(report, question)));
  const cells = labs.map((report) => columns.map((question) => cell(report, question, look)));
  const headings = columns.map(heading);
  const left = reportWidth - columns.length - widthOf([headings, ...cells]);
  const rows = labs.map(({ result }, index) => [
    labName(printable(result.lab), Math.max(labWidth, left)),
    ...(cells[index] ?? []),
  ]);
  const { say } = look;
  const lines = (pairs: readonly (readonly [string, Plain])[]) =>
    pairs.map(([term, text]) => hang(`  ${padEnd(term, 12)}`, say(text), reportWidth)).join('\n');
  const more = others(reports, say);
  return [
    ...(columns.length > 0 ? [table(['', ...headings], rows, look)] : []),
    ...(columns.length > 0
      ? [
          lines(columns.map((question) => [question, asked(question)])),
          lines(legend.map(([term, text]) => [say(term), text])),
        ]
      : []),
    ...(more.length > 0 ? [`${say('Asked of single labs')}\n${more.join('\n')}`] : []),
  ].join('\n\n');
}

/** Deliveries have a table of their own. */
function others(reports: LabReport[], say: Say): string[] {
  return reports.flatMap(({ result }) =>
    Object.entries(result.answers ?? {}).flatMap(([question, { answer, reason }]) =>
      matrixQuestions.has(question) || question === 'delivery'
        ? []
        : [
            hang(
              '  - ',
              [
                printable(result.lab),
                `${printable(say(asked(question)))} ${say(answer)}`,
                printable(say.reason(reason), 500),
              ].join(say(': ')),
              reportWidth,
            ),
          ],
    ),
  );
}

const legend = [
  [
    'yes',
    'the word below says what was seen on the wire meanwhile: a crossing (bytes of both directions under way at once), or no more than an overlap',
  ],
  [
    'no',
    'the word below says who refused: the protocol, the server, the client (the policy of its library), or the bench (the policy of its own client)',
  ],
  ['push', 'yes, but only alongside a request'],
  ['n/a, ?, –', 'does not apply; could not be told; was not asked'],
] as const;

function cell(report: LabReport, question: string, { paint, say }: Look): string {
  const { answers, facts } = report.result;
  const answer = answers?.[question];
  if (!answer) return paint('dim', wasAsked(report, question) ? '?' : nothing);
  const seen = seenIn(facts?.[question]);
  // What the question is called need not be said again.
  const proven = seen && seen !== question ? `\n${paint('dim', say(seen))}` : '';
  switch (answer.answer) {
    case 'yes':
      return paint('green', say('yes')) + proven;
    case 'no':
      return answer.cause
        ? `${paint('yellow', say('no'))}\n${paint('dim', say(answer.cause))}`
        : paint('yellow', say('no'));
    case 'alongside a request':
      return paint('green', say('push')) + proven;
    case 'not applicable':
      return paint('dim', say('n/a'));
    case 'inconclusive':
      return '?';
  }
}

/** Of the columns of these rows, without the gaps. */
const widthOf = (rows: readonly string[][]): number =>
  (rows[0] ?? [])
    .map((_, column) => Math.max(...rows.flatMap((row) => (row[column] ?? '').split('\n')).map(width)))
    .reduce((sum, each) => sum + each, 0);

/** A long name takes several lines, broken after hyphens. */
function labName(name: string, most: number): string {
  const lines: string[] = [];
  for (const part of name.split(/(?<=-)/)) {
    const line = `${lines.at(-1) ?? ''}${part}`;
    if (lines.length > 0 && width(line) <= most) lines[lines.length - 1] = line;
    else lines.push(part);
  }
  return lines.map((line) => cut(line, most)).join('\n');
}

/** Long names take two lines: broken at their hyphen, or in the middle. */
function heading(question: string): string {
  if (question.length <= cellWidth) return question;
  const hyphen = question.indexOf('-') + 1;
  const at = hyphen > 0 ? hyphen : Math.ceil(question.length / 2);
  return `${question.slice(0, at)}${hyphen > 0 ? '' : '-'}\n${question.slice(at)}`;
}
