/** What `observe` prints: what was counted, why further connections were opened, who closed, and both verdicts. */
import type { Facts } from '../../model/facts.ts';
import type { LabReport } from '../../model/report.ts';
import type { LabResult } from '../../model/result.ts';
import { verdicts, violations } from '../details.ts';
import type { Say } from '../language/say.ts';
import { type Look, reportWidth } from '../look.ts';
import { hang, padEnd, printable } from '../words/text.ts';
import { count, listed, nothing, protocols } from '../words/words.ts';

/** No line of it is wider than 100 columns. */
export function observeTable(report: LabReport, look: Look): string {
  const { paint, say } = look;
  const { result } = report;
  const figures = observedFigures(result, say);
  if (figures.length === 0) return '';
  const damage = damaged(report, say);
  return [
    paint(
      'bold',
      hang('', say(`What crossed between the clients and ${printable(result.target ?? '')}`), reportWidth),
    ),
    ...figures.map(([name, text]) => hang(`  ${padEnd(name, nameWidth)}`, text, reportWidth)),
    '',
    verdicts(result, look),
    ...(result.violations.length > 0 ? ['', violations(result, look)] : []),
    ...(damage.length > 0 ? ['', say('What makes a verdict uncertain')] : []),
    ...damage.map((line) => hang('  ', line, reportWidth)),
    '',
  ].join('\n');
}

/** What was counted, each figure with its name. Empty where nothing was measured. */
export function observedFigures(result: LabResult, say: Say): [name: string, text: string][] {
  const facts = result.facts?.observed;
  if (!facts) return [];
  const sides = result.varying.firstFin.observed ?? [];
  const bytes = result.varying.bytes.observed;
  const figures: [string, string][] = [
    ['protocol', protocols(facts.protocol ?? (facts.connections > 0 ? 'not recognised' : nothing), say)],
    ['connections', String(facts.connections)],
    ['exchanges', exchanges(facts, say)],
    ['on a line used again', String(facts.reusedExchanges)],
    ['new connections', reasons(facts, say)],
    ['messages', say(`${facts.messages.c2s} from the client, ${facts.messages.s2c} from the server`)],
    ['most at once', say(`${count(facts.maxConcurrentExchanges, 'exchange')} on one connection`)],
    ['turnarounds', say(`${facts.turnarounds}, of them ${facts.switchBacks} back to the client`)],
    ['overlaps', String(facts.overlaps)],
    ['unasked', String(facts.unasked)],
    ['first FIN or RST', tally(sides, say)],
    [
      'bytes',
      bytes
        ? say(`${count(bytes.c2s, 'byte')} from the client, ${count(bytes.s2c, 'byte')} from the server`)
        : nothing,
    ],
  ];
  return figures.map(([name, text]) => [say(name), printable(text, 600)]);
}

const nameWidth = 22;
const shown = 12;

/** '10: 5 each on 2 connections'. */
function exchanges({ exchanges, exchangesPerConnection }: Facts, say: Say): string {
  const each = tallied(exchangesPerConnection.map(String));
  const words = [...each].map(([carried, times]) =>
    say(`${carried} ${times === 1 ? 'on' : 'each on'} ${count(times, 'connection')}`),
  );
  return words.length === 0 ? '0' : `${exchanges}${say(': ')}${some(words, say)}`;
}

function reasons({ newConnections }: Facts, say: Say): string {
  const words = Object.entries(newConnections).map(([reason, times]) => `${say(reason)} (${times})`);
  return words.length === 0 ? nothing : listed(words, say);
}

function tally(sides: string[], say: Say): string {
  const words = [...tallied(sides)].map(([side, times]) =>
    say(side === 'none' ? `${times} still open` : `${side} ${times}`),
  );
  return words.length === 0 ? nothing : listed(words, say);
}

function tallied(all: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

const some = (words: string[], say: Say): string =>
  words.length <= shown
    ? listed(words, say)
    : `${listed(words.slice(0, shown), say)}${say(` and ${words.length - shown} more`)}`;

/** What makes a verdict uncertain, a line each. */
export function damaged({ measurements = [] }: LabReport, say: Say): string[] {
  const damage = measurements.flatMap((measurement) => measurement.damage);
  const lines = damage
    .slice(0, shown)
    .map(({ connection, what }) => say(`connection ${connection}`) + say(': ') + say(what));
  const more = damage.length - lines.length;
  return [...lines, ...(more > 0 ? [say(`… and ${more} more`)] : [])].map((line) => printable(line));
}
