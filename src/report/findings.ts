/** What the tables say, in sentences: where the textbook holds and where not, wrong predictions, labs that failed. */
import type { LabResult } from '../model/result.ts';
import type { Lens, Verdict } from '../model/verdict.ts';
import { type LabReport, type Paint, reportWidth, type Style } from './lab-report.ts';
import { hang, printable } from './text.ts';
import { count, holds } from './words.ts';

export function findings(reports: LabReport[], paint: Paint): string {
  const results = reports.map(({ result }) => result);
  return [textbook(results, paint), directions(results), predictions(results), failures(results, paint)]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

const ordinaryOf = ({ verdicts }: LabResult) => verdicts?.ordinary ?? verdicts?.observed;

const item = (text: string, mark = '-'): string => hang(`  ${mark} `, text, reportWidth);

function textbook(results: LabResult[], paint: Paint): string[] {
  const judged = results.flatMap((result) => {
    const conversation = ordinaryOf(result)?.conversation;
    const { says } = result.textbook;
    return says && conversation ? [{ result, says, conversation, holding: holds(says, conversation) }] : [];
  });
  if (judged.length === 0) return [];
  const held = judged.filter(({ holding }) => holding === 'yes').length;
  const lines = judged.map(({ result, says, conversation, holding }) => {
    const found = conversation.mode === 'inconclusive' ? 'could not be told' : conversation.mode;
    const verdict =
      holding === 'yes' ? `${says}, as the textbook says` : `${found}, where the textbook says ${says}`;
    const line = item(
      `${printable(result.lab)}: ${verdict}: ${printable(conversation.because)}`,
      marks[holding][0],
    );
    return holding === 'no' ? paintLines(paint, marks[holding][1], line) : line;
  });
  const head = `In conversation, the textbook's word holds for ${held} of ${count(judged.length, 'lab')}`;
  return [paint('bold', head), ...lines];
}

/** The lenses may differ: the textbook's word for a conversation is not what the directions do on the wire. */
function directions(results: LabResult[]): string[] {
  const differing = new Map<string, string[]>();
  for (const result of results) {
    const wire = ordinaryOf(result)?.wire;
    const { says } = result.textbook;
    if (!wire || !says || wire.mode === 'inconclusive' || wire.mode === says) continue;
    const words = `${wire.mode}, and not ${says}: ${printable(wire.because)}`;
    differing.set(words, [...(differing.get(words) ?? []), printable(result.lab)]);
  }
  if (differing.size === 0) return [];
  return [
    "On the wire, in ordinary use, the textbook's word does not hold for",
    ...[...differing].map(([words, labs]) => item(`${labs.join(', ')}: ${words}`)),
  ];
}

function predictions(results: LabResult[]): string[] {
  const wrong = results.flatMap((result) =>
    (['ordinary', 'limit'] as const).flatMap((level) =>
      (['wire', 'conversation'] as const).flatMap((lens) => missed(result, level, lens)),
    ),
  );
  if (wrong.length > 0)
    return ['Predictions that proved wrong (a finding, not an error)', ...wrong.map((text) => item(text))];
  const made = results.some(({ prediction, verdicts }) => prediction && verdicts);
  return made ? ["Every prediction of the labs' authors that could be checked proved right."] : [];
}

function missed({ lab, prediction, verdicts }: LabResult, level: 'ordinary' | 'limit', lens: Lens): string[] {
  const foreseen = prediction?.[level]?.[lens];
  const found: Verdict | undefined = verdicts?.[level]?.[lens];
  if (!foreseen || !found || found.mode === foreseen || found.mode === 'inconclusive') return [];
  const where = level === 'ordinary' ? 'in ordinary use' : 'at its limit';
  return [
    `${printable(lab)}, ${lens} lens, ${where}: predicted ${foreseen}, found ${found.mode}: ${printable(found.because)}`,
  ];
}

function failures(results: LabResult[], paint: Paint): string[] {
  const failed = results.filter(({ outcome }) => outcome !== 'ran');
  if (failed.length === 0) return [];
  return [
    paint('red', `${count(failed.length, 'lab')} did not run to the end`),
    ...failed.map(({ lab, outcome, error }) =>
      item(`${printable(lab)}: ${outcome}${error ? `: ${printable(error.message, 300)}` : ''}`),
    ),
  ];
}

const marks: Record<ReturnType<typeof holds>, [string, Style]> = {
  yes: ['=', 'green'],
  no: ['≠', 'yellow'],
  '?': ['?', 'dim'],
  '–': ['–', 'dim'],
};

const paintLines = (paint: Paint, style: Style, text: string): string =>
  text
    .split('\n')
    .map((line) => paint(style, line))
    .join('\n');
