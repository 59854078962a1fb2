/** One lab in full: what passed on each connection, each answer with its reason, each verdict with its evidence. */
import type { Evidence } from '../model/facts.ts';
import type { LabResult } from '../model/result.ts';
import type { Transcript } from '../model/transcript.ts';
import type { Answer, Lenses } from '../model/verdict.ts';
import { type LabReport, type Paint, reportWidth } from './lab-report.ts';
import { asked } from './questions.ts';
import { strip, stripLegend } from './strip.ts';
import { hang, printable } from './text.ts';
import { varying } from './varying.ts';
import { count, nothing, paintMode, places } from './words.ts';

export function details({ result, transcripts }: LabReport, paint: Paint): string {
  return [
    about(result, paint),
    conversations(result, transcripts, paint),
    verdicts(result, paint),
    violations(result, paint),
    varying(result.varying, paint),
  ]
    .filter((section) => section !== '')
    .join('\n\n')
    .concat('\n');
}

function about(
  { lab, title, subject, target, permits, textbook, outcome, error }: LabResult,
  paint: Paint,
): string {
  const said = permits ? `${permits.mode ?? 'silent'} (${printable(permits.rfc)})` : nothing;
  return [
    paint('bold', `${printable(lab)}: ${printable(title)}`),
    hang('  on the bench         ', printable(target ? `${subject}, ${target}` : subject), reportWidth),
    hang('  the textbook says    ', textbook.says ?? nothing, reportWidth),
    hang('  the specification    ', permits ? `permits on one connection: ${said}` : nothing, reportWidth),
    ...(outcome === 'ran'
      ? []
      : [
          paint(
            'red',
            hang(`  ${outcome}: `, printable(error?.message ?? 'no reason given', 300), reportWidth),
          ),
        ]),
  ].join('\n');
}

const stripsShown = 24;

function conversations(result: LabResult, transcripts: Transcript[], paint: Paint): string {
  const questions = [
    ...new Set([...transcripts.map(({ question }) => question), ...Object.keys(result.answers ?? {})]),
  ];
  if (questions.length === 0) return '';
  return [
    paint('bold', 'What passed on each connection, and what was answered'),
    ...stripLegend.map((line) => `  ${paint('dim', line)}`),
    ...questions.map((question) => {
      const lines = transcripts.find((transcript) => transcript.question === question)?.connections ?? [];
      const widest = String(lines.length).length;
      const strips = lines
        .slice(0, stripsShown)
        .map((line) => `    ${String(line.connection).padStart(widest)}  ${strip(line)}`);
      const more = lines.length - strips.length;
      return [
        '',
        hang(`  ${paint('bold', printable(question))}  `, asked(question), reportWidth),
        ...strips,
        ...(more > 0 ? [`    … and ${count(more, 'more connection')}`] : []),
        ...answer(question, result.answers?.[question], paint),
      ].join('\n');
    }),
  ].join('\n');
}

function answer(question: string, found: Answer | undefined, paint: Paint): string[] {
  if (!found) return [];
  const word = found.cause ? `${found.answer} (${found.cause})` : found.answer;
  const style = found.answer === 'yes' ? 'green' : found.answer === 'no' ? 'yellow' : 'cyan';
  return [
    hang('    ', `${paint(style, word)}: ${printable(found.because)}`, reportWidth),
    ...see(found.evidence, '      ', paint, question),
  ];
}

function see(evidence: Evidence[], indent: string, paint: Paint, within?: string): string[] {
  if (evidence.length === 0) return [];
  return hang(`${indent}see `, places(evidence, within), reportWidth)
    .split('\n')
    .map((line) => paint('dim', line));
}

const verdictIndent = 33;

const levels = [
  ['ordinary', 'in ordinary use'],
  ['limit', 'at its limit'],
  ['observed', 'as observed'],
] as const;

export function verdicts({ verdicts: found }: LabResult, paint: Paint): string {
  if (!found) return '';
  const lines = levels.flatMap(([level, words]) => {
    const lenses: Lenses | null | undefined = found[level];
    if (!lenses) return [];
    return (['wire', 'conversation'] as const).flatMap((lens) => {
      const verdict = lenses[lens];
      const head = `  ${words}, ${lens}: `.padEnd(verdictIndent);
      return [
        hang(head, `${paintMode(paint, verdict.mode)}: ${printable(verdict.because)}`, reportWidth),
        ...see(verdict.evidence, ' '.repeat(verdictIndent), paint),
      ];
    });
  });
  return [paint('bold', 'Verdicts'), ...lines].join('\n');
}

export function violations({ violations: found }: LabResult, paint: Paint): string {
  if (found.length === 0) return '';
  return [
    paint('bold', 'What the protocol does not allow'),
    ...found.map(({ side, connection, question, what }) =>
      hang(
        '  ',
        `${printable(question)}, connection ${connection}: by the ${side}: ${printable(what)}`,
        reportWidth,
      ),
    ),
  ].join('\n');
}
