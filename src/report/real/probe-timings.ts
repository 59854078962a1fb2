/** The rows of a probe whose figures differ from run to run. */
import type { LabReport } from '../../model/report.ts';
import type { Say } from '../language/say.ts';
import { milliseconds } from '../words/spreads.ts';
import { duration, nothing } from '../words/words.ts';
import { said, withStatus } from './probe-words.ts';

const timingsOf = ({ result: { varying } }: LabReport, question: string): Record<string, unknown> =>
  varying.timings[question]?.[0] ?? {};

const withTime = (text: string, time: unknown, say: Say): string =>
  typeof time === 'number' ? text + say(', after {Time}', { Time: milliseconds(time) }) : text;

export function unasked(report: LabReport, say: Say): string {
  const answer = report.result.answers?.closing;
  if (!answer) return nothing;
  const { measuredMilliseconds } = timingsOf(report, 'closing');
  return answer.answer === 'yes' ? withTime(say('yes'), measuredMilliseconds, say) : said(answer, say);
}

export function owed(report: LabReport, say: Say): string {
  const answer = report.result.answers?.['answer owed'];
  const { closedBy, how, measuredMilliseconds, watchedMilliseconds } = timingsOf(report, 'answer owed');
  if (!answer || answer.answer === 'not applicable') return nothing;
  if (answer.answer === 'yes' && typeof how === 'string')
    return withTime(
      say('{Side} hangs up ({How})', { Side: say.data(String(closedBy)), How: how }),
      measuredMilliseconds,
      say,
    );
  return answer.answer === 'no' && typeof watchedMilliseconds === 'number'
    ? say('open after {Time}', { Time: duration(watchedMilliseconds) })
    : said(answer, say);
}

export function expected(report: LabReport, say: Say): string {
  const answer = report.result.answers?.expect;
  if (!answer) return nothing;
  if (answer.answer === 'yes')
    return withTime(say('yes'), timingsOf(report, 'expect').continueMilliseconds, say);
  return withStatus(report, 'expect', said(answer, say), say);
}

/** The answer, how much had been sent by then, and what came after it. */
export function largeUpload(report: LabReport, say: Say): string {
  const answer = report.result.answers?.['large upload'];
  if (!answer) return nothing;
  const figures = timingsOf(report, 'large upload');
  const { bytesBeforeAnswer, followedBy, followedAfterMilliseconds, wholeAnswer, wholeRequest } = figures;
  const followed = (text: 'then {How}' | '{How} without an answer'): string =>
    withTime(say(text, { How: String(followedBy) }), followedAfterMilliseconds, say);
  if (answer.answer === 'no' && wholeAnswer === null) return followed('{How} without an answer');
  if (answer.answer !== 'yes') return withStatus(report, 'large upload', said(answer, say), say);
  return [
    withStatus(report, 'large upload', say('answered early'), say),
    ...(typeof bytesBeforeAnswer === 'number'
      ? [say('{n} KB had been sent', { n: Math.round(bytesBeforeAnswer / 1024) })]
      : []),
    typeof followedBy === 'string'
      ? followed('then {How}')
      : // More than is kept for a server that does not read.
        say(wholeRequest === 'yes' ? 'then reads on' : 'nothing followed'),
    ...(wholeAnswer === 'no' ? [say('the answer broke off')] : []),
  ].join('\n');
}
