/** The same events, delivered in every way: what each costs in requests and bytes, and how late it is. */
import type { LabReport } from '../../model/report.ts';
import type { Say } from '../language/say.ts';
import type { Look } from '../look.ts';
import { isBroken, subjectOf, wasAsked } from '../words/results.ts';
import { table } from '../words/table.ts';
import { hang, padEnd, printable } from '../words/text.ts';
import { duration, eachSaid, nothing } from '../words/words.ts';

/** Empty where no lab delivered events. */
export function deliveryTable(reports: LabReport[], look: Look): string {
  const { paint, say } = look;
  const rows = reports.map((report) => row(report, say)).filter((cells) => cells !== null);
  if (rows.length === 0) return '';
  return [
    paint('bold', say('The same events, delivered in each way')),
    '',
    table(eachSaid(head, say), rows, look),
    '',
    ...legend.map(([term, text]) => hang(`  ${padEnd(say(term), 13)}`, say(text), 100)),
  ].join('\n');
}

const legend = [
  [
    'exchanges',
    'requests, or messages of a WebSocket client, with their answers; the last says what was heard',
  ],
  ['empty', 'answers that said nothing'],
  ['turns', 'changes of direction on the wire'],
  [
    'mean delay',
    'from occurrence to delivery, in the time of the story that all are told; not a measured time',
  ],
  [
    'on the wire',
    'from occurrence to delivery where nothing waits for a poll, measured; differs from run to run',
  ],
] as const;

const head = [
  'delivered by',
  'events',
  'exchanges',
  'connec-\ntions',
  'bytes\nup',
  'bytes\ndown',
  'bytes per\nevent',
  'empty',
  'turns',
  'mean\ndelay',
  'on the\nwire',
] as const;

function row(report: LabReport, say: Say): string[] | null {
  const { result } = report;
  const { facts, varying } = result;
  const counted = facts?.delivery;
  const bytes = varying.bytes.delivery;
  const timing = varying.timings.delivery?.[0];
  if (!counted || !bytes || !timing)
    return wasAsked(report, 'delivery') && isBroken(result)
      ? [printable(subjectOf(result, say)), ...head.slice(1).map(() => '?')]
      : null;
  const delivered = Number(timing.delivered);
  const { meanDelayMilliseconds: delay, meanWireMicroseconds: wire } = timing;
  return [
    printable(subjectOf(result, say)),
    `${delivered}/${timing.events}`,
    String(counted.exchanges),
    String(counted.connections),
    String(bytes.c2s),
    String(bytes.s2c),
    delivered === 0 ? nothing : String(Math.round((bytes.c2s + bytes.s2c) / delivered)),
    String(timing.emptyAnswers),
    String(counted.turnarounds),
    typeof delay === 'number' ? (delay === 0 ? '0' : duration(delay)) : nothing,
    typeof wire === 'number' ? `${(wire / 1000).toFixed(1)} ms` : nothing,
  ];
}
