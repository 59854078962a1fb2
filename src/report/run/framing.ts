/** A raw socket beside WebSocket: what comes before the first message, what marks its end, and what that costs. */
import type { LabReport } from '../../model/report.ts';
import type { Say } from '../language/say.ts';
import type { Look } from '../look.ts';
import { isBroken, subjectOf, wasAsked } from '../words/results.ts';
import { table } from '../words/table.ts';
import { printable } from '../words/text.ts';
import { eachSaid, nothing } from '../words/words.ts';

/** Empty where no lab was asked for boundaries. */
export function framingTable(reports: LabReport[], look: Look): string {
  const { paint, say } = look;
  const rows = reports.map((report) => row(report, say)).filter((cells) => cells !== null);
  if (rows.length === 0) return '';
  return [
    paint('bold', say('Three messages in one piece: on a raw socket, and over WebSocket')),
    '',
    table(
      eachSaid(
        [
          'carried by',
          'messages\nkept apart',
          'who marks\ntheir ends',
          'bytes before\nthe first',
          'framing per\nmessage',
        ],
        say,
      ),
      rows,
      look,
    ),
  ].join('\n');
}

function row(report: LabReport, say: Say): string[] | null {
  const { result } = report;
  const { answers, varying } = result;
  const answer = answers?.boundaries?.answer;
  const figures = varying.timings.boundaries?.[0];
  if (!answer || !figures)
    return wasAsked(report, 'boundaries') && isBroken(result)
      ? [printable(subjectOf(result, say)), '?', '?', '?', '?']
      : null;
  const marks = answer === 'yes' ? 'the protocol' : answer === 'no' ? 'the application' : nothing;
  return [
    printable(subjectOf(result, say)),
    say(answer),
    say(marks),
    bytes(figures.bytesBeforeFirstMessage, say),
    bytes(figures.framingBytesPerMessage, say),
  ];
}

const bytes = (figure: number | string | null | undefined, say: Say): string =>
  typeof figure === 'number' ? say('{n} byte(s)', { n: figure }) : nothing;
