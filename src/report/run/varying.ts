/** What may come out differently next time: kept apart, so that nobody takes it for a fact. */
import type { ResultVarying } from '../../model/result.ts';
import type { Plain, Say } from '../language/say.ts';
import type { Look } from '../look.ts';
import { timeWords } from '../words/spreads.ts';
import { table } from '../words/table.ts';
import { hang, printable } from '../words/text.ts';
import { countEach, duration, listed, nothing } from '../words/words.ts';

/** Empty where there is nothing of the kind. */
export function varying({ timings, bytes, firstFin, times }: ResultVarying, look: Look): string {
  const { paint, say } = look;
  const sections = [
    ...Object.entries(timings).map(([question, lines]) => timingTable(question, lines, look)),
    ...byQuestion('Who sent the first FIN or RST, a connection each', firstFin, say, (sides) =>
      tally(sides, say),
    ),
    ...byQuestion('Bytes of the connections', bytes, say, ({ c2s, s2c }) =>
      say('{n} byte(s) from the client, {m} byte(s) from the server', { n: c2s, m: s2c }),
    ),
    ...byQuestion('How long it took', withTimes(times), say, (spreads) =>
      timeWords(spreads, say)
        .map(([name, text]) => `${name}${say(': ')}${text}`)
        .join(say('; ')),
    ),
  ];
  if (sections.every((section) => section === '')) return '';
  return [paint('bold', say('What varies from run to run')), ...sections].join('\n');
}

const withTimes = (times: ResultVarying['times']): ResultVarying['times'] =>
  Object.fromEntries(Object.entries(times).filter(([, spreads]) => Object.keys(spreads).length > 0));

type Timing = ResultVarying['timings'][string][number];

/** A line a connection. Figures whose names end in Milliseconds are durations. */
function timingTable(question: string, timings: Timing[], look: Look): string {
  const names = [...new Set(timings.flatMap((timing) => Object.keys(timing)))];
  if (names.length === 0) return '';
  const rows = timings.map((timing, index) => [
    String(index + 1),
    ...names.map((name) => value(name, timing[name] ?? null, look.say)),
  ]);
  const head = ['connection', ...names].map((name) => printable(headOf(name, look.say), 20));
  return `  ${printable(question)}\n${indent(table(head, rows, look))}`;
}

const figureNames: Readonly<Record<string, Plain>> = {
  connection: 'connection',
  configuredMilliseconds: 'configured',
  advertisedMilliseconds: 'advertised',
  measuredMilliseconds: 'measured',
  watchedMilliseconds: 'watched',
  closedBy: 'closed by',
  how: 'how',
  bytesBeforeAnswer: 'bytes before answer',
  wholeRequest: 'whole request',
  followedBy: 'followed by',
  followedAfterMilliseconds: 'followed after',
  wholeAnswer: 'whole answer',
  continueMilliseconds: '100 after',
  events: 'events',
  delivered: 'delivered',
  emptyAnswers: 'empty answers',
  meanDelayMilliseconds: 'mean delay',
  longestDelayMilliseconds: 'longest delay',
  meanWireMicroseconds: 'mean wire microseconds',
  messages: 'messages',
  bytesBeforeFirstMessage: 'bytes before first message',
  framingBytesPerMessage: 'framing bytes per message',
  round: 'round',
  milliseconds: 'milliseconds',
};

/** A lab of one's own may have figures of its own. */
function headOf(name: string, say: Say): string {
  const known = Object.hasOwn(figureNames, name) ? figureNames[name] : undefined;
  if (known !== undefined) return say(known);
  return name.replace(/Milliseconds$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function value(name: string, figure: Timing[string], say: Say): string {
  if (figure === null) return nothing;
  if (typeof figure === 'string') return printable(say.data(figure), 20);
  return name.endsWith('Milliseconds') ? duration(figure) : String(figure);
}

/** 'server 5 times, client once' tells more than a list of six. */
function tally(sides: string[], say: Say): string {
  const counts = countEach(sides);
  if (counts.size === 0) return nothing;
  const words = [...counts].map(([side, times]) =>
    sides.length === 1 ? say.data(side) : `${say.data(side)} ${times}×`,
  );
  return listed(words, say);
}

function byQuestion<T>(title: Plain, by: Record<string, T>, say: Say, show: (one: T) => string): string[] {
  const entries = Object.entries(by);
  if (entries.length === 0) return [];
  const longest = Math.max(...entries.map(([question]) => printable(question).length));
  return [
    `  ${say(title)}`,
    ...entries.map(([question, one]) => hang(`    ${printable(question).padEnd(longest)}  `, show(one), 100)),
  ];
}

const indent = (text: string): string =>
  text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
