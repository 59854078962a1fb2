/**
 * What `read` and `observe` print: a row for each server that was seen, with its counts and both verdicts, and below
 * it what could not be told, and why. There is one level, as observed.
 */
import type { LabReport, Paint } from './lab-report.ts';
import { reportWidth } from './lab-report.ts';
import { table } from './table.ts';
import { cut, hang, printable } from './text.ts';
import { nothing, paintMode, shortMode } from './words.ts';

const head = [
  'server',
  'protocol',
  'ex-\nchanges',
  'connec-\ntions',
  'most at\nonce',
  'overlaps',
  'wire',
  'conver-\nsation',
];

export function observedTable(reports: LabReport[], paint: Paint): string {
  if (reports.length === 0) return 'No connection was found.\n';
  const rows = reports.map(({ result }) => {
    const { observed } = result.verdicts ?? {};
    const facts = result.facts?.observed;
    const mode = (lens: 'wire' | 'conversation') =>
      observed ? paintMode(paint, observed[lens].mode, shortMode[observed[lens].mode]) : nothing;
    return [
      cut(printable(result.target ?? result.lab), 28),
      cut(printable(facts?.protocol ?? nothing), 20),
      ...[facts?.exchanges, facts?.connections, facts?.maxConcurrentExchanges, facts?.overlaps].map(
        (figure) => (figure === undefined ? nothing : String(figure)),
      ),
      mode('wire'),
      mode('conversation'),
    ];
  });
  return [
    paint('bold', 'The servers that were seen, each as it was observed'),
    '',
    table(head, rows, paint),
    '',
    hang('  ', legend, reportWidth),
    ...reports.flatMap((report) => reasons(report, paint)),
    '',
  ].join('\n');
}

const legend =
  'half, full: half-duplex, full-duplex; ? could not be told. Wire: do messages of both directions cross at the same ' +
  'time? Conversation: who may speak, and is the line used again?';

const damageShown = 5;

function reasons({ result, measurements = [] }: LabReport, paint: Paint): string[] {
  const { observed } = result.verdicts ?? {};
  if (!observed) return [];
  const damage = measurements.flatMap((measurement) => measurement.damage);
  const listed = damage.slice(0, damageShown).map(({ connection, what }) => {
    const where = connection === 0 ? '' : `connection ${connection}: `;
    return hang('    - ', `${where}${printable(what)}`, reportWidth);
  });
  const more = damage.length - listed.length;
  return [
    '',
    paint('bold', printable(result.title)),
    hang('  wire          ', printable(`${observed.wire.mode}: ${observed.wire.because}`), reportWidth),
    hang(
      '  conversation  ',
      printable(`${observed.conversation.mode}: ${observed.conversation.because}`),
      reportWidth,
    ),
    ...(damage.length > 0 ? ['  what stands in the way of a verdict', ...listed] : []),
    ...(more > 0 ? [`    … and ${more} more`] : []),
  ];
}
