/** Labs against questions: what each answered, and where it is a no, who refused. */
import type { Answer } from '../model/verdict.ts';
import { type LabReport, type Paint, reportWidth } from './lab-report.ts';
import { asked } from './questions.ts';
import { table } from './table.ts';
import { cut, hang, padEnd, printable } from './text.ts';
import { nothing } from './words.ts';

const labWidth = 19;
/** 'protocol' is the longest word in a cell. */
const cellWidth = 8;
const columnsThatFit = Math.floor((reportWidth - labWidth) / (cellWidth + 1));

/** Empty where no lab was asked anything. Further tables where there are more questions than fit. */
export function matrix(reports: LabReport[], paint: Paint): string {
  const labs = reports.filter(({ result }) => Object.keys(result.answers ?? {}).length > 0);
  const questions = [...new Set(labs.flatMap(({ result }) => Object.keys(result.answers ?? {})))];
  if (questions.length === 0) return '';
  const tables: string[] = [];
  for (let from = 0; from < questions.length; from += columnsThatFit) {
    const some = questions.slice(from, from + columnsThatFit);
    const rows = labs.map(({ result }) => [
      cut(printable(result.lab), labWidth),
      ...some.map((question) => cell(result.answers?.[question], paint)),
    ]);
    tables.push(table(['', ...some.map(heading)], rows, paint));
  }
  const longest = Math.max(...questions.map((question) => question.length));
  return [
    tables.join('\n\n'),
    '',
    ...questions.map((question) =>
      hang(`  ${padEnd(printable(question), longest)}  `, asked(question), reportWidth),
    ),
    '',
    ...legend.map(([term, text]) => hang(`  ${padEnd(term, longest)}  `, text, reportWidth)),
  ].join('\n');
}

const legend = [
  [
    'no',
    'the word below says who refused: the protocol, the server, the client (the policy of its library),',
  ],
  ['', "or the bench (its own client's policy)"],
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

/** Long names of questions take two lines: at their hyphen, or in the middle. */
function heading(question: string): string {
  const name = printable(question, 2 * cellWidth - 2);
  if (name.length <= cellWidth) return name;
  const hyphen = name.indexOf('-') + 1;
  const at = hyphen > 0 && hyphen <= cellWidth ? hyphen : Math.min(Math.ceil(name.length / 2), cellWidth - 1);
  return `${name.slice(0, at)}${name[at - 1] === '-' ? '' : '-'}\n${cut(name.slice(at), cellWidth)}`;
}
