/** The tables for a homework sheet or an issue report, in GitHub's Markdown, with the strips as code. */
import type { LabReport } from '../../model/report.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Say } from '../language/say.ts';
import { faultGroups, gradeHeads } from '../words/faults.ts';
import { isBroken } from '../words/results.ts';
import { strip, stripLegend } from '../words/strip.ts';
import { printable } from '../words/text.ts';
import { crossingsIn, levels, modeWords } from '../words/verdicts.ts';
import { eachSaid, nothing, protocols } from '../words/words.ts';
import { nameOf } from './name.ts';

export function markdown(reports: LabReport[], say: Say): string {
  const sections = [
    `# ${say('HTTP versions: simplex, half-duplex or full-duplex?')}`,
    verdictTable(reports, say),
    factTable(reports, say),
    answerTable(reports, say),
    ...faultTables(reports, say),
    ...reports.map((report) => strips(report, say)),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function verdictTable(reports: LabReport[], say: Say): string {
  const rows = reports.flatMap((report) => {
    const { result } = report;
    // Where nothing was asked for want of the version, why says more than that nothing could be told.
    const judged = result.outcome === 'skipped' ? [] : levels;
    const found = judged.flatMap(({ level, name: words }) => {
      const lenses = result.verdicts?.[level];
      return lenses
        ? [[name(report), say(words), mode(lenses.wire, say), mode(lenses.conversation, say)]]
        : [];
    });
    if (result.error === null && found.length > 0) return found;
    const why = result.error === null ? nothing : cell(say.reason(result.error.reason));
    if (found.length > 0 || !isBroken(result))
      return [...found, [name(report), say(result.outcome), why, nothing]];
    return [[name(report), say(result.outcome), `**?**${say(': ')}${why}`, '**?**']];
  });
  return `## ${say('Verdicts')}\n\n${table(
    eachSaid(['lab', 'level', 'on the wire', 'conversation'], say),
    rows,
  )}`;
}

const mode = (verdict: Verdict, say: Say): string =>
  `**${modeWords(verdict, say)}**${say(': ')}${cell(say.reason(verdict.reason))}`;

function factTable(reports: LabReport[], say: Say): string {
  const rows = reports.flatMap((report) =>
    Object.entries(report.result.facts ?? {}).map(([question, facts]) => [
      name(report),
      cell(question),
      cell(protocols(facts.protocol ?? nothing, say)),
      String(facts.exchanges),
      String(facts.connections),
      String(facts.reusedExchanges),
      String(facts.overlaps),
      String(crossingsIn(report, question) ?? nothing),
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
    'crossings',
    'unasked',
    'most at once',
  ] as const;
  return `## ${say('What was counted')}\n\n${table(eachSaid(head, say), rows)}`;
}

function answerTable(reports: LabReport[], say: Say): string {
  const rows = reports.flatMap((report) =>
    Object.entries(report.result.answers ?? {}).map(([question, { answer, cause, reason }]) => [
      name(report),
      cell(question),
      cause === null ? `**${say(answer)}**` : `**${say(answer)}** (${say(cause)})`,
      cell(say.reason(reason)),
    ]),
  );
  if (rows.length === 0) return '';
  return `## ${say('Answers')}\n\n${table(eachSaid(['lab', 'question', 'answer', 'because'], say), rows)}`;
}

/** A list for each grade. */
function faultTables(reports: LabReport[], say: Say): string[] {
  return (['violation', 'irregularity'] as const).flatMap((grade) => {
    const lines = reports.flatMap((report) =>
      faultGroups(report.result.faults, say)
        .filter((group) => group.grade === grade)
        .flatMap(({ lines, more }) => [...lines, ...(more > 0 ? [say('… and {n} more', { n: more })] : [])])
        .map((line) => `- ${name(report)}${say(': ')}${cell(line)}`),
    );
    return lines.length === 0 ? [] : [`## ${say(gradeHeads[grade])}\n\n${lines.join('\n')}`];
  });
}

const stripsShown = 24;

function strips(report: LabReport, say: Say): string {
  const blocks = report.transcripts.flatMap(({ question, connections }) => {
    if (connections.length === 0) return [];
    const lines = connections.slice(0, stripsShown).map((one) => `${one.connection}  ${strip(one, say)}`);
    const more = connections.length - lines.length;
    if (more > 0) lines.push(say('… and {n} more connection(s)', { n: more }));
    // A longer fence than any that a line could hold.
    return [`${cell(question)}\n\n~~~~~~text\n${lines.join('\n')}\n~~~~~~`];
  });
  if (blocks.length === 0) return '';
  return [
    `## ${name(report)}${say(': what passed on each connection')}`,
    `~~~~~~text\n${stripLegend.map((text) => say(text)).join('\n')}\n~~~~~~`,
    ...blocks,
  ].join('\n\n');
}

const name = (report: LabReport): string => cell(nameOf(report));

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text from the wire stays text: nothing in it is markup. */
const cell = (text: string): string =>
  printable(text, 300).replace(/[\\`*_{}[\]<>|#~!&]/g, (mark) => `\\${mark}`);
