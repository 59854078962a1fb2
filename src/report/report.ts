/** What `run` prints for all labs together: the lesson first, then the tables, then what follows from them. */
import { findings } from './findings.ts';
import { headline } from './headline.ts';
import type { LabReport, Paint } from './lab-report.ts';
import { matrix } from './matrix.ts';
import { hang } from './text.ts';
import { twoByTwo } from './two-by-two.ts';

export { details } from './details.ts';
export type { LabReport, Paint } from './lab-report.ts';

/** No line of it is wider than 100 columns. */
export function summary(reports: LabReport[], paint: Paint): string {
  const sections = [
    hang('', tcp, 100),
    twoByTwo(reports, paint),
    reports.length === 0
      ? ''
      : `${paint('bold', 'The labs, each with what was counted and how it is judged')}\n\n${headline(reports, paint)}`,
    titled('The questions, and what each lab answered', matrix(reports, paint), paint),
    findings(reports, paint),
    howToGoOn(reports),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

const tcp =
  'TCP is full-duplex below every version of HTTP: it carries bytes both ways at once. ' +
  'The question is what each use of HTTP makes of it.';

const titled = (title: string, section: string, paint: Paint): string =>
  section === '' ? '' : `${paint('bold', title)}\n\n${section}`;

function howToGoOn(reports: LabReport[]): string {
  const ran =
    reports.find(({ result }) => result.lab === 'http11-keep-alive' && result.verdicts) ??
    reports.find(({ result }) => result.verdicts && result.target === null);
  if (!ran) return '';
  const { lab } = ran.result;
  return [
    'To go on',
    `  npm run lab -- explain ${lab}   from the bytes to the verdict, step by step`,
    `  npm run lab -- run ${lab}       the strips, answers and verdicts of one lab`,
  ].join('\n');
}
