/** Uploads of which something is said before they are whole: who says Continue, and what becomes of an early answer. */

import type { Message } from '../../model/message.ts';
import { reason } from '../../model/reason.ts';
import type { Recording } from '../../model/recording.ts';
import type { Path } from '../../model/result.ts';
import { earlyPart, paths } from '../../model/scripts/through.ts';
import type { Side } from '../../model/trace.ts';
import { type Finding, inconclusive, no, notApplicable, yes } from '../../questions/question.ts';
import { contentsOn, type MessageContent, reached } from './contents.ts';
import { releasedByHand, transcriptOf } from './traces.ts';

/** RFC 9110 §10.1.1: a proxy passes the field on, or answers it itself. A yes: somebody said that the content may come. */
export function expectFinding(recording: Recording | undefined): { finding: Finding; who: Path['expect'] } {
  if (!recording) return { finding: inconclusive('question.not-put'), who: '?' };
  const { request, response } = exchangeOn(recording, 'front', paths.expect);
  if (!request) return { finding: inconclusive('question.nothing-asked'), who: '?' };
  const content = reached(request, 1) ?? Number.POSITIVE_INFINITY;
  const front = continueOn(recording, 'front');
  const evidence = [request.message];
  if (front !== null && front < content) {
    const back = continueOn(recording, 'back');
    return back !== null && back < front
      ? { finding: yes('expect.origin', ...evidence), who: 'origin' }
      : { finding: yes('expect.proxy', ...evidence), who: 'proxy' };
  }
  const answer = response?.message;
  const status = answer?.http?.status;
  if (answer && status !== undefined && status >= 400)
    return { finding: no('server', reason('through.status', { n: status }), ...evidence, answer), who: '?' };
  if (status === 200 && releasedByHand(recording))
    return { finding: no('server', 'expect.nobody', ...evidence), who: 'nobody' };
  return {
    finding: inconclusive(recording.timedOut ? 'through.late' : 'through.unfinished', ...evidence),
    who: '?',
  };
}

/** `seq` of the first 100 (Continue) on that side; null if there is none. */
function continueOn(recording: Recording, side: Side): number | null {
  const all = transcriptOf(recording, side).connections.flatMap(({ controls }) => controls);
  return all.find(({ detail, direction }) => direction === 's2c' && detail.status === 100)?.seq ?? null;
}

/** A yes: the client had the origin's answer while it withheld the rest of the request. */
export function earlyFinding(recording: Recording | undefined): Finding {
  if (!recording) return inconclusive('question.not-put');
  const { request, response } = exchangeOn(recording, 'front', paths.early);
  if (!request) return inconclusive('question.nothing-asked');
  const behind = exchangeOn(recording, 'back', paths.early);
  const rest = reached(request, earlyPart + 1) ?? Number.POSITIVE_INFINITY;
  const evidence = [request.message, ...(response ? [response.message] : [])];
  const status = response?.message.http?.status;
  if (status !== undefined && status !== 200)
    return inconclusive(reason('through.status', { n: status }), ...evidence);
  if (!behind.response) return inconclusive('through.unfinished', ...evidence);
  if (behind.response.message.begin.seq > rest) return notApplicable('early.held-request', ...evidence);
  if (response && response.message.begin.seq < rest)
    return yes(fateOf(recording, behind.request), ...evidence);
  if (!response || !releasedByHand(recording))
    return inconclusive(recording.timedOut ? 'through.late' : 'through.unfinished', ...evidence);
  return no('server', 'early.held', ...evidence);
}

/** What became of what the client sent after it had the answer. */
function fateOf(recording: Recording, behind: MessageContent | undefined) {
  if (behind && reached(behind, 2 * earlyPart) !== null) return 'early.passed-on';
  const hungUp = transcriptOf(recording, 'front').connections.some(({ ends }) =>
    ends.some(({ direction }) => direction === 's2c'),
  );
  return hungUp ? 'early.hung-up' : 'early.dropped';
}

function exchangeOn(recording: Recording, side: Side, path: string) {
  const of = (kind: Message['kind']) =>
    contentsOn(recording, side).find(
      (content) => content.message.kind === kind && content.path.endsWith(path),
    );
  return { request: of('request'), response: of('response') };
}
