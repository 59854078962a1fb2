/** What `observe` prints: what was counted, why further connections were opened, who closed, and both verdicts. */
import type { Facts } from '../model/facts.ts';
import { verdicts, violations } from './details.ts';
import { type LabReport, type Paint, reportWidth } from './lab-report.ts';
import { hang, padEnd, printable } from './text.ts';
import { count, nothing } from './words.ts';

/** No line of it is wider than 100 columns. */
export function observeTable({ result, measurements }: LabReport, paint: Paint): string {
  const facts = result.facts?.observed;
  if (!facts) return '';
  const sides = result.varying.firstFin.observed ?? [];
  const bytes = result.varying.bytes.observed;
  const lines: [string, string][] = [
    ['protocol', facts.protocol ?? (facts.connections > 0 ? 'not recognised' : nothing)],
    ['connections', String(facts.connections)],
    ['exchanges', exchanges(facts)],
    ['on a line used again', String(facts.reusedExchanges)],
    ['new connections', reasons(facts)],
    ['messages', `${facts.messages.c2s} from the client, ${facts.messages.s2c} from the server`],
    ['most at once', `${count(facts.maxConcurrentExchanges, 'exchange')} on one connection`],
    ['turnarounds', `${facts.turnarounds}, of them ${facts.switchBacks} back to the client`],
    ['overlaps', String(facts.overlaps)],
    ['unasked', String(facts.unasked)],
    ['first FIN or RST', tally(sides)],
    [
      'bytes',
      bytes
        ? `${count(bytes.c2s, 'byte')} from the client, ${count(bytes.s2c, 'byte')} from the server`
        : nothing,
    ],
  ];
  const damage = measurements?.flatMap((measurement) => measurement.damage) ?? [];
  return [
    paint('bold', hang('What crossed between the clients and ', printable(result.target ?? ''), reportWidth)),
    ...lines.map(([name, text]) => hang(`  ${padEnd(name, nameWidth)}`, printable(text, 600), reportWidth)),
    '',
    verdicts(result, paint),
    ...(result.violations.length > 0 ? ['', violations(result, paint)] : []),
    ...(damage.length > 0 ? ['', 'What makes a verdict uncertain', ...damaged(damage)] : []),
    '',
  ].join('\n');
}

const nameWidth = 22;
const shown = 12;

/** '10: 5 each on 2 connections'. */
function exchanges({ exchanges, exchangesPerConnection }: Facts): string {
  const each = tallied(exchangesPerConnection.map(String));
  const words = [...each].map(
    ([carried, times]) => `${carried} ${times === 1 ? 'on' : 'each on'} ${count(times, 'connection')}`,
  );
  return words.length === 0 ? '0' : `${exchanges}: ${some(words)}`;
}

function reasons({ newConnections }: Facts): string {
  const words = Object.entries(newConnections).map(([reason, times]) => `${reason} (${times})`);
  return words.length === 0 ? nothing : words.join(', ');
}

function tally(sides: string[]): string {
  const words = [...tallied(sides)].map(([side, times]) =>
    side === 'none' ? `${times} still open` : `${side} ${times}`,
  );
  return words.length === 0 ? nothing : words.join(', ');
}

function tallied(all: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

const some = (words: string[]): string =>
  words.length <= shown
    ? words.join(', ')
    : `${words.slice(0, shown).join(', ')} and ${words.length - shown} more`;

function damaged(damage: { connection: number; what: string }[]): string[] {
  const lines = damage.slice(0, shown).map(({ connection, what }) => `connection ${connection}: ${what}`);
  const more = damage.length - lines.length;
  return [...lines, ...(more > 0 ? [`… and ${more} more`] : [])].map((line) =>
    hang('  ', printable(line), reportWidth),
  );
}
