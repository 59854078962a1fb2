/** What the tables say, in sentences: where the textbook holds and where not, wrong predictions, labs that failed. */
import type { LabReport } from '../../model/report.ts';
import type { LabResult } from '../../model/result.ts';
import type { Lens, Verdict } from '../../model/verdict.ts';
import type { Say } from '../language/say.ts';
import { type Look, reportWidth, type Style } from '../look.ts';
import { hang, printable } from '../words/text.ts';
import { count, holds, listed } from '../words/words.ts';

export function findings(reports: LabReport[], look: Look): string {
  const { say } = look;
  const results = reports.map(({ result }) => result);
  return [
    textbook(results, look),
    directions(results, say),
    predictions(results, say),
    failures(results, look),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

const ordinaryOf = ({ verdicts }: LabResult) => verdicts?.ordinary ?? verdicts?.observed;

const item = (text: string, mark = '-'): string => hang(`  ${mark} `, text, reportWidth);

function textbook(results: LabResult[], look: Look): string[] {
  const { paint, say } = look;
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
      [printable(result.lab), say(verdict), printable(say(conversation.because), 500)].join(say(': ')),
      marks[holding][0],
    );
    return holding === 'no' ? paintLines(look, marks[holding][1], line) : line;
  });
  const head = `In conversation, the textbook's word holds for ${held} of ${count(judged.length, 'lab')}`;
  return [paint('bold', say(head)), ...lines];
}

/** The lenses may differ: the textbook's word for a conversation is not what the directions do on the wire. */
function directions(results: LabResult[], say: Say): string[] {
  const differing = new Map<string, string[]>();
  for (const result of results) {
    const wire = ordinaryOf(result)?.wire;
    const { says } = result.textbook;
    if (!wire || !says || wire.mode === 'inconclusive' || wire.mode === says) continue;
    const words = say(`${wire.mode}, and not ${says}`) + say(': ') + printable(say(wire.because), 500);
    differing.set(words, [...(differing.get(words) ?? []), printable(result.lab)]);
  }
  if (differing.size === 0) return [];
  return [
    say("On the wire, in ordinary use, the textbook's word does not hold for"),
    ...[...differing].map(([words, labs]) => item(listed(labs, say) + say(': ') + words)),
  ];
}

function predictions(results: LabResult[], say: Say): string[] {
  const wrong = results.flatMap((result) =>
    (['ordinary', 'limit'] as const).flatMap((level) =>
      (['wire', 'conversation'] as const).flatMap((lens) => missed(result, level, lens, say)),
    ),
  );
  if (wrong.length > 0)
    return [
      say('Predictions that proved wrong (a finding, not an error)'),
      ...wrong.map((text) => item(text)),
    ];
  const made = results.some(({ prediction, verdicts }) => prediction && verdicts);
  return made ? [say("Every prediction of the labs' authors that could be checked proved right.")] : [];
}

function missed(
  { lab, prediction, verdicts }: LabResult,
  level: 'ordinary' | 'limit',
  lens: Lens,
  say: Say,
): string[] {
  const foreseen = prediction?.[level]?.[lens];
  const found: Verdict | undefined = verdicts?.[level]?.[lens];
  if (!foreseen || !found || found.mode === foreseen || found.mode === 'inconclusive') return [];
  const where = level === 'ordinary' ? 'in ordinary use' : 'at its limit';
  return [
    [
      say(`${printable(lab)}, ${lens} lens, ${where}`),
      say(`predicted ${foreseen}, found ${found.mode}`),
      printable(say(found.because)),
    ].join(say(': ')),
  ];
}

function failures(results: LabResult[], { paint, say }: Look): string[] {
  const failed = results.filter(({ outcome }) => outcome !== 'ran');
  if (failed.length === 0) return [];
  return [
    paint('red', say(`${count(failed.length, 'lab')} did not run to the end`)),
    ...failed.map(({ lab, outcome, error }) =>
      item(
        [printable(lab), say(outcome), ...(error ? [printable(say(error.message), 300)] : [])].join(
          say(': '),
        ),
      ),
    ),
  ];
}

const marks: Record<ReturnType<typeof holds>, [string, Style]> = {
  yes: ['=', 'green'],
  no: ['≠', 'yellow'],
  '?': ['?', 'dim'],
  '–': ['–', 'dim'],
};

const paintLines = ({ paint }: Look, style: Style, text: string): string =>
  text
    .split('\n')
    .map((line) => paint(style, line))
    .join('\n');
