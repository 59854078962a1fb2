/** A raw socket beside WebSocket: what comes before the first message, what marks its end, and what that costs. */
import type { LabResult } from '../model/result.ts';
import type { LabReport, Paint } from './lab-report.ts';
import { table } from './table.ts';
import { printable } from './text.ts';
import { count, nothing } from './words.ts';

/** Empty where no lab was asked for boundaries. */
export function framingTable(reports: LabReport[], paint: Paint): string {
  const rows = reports.map(({ result }) => row(result)).filter((cells) => cells !== null);
  if (rows.length === 0) return '';
  return [
    paint('bold', 'Three messages in one piece: on a raw socket, and over WebSocket'),
    '',
    table(
      [
        'carried by',
        'messages\nkept apart',
        'who marks\ntheir ends',
        'bytes before\nthe first',
        'framing per\nmessage',
      ],
      rows,
      paint,
    ),
  ].join('\n');
}

function row({ subject, answers, varying }: LabResult): string[] | null {
  const answer = answers?.boundaries?.answer;
  const figures = varying.timings.boundaries?.[0];
  if (!answer || !figures) return null;
  const marks = answer === 'yes' ? 'the protocol' : answer === 'no' ? 'the application' : nothing;
  return [
    printable(subject),
    answer,
    marks,
    bytes(figures.bytesBeforeFirstMessage),
    bytes(figures.framingBytesPerMessage),
  ];
}

const bytes = (figure: number | string | null | undefined): string =>
  typeof figure === 'number' ? count(figure, 'byte') : nothing;
