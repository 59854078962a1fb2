/** What may come out differently next time: kept apart, so that nobody takes it for a fact. */
import type { ResultVarying } from '../model/result.ts';
import type { Paint } from './lab-report.ts';
import { table } from './table.ts';
import { hang, printable } from './text.ts';
import { count, duration, nothing } from './words.ts';

/** Empty where there is nothing of the kind. */
export function varying({ timings, bytes, firstFin }: ResultVarying, paint: Paint): string {
  const sections = [
    ...Object.entries(timings).map(([question, lines]) => timingTable(question, lines, paint)),
    ...listed('Who sent the first FIN or RST, a connection each', firstFin, (sides) => tally(sides)),
    ...listed(
      'Bytes of the connections',
      bytes,
      ({ c2s, s2c }) => `${count(c2s, 'byte')} from the client, ${count(s2c, 'byte')} from the server`,
    ),
  ];
  if (sections.every((section) => section === '')) return '';
  return [paint('bold', 'What varies from run to run'), ...sections].join('\n');
}

type Timing = ResultVarying['timings'][string][number];

/** A line a connection. Figures whose names end in Milliseconds are durations. */
function timingTable(question: string, timings: Timing[], paint: Paint): string {
  const names = [...new Set(timings.flatMap((timing) => Object.keys(timing)))];
  if (names.length === 0) return '';
  const rows = timings.map((timing, index) => [
    String(index + 1),
    ...names.map((name) => value(name, timing[name] ?? null)),
  ]);
  const head = ['connection', ...names.map((name) => printable(words(name), 20))];
  return `  ${printable(question)}\n${indent(table(head, rows, paint))}`;
}

const words = (name: string): string =>
  name.replace(/Milliseconds$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function value(name: string, figure: Timing[string]): string {
  if (figure === null) return nothing;
  if (typeof figure === 'string') return printable(figure, 20);
  return name.endsWith('Milliseconds') ? duration(figure) : String(figure);
}

/** 'server 5 times, client once' tells more than a list of six. */
function tally(sides: string[]): string {
  const counts = new Map<string, number>();
  for (const side of sides) counts.set(side, (counts.get(side) ?? 0) + 1);
  if (counts.size === 0) return nothing;
  return [...counts].map(([side, times]) => (sides.length === 1 ? side : `${side} ${times}×`)).join(', ');
}

function listed<T>(title: string, by: Record<string, T>, show: (one: T) => string): string[] {
  const entries = Object.entries(by);
  if (entries.length === 0) return [];
  const longest = Math.max(...entries.map(([question]) => printable(question).length));
  return [
    `  ${title}`,
    ...entries.map(([question, one]) => hang(`    ${printable(question).padEnd(longest)}  `, show(one), 100)),
  ];
}

const indent = (text: string): string =>
  text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
