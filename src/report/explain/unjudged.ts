/** A lab without a verdict: why there is none, what had passed until then, and which rules were broken. */
import type { LabReport } from '../../model/report.ts';
import type { LabResult } from '../../model/result.ts';
import type { Say } from '../language/say.ts';
import { type Look, reportWidth } from '../look.ts';
import { faultSections } from '../words/faults.ts';
import { hang, printable } from '../words/text.ts';
import { listOf } from './connection.ts';

/** In paragraphs. */
export const unjudged = (report: LabReport, look: Look): string[] => [
  hang('', noVerdict(report.result, look.say), reportWidth),
  ...untilThen(report, look),
  ...brokenUntilThen(report.result, look),
];

function noVerdict({ outcome, error }: LabResult, say: Say): string {
  const fate = { outcome: say(outcome) };
  if (!error) return say('There is no verdict to explain: the lab {outcome} without one.', fate);
  const sentence = say('There is no verdict to explain: the lab {outcome}', fate);
  return sentence + say(': ') + printable(say.reason(error.reason), 300) + say('.');
}

/** The messages of a lab that came to no end, for whoever looks for the reason. */
function untilThen(report: LabReport, look: Look): string[] {
  const spots = report.transcripts.flatMap(({ question, connections }) =>
    connections.map(({ connection }) => ({ question, connection })),
  );
  if (spots.length === 0) return [];
  const left = spots.length - connectionsShown;
  const lines = spots.slice(0, connectionsShown).flatMap((spot) => listOf(report, spot, look));
  return [
    [
      look.paint('bold', look.say('What had passed until then')),
      ...lines.slice(1).map((line) => (line === '' ? '' : `   ${line}`)),
      ...(left > 0 ? [`   ${look.say('… and {n} more connection(s)', { n: left })}`] : []),
    ].join('\n'),
  ];
}

const connectionsShown = 6;

function brokenUntilThen({ faults }: LabResult, look: Look): string[] {
  if (faults.length === 0) return [];
  return [
    [look.paint('bold', look.say('The rules that were broken')), ...faultSections(faults, look, '   ')].join(
      '\n',
    ),
  ];
}
