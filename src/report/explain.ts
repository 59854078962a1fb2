/** Walks one lab from its bytes to its verdict, so that a student can check every step of the way. */
import type { Evidence, Facts } from '../model/facts.ts';
import type { LabResult } from '../model/result.ts';
import type { Lens, Verdict } from '../model/verdict.ts';
import { decisiveBytes } from './decisive.ts';
import { type LabReport, type Paint, reportWidth } from './lab-report.ts';
import { messageList } from './messages.ts';
import { asked, forced } from './questions.ts';
import { type Rules, ruleSteps } from './rule-steps.ts';
import { strip } from './strip.ts';
import { table } from './table.ts';
import { hang, printable } from './text.ts';
import { count, holds, paintMode, places } from './words.ts';

export type { LensRule, Rules } from './rule-steps.ts';

export function explain(report: LabReport, rules: Rules, paint: Paint): string {
  const { result } = report;
  const title = paint('bold', `${printable(result.lab)}: ${printable(result.title)}, from bytes to verdict`);
  const traced = tracedVerdicts(result);
  if (traced.length === 0)
    return `${title}\n\n${hang('', `There is no verdict to explain: the lab ${reason(result)}.`, reportWidth)}\n`;
  const step = (number: number, heading: string, lines: string[]) =>
    [paint('bold', `${number}. ${heading}`), ...lines.map((line) => (line === '' ? '' : `   ${line}`))].join(
      '\n',
    );
  const lines = connectionsOf(traced);
  return [
    title,
    hang('', introduction(traced), reportWidth),
    step(1, 'What was asked, and how the order of events was forced', questionLines(lines, paint)),
    step(2, 'The decisive bytes', [
      'Each piece as it crossed the tap; its event is its place in the order that the tap saw.',
      ...traced.flatMap((one) => ['', ...heading(one), ...bytesOf(report, traced, one, paint)]),
    ]),
    step(
      3,
      'The messages that these bytes make up, in order',
      lines.flatMap((spot) => listOf(report, spot, paint)).slice(1),
    ),
    step(4, 'What was counted', factLines(result, lines, paint)),
    step(5, 'The rule that fired', [
      'The rules are tried from the top, and the first that fits gives the verdict.',
      ...traced.flatMap((one) => [
        '',
        ...heading(one),
        ...ruleSteps(report, one.lens, one.verdict, rules, paint),
      ]),
    ]),
    step(6, 'The verdict, beside what is said', verdictLines(result, traced, paint)),
  ]
    .join('\n\n')
    .concat('\n');
}

/** Two verdicts may rest on the same messages; their bytes are shown once. */
function bytesOf(report: LabReport, traced: Traced[], one: Traced, paint: Paint): string[] {
  const { evidence } = one.verdict;
  const same = traced.find(({ verdict }) => places(verdict.evidence) === places(evidence));
  return same !== one && evidence.length > 0
    ? ['the same messages as above']
    : decisiveBytes(report, evidence, paint);
}

interface Traced {
  lens: Lens;
  words: string;
  verdict: Verdict;
}

/** The ordinary conversation, of which the textbook speaks, and the wire at its limit, of which the RFC does. */
function tracedVerdicts({ verdicts }: LabResult): Traced[] {
  const traced: (Traced | null)[] = [
    levelOf('conversation', 'in ordinary use', verdicts?.ordinary?.conversation),
    levelOf('wire', 'at its limit', verdicts?.limit?.wire),
    levelOf('conversation', 'as observed', verdicts?.observed?.conversation),
    levelOf('wire', 'as observed', verdicts?.observed?.wire),
  ];
  return traced.filter((one) => one !== null);
}

const levelOf = (lens: Lens, words: string, verdict: Verdict | null | undefined): Traced | null =>
  verdict ? { lens, words, verdict } : null;

const name = ({ lens, words }: Traced): string => `the ${lens} ${words}`;

const heading = (one: Traced): string[] =>
  hang(`For ${name(one)}: `, places(one.verdict.evidence) || 'no evidence', reportWidth - 3).split('\n');

const introduction = (traced: Traced[]): string =>
  `${count(traced.length, 'verdict')}, traced back to the bytes: ${traced.map(name).join(', and ')}.`;

const reason = ({ outcome, error }: LabResult): string =>
  error ? `${outcome}: ${printable(error.message, 300)}` : `${outcome} without one`;

/** Question and connection of each message that is evidence, once each. */
function connectionsOf(traced: Traced[]): Evidence[] {
  const all = new Map(
    traced
      .flatMap(({ verdict }) => verdict.evidence)
      .map((spot) => [`${spot.question} ${spot.connection}`, spot] as const),
  );
  return [...all.values()];
}

const questionsOf = (lines: Evidence[]): string[] => [...new Set(lines.map(({ question }) => question))];

const questionLines = (lines: Evidence[], paint: Paint): string[] =>
  questionsOf(lines).flatMap((question) => [
    ...hang(`${paint('cyan', printable(question))}: `, asked(question), reportWidth - 3).split('\n'),
    ...hang('  ', forced(question), reportWidth - 3).split('\n'),
  ]);

function listOf({ transcripts }: LabReport, { question, connection }: Evidence, paint: Paint): string[] {
  const transcript = transcripts.find((one) => one.question === question);
  const line = transcript?.connections.find((one) => one.connection === connection);
  if (!line) return [];
  const head = `${printable(question)}, connection ${connection} (${line.protocol ?? 'not recognised'})`;
  return ['', paint('cyan', head), `as a strip: ${strip(line)}`, ...messageList(line, paint)];
}

/** A column a question: the facts of all its connections together. */
function factLines({ facts }: LabResult, lines: Evidence[], paint: Paint): string[] {
  const counted = questionsOf(lines).flatMap((question) => {
    const one = facts?.[question];
    return one ? [{ question, one }] : [];
  });
  if (counted.length === 0) return ['nothing was counted'];
  const head = ['', ...counted.map(({ question }) => printable(question, 20))];
  const rows = factNames.map(([words, read]) => [words, ...counted.map(({ one }) => String(read(one)))]);
  return table(head, rows, paint).split('\n');
}

const factNames: readonly (readonly [string, (facts: Facts) => number])[] = [
  ['connections', ({ connections }) => connections],
  ['exchanges', ({ exchanges }) => exchanges],
  ['messages from the client', ({ messages }) => messages.c2s],
  ['messages from the server', ({ messages }) => messages.s2c],
  ['overlaps (two messages of opposite directions at once)', ({ overlaps }) => overlaps],
  ['switch-backs (after the server the client speaks again)', ({ switchBacks }) => switchBacks],
  ['unasked messages', ({ unasked }) => unasked],
  ['most exchanges at once on one connection', ({ maxConcurrentExchanges: most }) => most],
];

function verdictLines(result: LabResult, traced: Traced[], paint: Paint): string[] {
  const { permits, textbook, verdicts } = result;
  const conversation = (verdicts?.ordinary ?? verdicts?.observed)?.conversation;
  const holding = holds(textbook.says, conversation);
  const line = (head: string, text: string) => hang(head.padEnd(34), text, reportWidth - 3).split('\n');
  return [
    ...traced.flatMap((one) =>
      line(name(one), `${paintMode(paint, one.verdict.mode)}: ${printable(one.verdict.because)}`),
    ),
    ...line('the textbook says', textbook.says ? `${textbook.says}${holdsWords[holding]}` : 'nothing of it'),
    ...line(
      'the specification permits',
      permits ? `${permits.mode ?? 'it is silent'} (${printable(permits.rfc)})` : 'nothing is cited',
    ),
  ];
}

const holdsWords: Record<ReturnType<typeof holds>, string> = {
  yes: ', which holds for the conversation in ordinary use',
  no: ', which does not hold for the conversation in ordinary use',
  '?': '; whether it holds could not be told',
  '–': '',
};
