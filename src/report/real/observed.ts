/**
 * What `read` and `observe` print: a row for each server that was seen, with its counts and both verdicts, and below
 * it what could not be told, and why. There is one level, as observed.
 */
import type { LabReport } from '../../model/report.ts';
import { type Look, reportWidth } from '../look.ts';
import { faultSections } from '../words/faults.ts';
import { lossCounts, lossSections } from '../words/losses.ts';
import { titleOf } from '../words/results.ts';
import { timeWords } from '../words/spreads.ts';
import { table } from '../words/table.ts';
import { cut, hang, padEnd, printable } from '../words/text.ts';
import { crossingsIn, modeWords, shortModeWords } from '../words/verdicts.ts';
import { eachSaid, nothing, protocols } from '../words/words.ts';
import { opaqueWords, reasons as whyNew } from './observe.ts';

const head = [
  'server',
  'protocol',
  'ex-\nchanges',
  'connec-\ntions',
  'most at\nonce',
  'overlaps,\ncrossings',
  'wire',
  'conver-\nsation',
] as const;

export function observedTable(reports: LabReport[], look: Look): string {
  const { paint, say } = look;
  if (reports.length === 0) return `${say('No connection was found.')}\n`;
  const rows = reports.map((report) => {
    const { result } = report;
    const { observed } = result.verdicts ?? {};
    const facts = result.facts?.observed;
    const mode = (lens: 'wire' | 'conversation') =>
      observed ? shortModeWords(observed[lens], look) : nothing;
    return [
      cut(printable(result.target ?? result.lab), 28),
      cut(printable(protocols(facts?.protocol ?? nothing, say)), 20),
      ...[facts?.exchanges, facts?.connections, facts?.maxConcurrentExchanges].map((figure) =>
        figure === undefined ? nothing : String(figure),
      ),
      facts ? `${facts.overlaps}, ${crossingsIn(report, 'observed') ?? nothing}` : nothing,
      mode('wire'),
      mode('conversation'),
    ];
  });
  return [
    paint('bold', say('The servers that were seen, each as it was observed')),
    '',
    table(eachSaid(head, say), rows, look),
    '',
    hang('  ', say(legend), reportWidth),
    ...reports.flatMap((report) => reasons(report, look)),
    '',
  ].join('\n');
}

const legend =
  'half, full: half-duplex, full-duplex; ? could not be told. Wire: do messages of both directions cross at the same time? Conversation: who may speak, and is the line used again?';

const damageShown = 5;
const lenses = ['wire', 'conversation'] as const;

function reasons(report: LabReport, look: Look): string[] {
  const { result, measurements = [] } = report;
  const { paint, say } = look;
  const { observed } = result.verdicts ?? {};
  if (!observed) return [];
  const facts = result.facts?.observed;
  const damage = measurements.flatMap((measurement) => measurement.damage);
  const listed = damage.slice(0, damageShown).map(({ connection, reason }) => {
    const where = connection === 0 ? '' : say('connection {n}', { n: connection }) + say(': ');
    return hang('    - ', where + printable(say.reason(reason)), reportWidth);
  });
  const more = damage.length - listed.length;
  return [
    '',
    paint('bold', printable(titleOf(result, say))),
    ...lenses.map((lens) => {
      const words = modeWords(observed[lens], say);
      const head = `  ${padEnd(say(lens), 14)}`;
      return hang(head, words + say(': ') + printable(say.reason(observed[lens].reason), 500), reportWidth);
    }),
    ...(facts?.opaque === undefined
      ? []
      : [hang(`  ${padEnd(say('opaque'), 14)}`, opaqueWords(facts, say), reportWidth)]),
    ...(facts === undefined || Object.keys(facts.newConnections).length === 0
      ? []
      : [hang(`  ${say('new connections')}${say(': ')}`, whyNew(report, facts, say), reportWidth)]),
    ...(facts?.lost === undefined
      ? []
      : [hang(`  ${say('lost')}${say(': ')}`, lossCounts(facts.lost, say), reportWidth)]),
    ...(facts?.halfAnswers === undefined
      ? []
      : [hang(`  ${say('half answers')}${say(': ')}`, lossCounts(facts.halfAnswers, say), reportWidth)]),
    ...timeWords(result.varying.times.observed ?? {}, say).map(
      ([name, text]) => `  ${name}${say(': ')}${text}`,
    ),
    ...lossSections(report, 'observed', look, '  ').flat(),
    ...(damage.length > 0 ? [`  ${say('what stands in the way of a verdict')}`, ...listed] : []),
    ...(more > 0 ? [`    ${say('… and {n} more', { n: more })}`] : []),
    ...faultSections(result.faults, look, '  '),
  ];
}
