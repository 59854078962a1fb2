/** Labs against questions: what each answered, and where it is a no, who refused. */
import type { Answer } from '../model/verdict.ts';
import { type LabReport, type Paint, reportWidth } from './lab-report.ts';
import { asked, matrixQuestions } from './questions.ts';
import { table } from './table.ts';
import { cut, hang, printable } from './text.ts';
import { nothing } from './words.ts';

/** With nine columns as wide as 'protocol', the longest word in a cell, and the gaps, a row fits the width. */
const labWidth = 19;
const cellWidth = 8;

/** Empty where no lab was asked anything. What only few labs are asked stands below, with its reason. */
export function matrix(reports: LabReport[], paint: Paint): string {
  const answered = (question: string) => reports.filter(({ result }) => result.answers?.[question]);
  const columns = [...matrixQuestions].filter((question) => answered(question).length > 0);
  const labs = reports.filter(({ result }) => columns.some((question) => result.answers?.[question]));
  const rows = labs.map(({ result }) => [
    cut(printable(result.lab), labWidth),
    ...columns.map((question) => cell(result.answers?.[question], paint)),
  ]);
  const lines = (pairs: readonly (readonly [string, string])[]) =>
    pairs.map(([term, text]) => hang(`  ${term.padEnd(12)}`, text, reportWidth)).join('\n');
  const more = others(reports);
  return [
    ...(columns.length > 0 ? [table(['', ...columns.map(heading)], rows, paint)] : []),
    ...(columns.length > 0
      ? [lines(columns.map((question) => [question, asked(question)])), lines(legend)]
      : []),
    ...(more.length > 0 ? [`Asked of single labs\n${more.join('\n')}`] : []),
  ].join('\n\n');
}

/** Deliveries have a table of their own. */
function others(reports: LabReport[]): string[] {
  return reports.flatMap(({ result }) =>
    Object.entries(result.answers ?? {}).flatMap(([question, { answer, because }]) =>
      matrixQuestions.has(question) || question === 'delivery'
        ? []
        : [
            hang(
              '  - ',
              `${printable(result.lab)}: ${printable(asked(question))} ${answer}: ${printable(because)}`,
              reportWidth,
            ),
          ],
    ),
  );
}

const legend = [
  [
    'no',
    'the word below says who refused: the protocol, the server, the client (the policy of its library), ' +
      'or the bench (the policy of its own client)',
  ],
  ['push', 'yes, but only alongside a request'],
  ['n/a, ?, –', 'does not apply; could not be told; was not asked'],
] as const;

function cell(answer: Answer | undefined, paint: Paint): string {
  if (!answer) return paint('dim', nothing);
  switch (answer.answer) {
    case 'yes':
      return paint('green', 'yes');
    case 'no':
      return answer.cause ? `${paint('yellow', 'no')}\n${paint('dim', answer.cause)}` : paint('yellow', 'no');
    case 'alongside a request':
      return paint('green', 'push');
    case 'not applicable':
      return paint('dim', 'n/a');
    case 'inconclusive':
      return '?';
  }
}

/** Long names take two lines: broken at their hyphen, or in the middle. */
function heading(question: string): string {
  if (question.length <= cellWidth) return question;
  const hyphen = question.indexOf('-') + 1;
  const at = hyphen > 0 ? hyphen : Math.ceil(question.length / 2);
  return `${question.slice(0, at)}${hyphen > 0 ? '' : '-'}\n${question.slice(at)}`;
}
