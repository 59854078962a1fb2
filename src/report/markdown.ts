/** The tables for a homework sheet or an issue report, in GitHub's Markdown, with the strips as code. */
import type { LabResult } from '../model/result.ts';
import type { Verdict } from '../model/verdict.ts';
import type { LabReport } from './lab-report.ts';
import { strip, stripLegend } from './strip.ts';
import { printable } from './text.ts';
import { count, nothing } from './words.ts';

export function markdown(reports: LabReport[]): string {
  const results = reports.map(({ result }) => result);
  const sections = [
    '# HTTP versions: simplex, half-duplex or full-duplex?',
    verdictTable(results),
    factTable(results),
    answerTable(results),
    ...reports.map(strips),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

const levels = [
  ['ordinary', 'in ordinary use'],
  ['limit', 'at its limit'],
  ['observed', 'as observed'],
] as const;

function verdictTable(results: LabResult[]): string {
  const rows = results.flatMap((result) => {
    const found = levels.flatMap(([level, words]) => {
      const lenses = result.verdicts?.[level];
      return lenses ? [[name(result), words, mode(lenses.wire), mode(lenses.conversation)]] : [];
    });
    return found.length > 0 ? found : [[name(result), result.outcome, nothing, nothing]];
  });
  return `## Verdicts\n\n${table(['lab', 'level', 'on the wire', 'conversation'], rows)}`;
}

const mode = ({ mode, because }: Verdict): string => `**${mode}**: ${cell(because)}`;

function factTable(results: LabResult[]): string {
  const rows = results.flatMap((result) =>
    Object.entries(result.facts ?? {}).map(([question, facts]) => [
      name(result),
      cell(question),
      cell(facts.protocol ?? nothing),
      String(facts.exchanges),
      String(facts.connections),
      String(facts.reusedExchanges),
      String(facts.overlaps),
      String(facts.unasked),
      String(facts.maxConcurrentExchanges),
    ]),
  );
  if (rows.length === 0) return '';
  const head = [
    'lab',
    'asked',
    'protocol',
    'exchanges',
    'connections',
    'reused',
    'overlaps',
    'unasked',
    'most at once',
  ];
  return `## What was counted\n\n${table(head, rows)}`;
}

function answerTable(results: LabResult[]): string {
  const rows = results.flatMap((result) =>
    Object.entries(result.answers ?? {}).map(([question, { answer, cause, because }]) => [
      name(result),
      cell(question),
      cause === null ? `**${answer}**` : `**${answer}** (${cause})`,
      cell(because),
    ]),
  );
  return rows.length === 0 ? '' : `## Answers\n\n${table(['lab', 'question', 'answer', 'because'], rows)}`;
}

const stripsShown = 24;

function strips({ result, transcripts }: LabReport): string {
  const blocks = transcripts.flatMap(({ question, connections }) => {
    if (connections.length === 0) return [];
    const lines = connections.slice(0, stripsShown).map((line) => `${line.connection}  ${strip(line)}`);
    const more = connections.length - lines.length;
    if (more > 0) lines.push(`… and ${count(more, 'more connection')}`);
    // A longer fence than any that a line could hold.
    return [`${cell(question)}\n\n~~~~~~text\n${lines.join('\n')}\n~~~~~~`];
  });
  if (blocks.length === 0) return '';
  return [
    `## ${name(result)}: what passed on each connection`,
    `~~~~~~text\n${stripLegend.join('\n')}\n~~~~~~`,
    ...blocks,
  ].join('\n\n');
}

/** Of several results of one command, each is told by its target. */
const name = ({ lab, target }: LabResult): string => cell(target === null ? lab : `${lab} ${target}`);

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text from the wire stays text: nothing in it is markup. */
const cell = (text: string): string =>
  printable(text, 300).replace(/[\\`*_{}[\]<>|#~!&]/g, (mark) => `\\${mark}`);
