/**
 * Whether parts of a request and of its answer alternate through a proxy, from the order in which they came out on one
 * side and went in on the other. RFC 9110 §7.5, RFC 9112 §6.
 */
import type { Message } from '../../model/message.ts';
import { reason } from '../../model/reason.ts';
import type { Recording } from '../../model/recording.ts';
import { requestPart, responsePart, rounds } from '../../model/scripts/interlock.ts';
import { paths } from '../../model/scripts/through.ts';
import { type Finding, inconclusive, no, yes } from '../../questions/question.ts';
import { finished, releasedByHand, seen, transcriptOf } from './traces.ts';

interface Order {
  /** What the other end waited for, and where it had to come out. */
  cause: number | null;
  /** What was withheld until then, where it went in. */
  withheld: number | null;
}

const inOrder = ({ cause, withheld }: Order): boolean =>
  cause !== null && withheld !== null && cause < withheld;

/** It came out, but only after what should have waited for it. */
const wrongOrder = ({ cause, withheld }: Order): boolean =>
  cause !== null && withheld !== null && cause > withheld;

/** It is held only if the exchange ended once it was released by hand. */
export function interlockFinding(recording: Recording | undefined): Finding {
  if (!recording) return inconclusive('question.not-put');
  const orders = rounds.slice(1).map((round) => ({
    cause: seen(recording, 'front', 's2c', responsePart(round - 1)),
    withheld: seen(recording, 'front', 'c2s', requestPart(round)),
  }));
  const evidence = requestIn(recording, paths.interlock);
  if (finished(recording, paths.interlock)) {
    if (orders.every(inOrder)) return yes(reason('interlock.alternated', { n: rounds.length }), ...evidence);
    return releasedByHand(recording) && orders.some(wrongOrder)
      ? no(
          'server',
          firstPartStuck(recording) ? 'interlock.request-stuck' : 'interlock.response-stuck',
          ...evidence,
        )
      : inconclusive('through.other-came-out', ...evidence);
  }
  if (recording.timedOut) return inconclusive('through.late', ...evidence);
  const status = statusIn(recording);
  return inconclusive(
    status === undefined || status === 200 ? 'through.unfinished' : reason('through.status', { n: status }),
    ...evidence,
  );
}

/** Whether it was on its way to the origin that the first part waited. */
function firstPartStuck(recording: Recording): boolean {
  const order = {
    cause: seen(recording, 'back', 'c2s', requestPart(1)),
    withheld: seen(recording, 'front', 'c2s', requestPart(2)),
  };
  return !inOrder(order);
}

/** From a part of the request sent to a part of the response received, in front. */
export function roundTrips(recording: Recording): Record<string, number | string | null>[] {
  const at = new Map(recording.events.map((event) => [event.seq, event.at]));
  const time = (seq: number | null) => (seq === null ? undefined : at.get(seq));
  return rounds.map((round) => {
    const sent = time(seen(recording, 'front', 'c2s', requestPart(round)));
    const received = time(seen(recording, 'front', 's2c', responsePart(round)));
    return {
      round,
      milliseconds: sent === undefined || received === undefined ? null : Math.round((received - sent) / 1e6),
    };
  });
}

const statusIn = (recording: Recording): number | undefined =>
  transcriptOf(recording, 'front')
    .connections.flatMap(({ messages }) => messages)
    .find(({ kind }) => kind === 'response')?.http?.status;

const requestIn = (recording: Recording, path: string): Message[] =>
  transcriptOf(recording, 'front')
    .connections.flatMap(({ messages }) => messages)
    .filter(({ kind, http }) => kind === 'request' && http?.path?.endsWith(path));
