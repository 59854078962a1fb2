/** What the tables say, in sentences: where the textbook holds and where not, wrong predictions, labs that failed. */
import type { LabReport } from '../../model/report.ts';
import type { LabResult } from '../../model/result.ts';
import type { Lens, Mode, Verdict } from '../../model/verdict.ts';
import type { Say } from '../language/say.ts';
import { type Look, reportWidth, type Style } from '../look.ts';
import { hang, printable } from '../words/text.ts';
import { type Holds, holds, ordinaryVerdicts } from '../words/verdicts.ts';
import { listed } from '../words/words.ts';

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

const item = (text: string, mark = '-'): string => hang(`  ${mark} `, text, reportWidth);

function textbook(results: LabResult[], look: Look): string[] {
  const { paint, say } = look;
  const judged = results.flatMap((result) => {
    const conversation = ordinaryVerdicts(result)?.conversation;
    const { says } = result.textbook;
    const holding = holds(result);
    return says && holding !== '–' ? [{ result, says, conversation, holding }] : [];
  });
  if (judged.length === 0) return [];
  const held = judged.filter(({ holding }) => holding === 'yes').length;
  const lines = judged.map(({ result, says, conversation, holding }) => {
    const line = item(
      [
        printable(result.lab),
        besideTextbook(says, conversation, say),
        conversation ? printable(say.reason(conversation.reason), 500) : fate(result, say),
      ].join(say(': ')),
      marks[holding][0],
    );
    return holding === 'no' ? paintLines(look, marks[holding][1], line) : line;
  });
  const head = say("In conversation, the textbook's word holds for {n} of {m} lab(s)", {
    n: held,
    m: judged.length,
  });
  return [paint('bold', head), ...lines];
}

/** 'failed: talk: the connection was closed' */
const fate = ({ outcome, error }: LabResult, say: Say): string =>
  [say(outcome), ...(error ? [printable(say.reason(error.reason), 300)] : [])].join(say(': '));

function besideTextbook(word: Mode, verdict: Verdict | undefined, say: Say): string {
  const mode = verdict?.mode ?? 'inconclusive';
  if (mode === word) return say('{mode}, as the textbook says', { mode: say(mode) });
  const says = say(word);
  return mode === 'inconclusive'
    ? say('could not be told, where the textbook says {says}', { says })
    : say('{mode}, where the textbook says {says}', { mode: say(mode), says });
}

/** The lenses may differ: the textbook's word for a conversation is not what the directions do on the wire. */
function directions(results: LabResult[], say: Say): string[] {
  const differing = new Map<string, string[]>();
  for (const result of results) {
    const wire = ordinaryVerdicts(result)?.wire;
    const { says } = result.textbook;
    if (!wire || !says || wire.mode === 'inconclusive' || wire.mode === says) continue;
    const words =
      say('{mode}, and not {says}', { mode: say(wire.mode), says: say(says) }) +
      say(': ') +
      printable(say.reason(wire.reason), 500);
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
  const where = say(level === 'ordinary' ? 'in ordinary use' : 'at its limit');
  const verdict = lens === 'wire' ? '{Lab}, wire lens, {level}' : '{Lab}, conversation lens, {level}';
  return [
    [
      say(verdict, { Lab: printable(lab), level: where }),
      say('predicted {mode}, found {found}', { mode: say(foreseen), found: say(found.mode) }),
      printable(say.reason(found.reason)),
    ].join(say(': ')),
  ];
}

function failures(results: LabResult[], { paint, say }: Look): string[] {
  const failed = results.filter(({ outcome }) => outcome !== 'ran');
  if (failed.length === 0) return [];
  return [
    paint('red', say('{n} lab(s) did not run to the end', { n: failed.length })),
    ...failed.map((result) => item([printable(result.lab), fate(result, say)].join(say(': ')))),
  ];
}

const marks: Record<Holds, [string, Style]> = {
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
