/** Walks one lab from its bytes to its verdict, so that a student can check every step of the way. */
import type { Facts } from '../../model/facts.ts';
import type { LabReport } from '../../model/report.ts';
import type { LabResult } from '../../model/result.ts';
import type { Lens, Verdict } from '../../model/verdict.ts';
import type { Plain, Say } from '../language/say.ts';
import { type Look, reportWidth } from '../look.ts';
import { asked, forced } from '../questions.ts';
import { faultSections } from '../words/faults.ts';
import { titleOf } from '../words/results.ts';
import { table } from '../words/table.ts';
import { hang, padEnd, printable } from '../words/text.ts';
import { crossingsIn, type Holds, holds, modeWords, paintMode } from '../words/verdicts.ts';
import { nothing, places } from '../words/words.ts';
import { listOf, type Spot } from './connection.ts';
import { crossingSteps } from './crossing-steps.ts';
import { decisiveBytes } from './decisive.ts';
import { type Rules, ruleSteps } from './rule-steps.ts';
import { unjudged } from './unjudged.ts';

export type { LensRule, Rules } from './rule-steps.ts';

export function explain(report: LabReport, rules: Rules, look: Look): string {
  const { paint, say } = look;
  const { result } = report;
  const named = `${printable(result.lab)}${say(': ')}${printable(titleOf(result, say))}`;
  const title = paint('bold', `${named}${say(', from bytes to verdict')}`);
  const traced = tracedVerdicts(result);
  if (traced.length === 0) return [title, ...unjudged(report, look)].join('\n\n').concat('\n');
  const step = (number: number, heading: Plain, lines: string[]) =>
    [
      paint('bold', `${number}. ${say(heading)}`),
      ...lines.map((line) => (line === '' ? '' : `   ${line}`)),
    ].join('\n');
  const spots = connectionsOf(report, traced);
  return [
    title,
    hang('', introduction(traced, say), reportWidth),
    step(1, 'What was asked, and how the order of events was forced', questionLines(spots, look)),
    step(2, 'The decisive bytes', [
      say('Each piece as it crossed the tap; its event is its place in the order that the tap saw.'),
      ...traced.flatMap((one) => ['', ...heading(one, say), ...bytesOf(report, traced, one, look)]),
    ]),
    step(
      3,
      'The messages that these bytes make up, in order',
      spots.flatMap((spot) => listOf(report, spot, look)).slice(1),
    ),
    step(4, 'What was counted', factLines(report, spots, look)),
    step(5, 'The rule that fired', [
      say('The rules are tried from the top, and the first that fits gives the verdict.'),
      ...traced.flatMap((one) => [
        '',
        ...heading(one, say),
        ...ruleSteps(report, one.lens, one.verdict, rules, look),
      ]),
    ]),
    step(6, 'The verdict, beside what is said', verdictLines(result, traced, look)),
    ...(result.faults.length > 0
      ? [step(7, 'The rules that were broken', faultSections(result.faults, look, '', reportWidth - 3))]
      : []),
  ]
    .join('\n\n')
    .concat('\n');
}

/** Two verdicts may rest on the same messages; their bytes are shown once. */
function bytesOf(report: LabReport, traced: Traced[], one: Traced, look: Look): string[] {
  const { evidence } = one.verdict;
  const same = traced.find(({ verdict }) => JSON.stringify(verdict.evidence) === JSON.stringify(evidence));
  const bytes =
    same !== one && evidence.length > 0
      ? [look.say('the same messages as above')]
      : decisiveBytes(report, evidence, look);
  return [...bytes, ...crossingSteps(report, one.verdict, look)];
}

interface Traced {
  lens: Lens;
  name: (typeof names)[number];
  verdict: Verdict;
}

const names = [
  'the conversation in ordinary use',
  'the wire at its limit',
  'the conversation as observed',
  'the wire as observed',
] as const;

/** The ordinary conversation, of which the textbook speaks, and the wire at its limit, of which the RFC does. */
function tracedVerdicts({ verdicts }: LabResult): Traced[] {
  const found = [
    verdicts?.ordinary?.conversation,
    verdicts?.limit?.wire,
    verdicts?.observed?.conversation,
    verdicts?.observed?.wire,
  ];
  return names.flatMap((name, index) => {
    const verdict = found[index];
    return verdict ? [{ lens: name.startsWith('the wire') ? 'wire' : 'conversation', name, verdict }] : [];
  });
}

const heading = (one: Traced, say: Say): string[] =>
  hang(
    say('For {name}', { name: say(one.name) }) + say(': '),
    places(one.verdict.evidence, say) || say('no evidence'),
    reportWidth - 3,
  ).split('\n');

const introduction = (traced: Traced[], say: Say): string =>
  [
    say('{n} verdict(s), traced back to the bytes', { n: traced.length }),
    traced.map(({ name }) => say(name)).join(say(', and ')),
  ].join(say(': ')) + say('.');

/** Question and connection of each message that is evidence, once each; where there is none, those that are opaque. */
function connectionsOf({ transcripts }: LabReport, traced: Traced[]): Spot[] {
  const evidence: Spot[] = traced.flatMap(({ verdict }) => verdict.evidence);
  const opaque = transcripts.flatMap(({ question, connections }) =>
    connections
      .filter((one) => one.opaque !== undefined)
      .map(({ connection }): Spot => ({ question, connection })),
  );
  const needsOpaque = traced.some(({ verdict }) => verdict.evidence.length === 0);
  const all = [...evidence, ...(needsOpaque ? opaque.slice(0, opaqueShown) : [])];
  return [...new Map(all.map((spot) => [`${spot.question} ${spot.connection}`, spot])).values()];
}

const opaqueShown = 3;

const questionsOf = (spots: Spot[]): string[] => [...new Set(spots.map(({ question }) => question))];

const questionLines = (spots: Spot[], { paint, say }: Look): string[] =>
  questionsOf(spots).flatMap((question) => [
    ...hang(`${paint('cyan', printable(question))}${say(': ')}`, say(asked(question)), reportWidth - 3).split(
      '\n',
    ),
    ...hang('  ', say(forced(question)), reportWidth - 3).split('\n'),
  ]);

/** A column a question: the facts of all its connections together. */
function factLines(report: LabReport, spots: Spot[], look: Look): string[] {
  const counted = questionsOf(spots).flatMap((question) => {
    const one = report.result.facts?.[question];
    return one ? [{ question, one: { ...one, crossings: crossingsIn(report, question) ?? nothing } }] : [];
  });
  if (counted.length === 0) return [look.say('nothing was counted')];
  const head = ['', ...counted.map(({ question }) => printable(question, 20))];
  const rows = factNames.map(([words, read]) => [
    look.say(words),
    ...counted.map(({ one }) => String(read(one))),
  ]);
  return table(head, rows, look).split('\n');
}

const factNames = [
  ['connections', ({ connections }) => connections],
  ['exchanges', ({ exchanges }) => exchanges],
  ['messages from the client', ({ messages }) => messages.c2s],
  ['messages from the server', ({ messages }) => messages.s2c],
  ['overlaps (two messages of opposite directions at once)', ({ overlaps }) => overlaps],
  ['crossings (bytes of two such under way at once)', ({ crossings }) => crossings],
  ['switch-backs (after the server the client speaks again)', ({ switchBacks }) => switchBacks],
  ['unasked messages', ({ unasked }) => unasked],
  ['most exchanges at once on one connection', ({ maxConcurrentExchanges: most }) => most],
] as const satisfies readonly (readonly [string, (facts: Counted) => number | string])[];

type Counted = Omit<Facts, 'crossings'> & { crossings: number | string };

function verdictLines(result: LabResult, traced: Traced[], look: Look): string[] {
  const { permits, textbook } = result;
  const holding = holds(result);
  const { say } = look;
  const line = (head: string, text: string) => hang(padEnd(head, 34), text, reportWidth - 3).split('\n');
  return [
    ...traced.flatMap((one) =>
      line(
        say(one.name),
        `${paintMode(look, one.verdict.mode, modeWords(one.verdict, say))}${say(': ')}${printable(say.reason(one.verdict.reason), 500)}`,
      ),
    ),
    ...line(
      say('the textbook says'),
      textbook.says ? say(textbook.says) + holdsWords(holding, say) : say('nothing of it'),
    ),
    ...line(
      say('the specification permits'),
      permits
        ? `${say(permits.mode ?? 'it is silent')} (${printable(permits.rfc)})`
        : say('nothing is cited'),
    ),
  ];
}

function holdsWords(holding: Holds, say: Say): string {
  if (holding === 'yes') return say(', which holds for the conversation in ordinary use');
  if (holding === 'no') return say(', which does not hold for the conversation in ordinary use');
  return holding === '?' ? say('; whether it holds could not be told') : '';
}
