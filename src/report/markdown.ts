/** The tables for a homework sheet or an issue report, in GitHub's Markdown, with the strips as code. */
import type { LabResult } from '../model/result.ts';
import type { Verdict } from '../model/verdict.ts';
import type { LabReport } from './lab-report.ts';
import type { Say } from './language/say.ts';
import { strip, stripLegend } from './strip.ts';
import { printable } from './text.ts';
import { count, nothing, protocols } from './words.ts';

export function markdown(reports: LabReport[], say: Say): string {
  const results = reports.map(({ result }) => result);
  const sections = [
    `# ${say('HTTP versions: simplex, half-duplex or full-duplex?')}`,
    verdictTable(results, say),
    factTable(results, say),
    answerTable(results, say),
    ...reports.map((report) => strips(report, say)),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

const levels = [
  ['ordinary', 'in ordinary use'],
  ['limit', 'at its limit'],
  ['observed', 'as observed'],
] as const;

function verdictTable(results: LabResult[], say: Say): string {
  const rows = results.flatMap((result) => {
    const found = levels.flatMap(([level, words]) => {
      const lenses = result.verdicts?.[level];
      return lenses
        ? [[name(result), say(words), mode(lenses.wire, say), mode(lenses.conversation, say)]]
        : [];
    });
    return found.length > 0 ? found : [[name(result), say(result.outcome), nothing, nothing]];
  });
  return `## ${say('Verdicts')}\n\n${table(['lab', 'level', 'on the wire', 'conversation'].map(say), rows)}`;
}

const mode = ({ mode, because }: Verdict, say: Say): string =>
  `**${say(mode)}**${say(': ')}${cell(say(because))}`;

function factTable(results: LabResult[], say: Say): string {
  const rows = results.flatMap((result) =>
    Object.entries(result.facts ?? {}).map(([question, facts]) => [
      name(result),
      cell(question),
      cell(protocols(facts.protocol ?? nothing, say)),
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
  return `## ${say('What was counted')}\n\n${table(head.map(say), rows)}`;
}

function answerTable(results: LabResult[], say: Say): string {
  const rows = results.flatMap((result) =>
    Object.entries(result.answers ?? {}).map(([question, { answer, cause, because }]) => [
      name(result),
      cell(question),
      cause === null ? `**${say(answer)}**` : `**${say(answer)}** (${say(cause)})`,
      cell(say(because)),
    ]),
  );
  if (rows.length === 0) return '';
  return `## ${say('Answers')}\n\n${table(['lab', 'question', 'answer', 'because'].map(say), rows)}`;
}

const stripsShown = 24;

function strips({ result, transcripts }: LabReport, say: Say): string {
  const blocks = transcripts.flatMap(({ question, connections }) => {
    if (connections.length === 0) return [];
    const lines = connections.slice(0, stripsShown).map((line) => `${line.connection}  ${strip(line, say)}`);
    const more = connections.length - lines.length;
    if (more > 0) lines.push(say(`… and ${count(more, 'more connection')}`));
    // A longer fence than any that a line could hold.
    return [`${cell(question)}\n\n~~~~~~text\n${lines.join('\n')}\n~~~~~~`];
  });
  if (blocks.length === 0) return '';
  return [
    `## ${name(result)}${say(': what passed on each connection')}`,
    `~~~~~~text\n${stripLegend.map(say).join('\n')}\n~~~~~~`,
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
