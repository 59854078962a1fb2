/** What `observe` prints: what was counted, why further connections were opened, who closed, and both verdicts. */
import type { Facts } from '../../model/facts.ts';
import type { LabReport } from '../../model/report.ts';
import { faults, verdicts } from '../details.ts';
import type { Say } from '../language/say.ts';
import { type Look, reportWidth } from '../look.ts';
import { lossCounts, lossSections } from '../words/losses.ts';
import { newConnectionWords, timeWords } from '../words/spreads.ts';
import { hang, padEnd, printable } from '../words/text.ts';
import { crossingsIn } from '../words/verdicts.ts';
import { countEach, listed, nothing, protocols } from '../words/words.ts';

/** No line of it is wider than 100 columns. */
export function observeTable(report: LabReport, look: Look): string {
  const { paint, say } = look;
  const { result } = report;
  const figures = observedFigures(report, say);
  if (figures.length === 0) return '';
  const damage = damaged(report, say);
  const losses = lossSections(report, 'observed', look);
  return [
    paint(
      'bold',
      hang(
        '',
        say('What crossed between the clients and {Server}', { Server: printable(result.target ?? '') }),
        reportWidth,
      ),
    ),
    ...figures.map(([name, text]) => hang(`  ${padEnd(name, nameWidth)}`, text, reportWidth)),
    '',
    verdicts(result, look),
    ...losses.flatMap((section) => ['', ...section]),
    ...(result.faults.length > 0 ? ['', faults(result, look)] : []),
    ...(damage.length > 0 ? ['', say('What makes a verdict uncertain')] : []),
    ...damage.map((line) => hang('  ', line, reportWidth)),
    '',
  ].join('\n');
}

/** What was counted, each figure with its name. Empty where nothing was measured. */
export function observedFigures(report: LabReport, say: Say): [name: string, text: string][] {
  const { result } = report;
  const facts = result.facts?.observed;
  if (!facts) return [];
  const sides = result.varying.firstFin.observed ?? [];
  const bytes = result.varying.bytes.observed;
  const figures = [
    ['protocol', protocols(facts.protocol ?? (facts.connections > 0 ? 'not recognised' : nothing), say)],
    ['connections', String(facts.connections)],
    ...(facts.opaque === undefined ? [] : [['opaque', opaqueWords(facts, say)] as const]),
    ['exchanges', exchanges(facts, say)],
    ['on a line used again', String(facts.reusedExchanges)],
    ['new connections', reasons(report, facts, say)],
    ...(facts.lost === undefined ? [] : [['lost', lossCounts(facts.lost, say)] as const]),
    ...(facts.halfAnswers === undefined
      ? []
      : [['half answers', lossCounts(facts.halfAnswers, say)] as const]),
    [
      'messages',
      say('{n} from the client, {m} from the server', { n: facts.messages.c2s, m: facts.messages.s2c }),
    ],
    ['most at once', say('{n} exchange(s) on one connection', { n: facts.maxConcurrentExchanges })],
    [
      'turnarounds',
      say('{n}, of them {m} back to the client', { n: facts.turnarounds, m: facts.switchBacks }),
    ],
    ['overlaps', String(facts.overlaps)],
    ['crossings', String(crossingsIn(report, 'observed') ?? nothing)],
    ['unasked', String(facts.unasked)],
    ['first FIN or RST', tally(sides, say)],
    [
      'bytes',
      bytes
        ? say('{n} byte(s) from the client, {m} byte(s) from the server', { n: bytes.c2s, m: bytes.s2c })
        : nothing,
    ],
  ] as const;
  return [
    ...figures.map(([name, text]): [string, string] => [say(name), printable(text, 600)]),
    ...timeWords(result.varying.times.observed ?? {}, say),
  ];
}

/** Of how many connections nothing, or not everything, was read. */
export const opaqueWords = ({ opaque = 0, connections }: Facts, say: Say): string =>
  say('{n} of {m} connection(s): what crossed there is bytes, and which of them are messages is not known', {
    n: opaque,
    m: connections,
  });

const nameWidth = 22;
const shown = 12;

/** '10: 5 each on 2 connections'. */
function exchanges({ exchanges, exchangesPerConnection }: Facts, say: Say): string {
  const words = [...countEach(exchangesPerConnection)].map(([n, m]) =>
    say(m === 1 ? '{n} on {m} connection(s)' : '{n} each on {m} connection(s)', { n, m }),
  );
  return words.length === 0 ? '0' : `${exchanges}${say(': ')}${some(words, say)}`;
}

/** Why further connections were opened. */
export function reasons({ result }: LabReport, facts: Facts, say: Say): string {
  const words = newConnectionWords(facts, result.varying.replaced.observed, say);
  return words.length === 0 ? nothing : words.join(say('; '));
}

function tally(sides: string[], say: Say): string {
  const words = [...countEach(sides)].map(([side, n]) =>
    isSide(side) ? say(sideCounts[side], { n }) : `${side} ${n}`,
  );
  return words.length === 0 ? nothing : listed(words, say);
}

const sideCounts = {
  none: '{n} still open',
  client: 'client {n}',
  server: 'server {n}',
  failed: '{n} failed',
} as const;
const isSide = (side: string): side is keyof typeof sideCounts => Object.hasOwn(sideCounts, side);

const some = (words: string[], say: Say): string =>
  words.length <= shown
    ? listed(words, say)
    : `${listed(words.slice(0, shown), say)}${say(' and {n} more', { n: words.length - shown })}`;

/** What makes a verdict uncertain, a line each. */
export function damaged({ measurements = [] }: LabReport, say: Say): string[] {
  const damage = measurements.flatMap((measurement) => measurement.damage);
  const lines = damage
    .slice(0, shown)
    .map(
      ({ connection, reason }) => say('connection {n}', { n: connection }) + say(': ') + say.reason(reason),
    );
  const more = damage.length - lines.length;
  return [...lines, ...(more > 0 ? [say('… and {n} more', { n: more })] : [])].map((line) => printable(line));
}
