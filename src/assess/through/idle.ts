/**
 * Connections behind a proxy that become idle: who ended each first, and what became of a request that met the end of the
 * one that it was sent on. RFC 9110 §9.2.2, RFC 9112 §9.3.1, §9.5.
 */

import type { Message } from '../../model/message.ts';
import { reason } from '../../model/reason.ts';
import type { Recording } from '../../model/recording.ts';
import { idleLimits, paths, poolSizes, renewalRequests } from '../../model/scripts/through.ts';
import type { ConnectionTranscript } from '../../model/transcript.ts';
import { type Finding, inconclusive, no, notApplicable, type Timing, yes } from '../../questions/question.ts';
import { recordingOf, spoken, transcriptOf } from './traces.ts';

/** What the proxy is known to do towards the origin. */
export interface Behind {
  isHttp2?: boolean;
  keepsNone?: boolean | undefined;
}

export function behindIn(recordings: Recording[]): Behind {
  // Over the version in which everything is asked that is not asked over each.
  const reach = recordingOf(recordings, 'reach', spoken(recordings)[0] ?? null);
  const requests = reach
    ? transcriptOf(reach, 'back').connections.flatMap(({ messages }) =>
        messages.filter(({ kind }) => kind === 'request'),
      )
    : [];
  return {
    isHttp2: requests.some(({ http }) => http?.version === '2'),
    keepsNone: keepsNone(recordingOf(recordings, 'one front connection')),
  };
}

/** A yes: the proxy asked again, so that the client had its answer. */
export function raceFinding(recording: Recording | undefined, behind: Behind = {}): Finding {
  if (behind.isHttp2) return notApplicable('race.http2');
  if (behind.keepsNone) return notApplicable('race.not-kept');
  if (!recording) return inconclusive('question.not-put');
  const connections = transcriptOf(recording, 'back').connections;
  const front = transcriptOf(recording, 'front').connections.flatMap(({ messages }) => messages);
  const asked = front.find(isRequestFor(paths.after));
  if (!asked) return inconclusive('question.nothing-asked');
  const sent = connections
    .flatMap((connection) =>
      connection.messages.filter(isRequestFor(paths.after)).map((request) => ({ connection, request })),
    )
    .sort((a, b) => a.request.begin.seq - b.request.begin.seq);
  const [first, ...again] = sent;
  if (!first || !isEnding(first.connection, first.request)) return inconclusive('race.not-met', asked);
  const response = front.find(
    ({ kind, exchange, connection }) =>
      kind === 'response' && exchange === asked.exchange && connection === asked.connection,
  );
  const status = response?.http?.status;
  const evidence = response ? [asked, response] : [asked];
  if (again.length > 0 && status === 200) return yes(reason('race.again', { n: again.length }), ...evidence);
  if (status === 200) return inconclusive('through.other-came-out', ...evidence);
  if (status !== undefined) return no('server', reason('race.status', { n: status }), ...evidence);
  if (recording.timedOut) return inconclusive('through.late', asked);
  return no('server', 'race.hung-up', asked);
}

/** It had been ended before the request came: by the origin, since the proxy sends no request after its own end. */
const isEnding = ({ ends }: ConnectionTranscript, { begin }: Message): boolean =>
  ends.some(({ seq }) => seq < begin.seq);

const isRequestFor =
  (path: string) =>
  ({ kind, http }: Message): boolean =>
    kind === 'request' && http?.path?.endsWith(path) === true;

/** Of each limit of the origin, who ended the connection first, and when: that may differ from run to run. */
export function idleEnds(recording: Recording | undefined): Timing[] {
  if (!recording) return [];
  const connections = transcriptOf(recording, 'back').connections;
  const at = new Map(recording.events.map((event) => [event.seq, event.at]));
  return idleLimits.flatMap((seconds): Timing[] => {
    const isIt = isRequestFor(`${paths.idle}/${seconds}`);
    const connection = connections.find(({ messages }) => messages.some(isIt));
    if (!connection) return [];
    const last = connection.messages.findLast(({ kind }) => kind === 'request');
    const response = connection.messages.findLast(({ kind }) => kind === 'response');
    const [end] = connection.ends;
    // Another request may have been sent on it meanwhile.
    if (!last || !isIt(last) || !response?.end || !end)
      return [{ limitSeconds: seconds, endedBy: null, idleMilliseconds: null }];
    const idle = ((at.get(end.seq) ?? 0) - response.end.at) / 1e6;
    return [
      {
        limitSeconds: seconds,
        endedBy: end.direction === 's2c' ? 'origin' : 'proxy',
        idleMilliseconds: Math.max(0, Math.round(idle)),
      },
    ];
  });
}

/** Whether all requests of one client were sent on connections of their own; undefined where it was not asked. */
export function keepsNone(recording: Recording | undefined): boolean | undefined {
  if (!recording) return undefined;
  const used = transcriptOf(recording, 'back')
    .connections.map(({ messages }) => messages.filter(({ kind }) => kind === 'request').length)
    .filter((requests) => requests > 0);
  return used.length > 1 && used.every((requests) => requests === 1);
}

/** On how many connections behind each group of clients was served that asked at once, by how many they were. */
export function poolOf(recording: Recording | undefined): Record<string, number | null> {
  const connections = recording ? transcriptOf(recording, 'back').connections : [];
  return Object.fromEntries(
    poolSizes.map((size) => {
      const isOf = ({ kind, http }: Message) =>
        kind === 'request' && http?.path?.includes(`${paths.pool}/${size}/`) === true;
      const used = connections.map(({ messages }) => messages.filter(isOf).length).filter((n) => n > 0);
      const all = used.reduce((sum, n) => sum + n, 0);
      return [size, all === size ? used.length : null];
    }),
  );
}

/** A yes: the proxy ended a connection behind after so many requests, and sent the next on another. */
export function renewalFinding(
  recording: Recording | undefined,
  behind: Behind = {},
): { finding: Finding; requests: number | null } {
  if (behind.keepsNone) return { finding: notApplicable('race.not-kept'), requests: null };
  if (!recording) return { finding: inconclusive('question.not-put'), requests: null };
  const used = transcriptOf(recording, 'back').connections.flatMap((connection) => {
    const requests = connection.messages.filter(
      ({ kind, http }) => kind === 'request' && http?.path?.includes(`${paths.renewal}/`) === true,
    );
    return requests.length > 0 ? [{ connection, requests }] : [];
  });
  const sent = used.reduce((sum, { requests }) => sum + requests.length, 0);
  const [first, second, third] = used;
  if (!first || sent < renewalRequests)
    return {
      finding: inconclusive(recording.timedOut ? 'through.late' : 'through.unfinished'),
      requests: null,
    };
  const most = Math.max(...used.map(({ requests }) => requests.length));
  if (most >= renewalRequests)
    return { finding: no('server', reason('renewal.kept', { n: most })), requests: null };
  const n = first.requests.length;
  const isRenewed = (one: (typeof used)[number], next: typeof second) =>
    one.connection.ends[0]?.direction === 'c2s' &&
    next !== undefined &&
    (next.requests[0]?.begin.seq ?? 0) > (one.requests.at(-1)?.begin.seq ?? 0);
  if (second === undefined || !isRenewed(first, second) || !isRenewed(second, third))
    return { finding: inconclusive('renewal.otherwise'), requests: null };
  const m = second.requests.length;
  if (n !== m) return { finding: inconclusive(reason('renewal.varies', { n, m })), requests: null };
  return { finding: yes(reason('renewal.after', { n })), requests: n };
}
