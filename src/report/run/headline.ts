/** The headline table: a row a lab, from what was counted to whether the textbook's word for it holds. */
import type { LabReport } from '../../model/report.ts';
import type { LabResult } from '../../model/result.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Say } from '../language/say.ts';
import type { Look } from '../look.ts';
import { inPlaceOf } from '../words/results.ts';
import { table } from '../words/table.ts';
import { cut, hang, padEnd, printable, width } from '../words/text.ts';
import { type Holds, holds, noMode, ordinaryVerdicts, shortMode, shortModeWords } from '../words/verdicts.ts';
import { eachSaid, listed, nothing } from '../words/words.ts';

/** With it the widest possible row still fits the report's width. */
const labWidth = 24;

const head = [
  'lab',
  '5 in\nturn',
  '8 at\nonce',
  'hangs\nup',
  'ordinary:\nwire',
  'conver-\nsation',
  'at limit:\nwire',
  'spec\npermits',
  'textbook\nsays',
  'holds?',
] as const;

export function headline(reports: LabReport[], look: Look): string {
  const { say } = look;
  const rows = reports.map((report) => row(report, look));
  const results = reports.map(({ result }) => result);
  return [
    table(eachSaid(head, say), rows, look),
    '',
    ...legend.map(([term, text]) => hang(`  ${padEnd(say(term), 14)}`, say(text), 100)),
    ...permits(results, say),
  ].join('\n');
}

const legend = [
  ['half, full', 'half-duplex, full-duplex; ? could not be told; – not asked'],
  ['5/1', '5 exchanges on 1 connection, counted at the tap'],
  ['hangs up', 'the server does, after its answer and without waiting for the client; or it stays'],
  ['wire', 'do messages of both directions cross at the same time? (Federal Standard 1037C)'],
  [
    'crossing',
    'full-duplex, since bytes of both directions were under way at once: neither can answer the other',
  ],
  [
    'overlap',
    'full-duplex, since each of two opposite messages began before the other had ended; their parts may take turns',
  ],
  ['conversation', 'who may speak, and is the line used again? (the sense that textbooks use)'],
  ['ordinary', 'HTTP: five exchanges in turn, eight at once, one beside another; else a script of its own'],
  ['at limit', 'everything that was asked of it, not only its ordinary use'],
  ['holds?', "the textbook's word against the conversation in ordinary use"],
] as const;

function row(report: LabReport, look: Look): string[] {
  const { paint, say } = look;
  const { result } = report;
  const { facts, answers, verdicts } = result;
  const ordinary = ordinaryVerdicts(result);
  const taken = (question: string) => {
    const counted = facts?.[question];
    return counted ? cut(`${counted.exchanges}/${counted.connections}`, 7) : inPlaceOf(report, question);
  };
  const mode = (verdict: Verdict | undefined) => (verdict ? shortModeWords(verdict, look) : noMode(result));
  const hangUp = answers?.['hang-up'];
  const name = cut(printable(result.lab), labWidth);
  const holding = holds(result);
  return [
    result.outcome === 'ran' ? name : `${name}\n${paint('red', `(${say(result.outcome)})`)}`,
    taken('reuse'),
    taken('burst'),
    hangUp ? say(hangsUp[hangUp.answer]) : inPlaceOf(report, 'hang-up'),
    mode(ordinary?.wire),
    mode(ordinary?.conversation),
    mode(verdicts?.limit?.wire),
    result.permits === null
      ? nothing
      : result.permits.mode === null
        ? say('silent')
        : say(shortMode[result.permits.mode]),
    result.textbook.says === null ? nothing : say(shortMode[result.textbook.says]),
    holding === nothing ? nothing : paint(holdsStyle[holding], say(holding)),
  ];
}

const hangsUp = {
  yes: 'server',
  no: 'stays',
  'alongside a request': '?',
  'not applicable': 'n/a',
  inconclusive: '?',
} as const;

const holdsStyle: Record<Exclude<Holds, typeof nothing>, 'green' | 'red' | 'dim'> = {
  yes: 'green',
  no: 'red',
  '?': 'dim',
};

/** Labs with the same words of a specification share a line. */
function permits(results: LabResult[], say: Say): string[] {
  const groups = new Map<string, string[]>();
  for (const { lab, permits: said } of results) {
    if (!said) continue;
    const words = say('{mode}, RFC {Section}', {
      mode: say(said.mode ?? 'silent'),
      Section: printable(said.rfc.replace(/^RFC /, ''), 50),
    });
    groups.set(words, [...(groups.get(words) ?? []), printable(lab, 60)]);
  }
  if (groups.size === 0) return [];
  const longest = Math.max(...[...groups.keys()].map(width));
  return [
    '',
    say('What the specification permits on one connection (silent: it says nothing of it)'),
    ...[...groups].map(([words, labs]) => hang(`  ${padEnd(words, longest)}  `, listed(labs, say), 100)),
  ];
}
