/**
 * Why a client opened another connection. It replaces one that the client could have used had that one not ended, and the
 * reason is why that one ended (RFC 9112 §9.3 persistence, §9.6 tear-down, RFC 9113 §6.8 GOAWAY). Only where none of its
 * connections had ended, those that were there say why none of them was used.
 */
import { hasOption } from '../../model/field.ts';
import type { Ending, HttpFields } from '../../model/message.ts';
import {
  allClosed,
  announcements,
  closings,
  type EndReason,
  type Moment,
  type NewConnectionReason,
  opportunities,
  unseen,
} from '../../model/reasons/new-connections.ts';
import type { Peer, Position } from '../../model/trace.ts';

/** Whether the last exchange on a connection lets another follow it there. */
export const mayPersist = ({ request, response, ending }: ConnectionPast): boolean =>
  request?.persistent !== false && response?.persistent !== false && ending !== 'FIN';

/** Why a connection can carry no further exchange. The first rule that fits gives the reason. */
export const reasonForEnd = (past: ConnectionPast): EndReason => {
  const rule = endRules.find(({ when }) => when(past));
  return rule?.reason ?? closedBy(past);
};

const asksToClose = (fields: HttpFields | null): boolean => hasOption(fields?.connection, 'close');

const isOldAndCloses = (fields: HttpFields | null): boolean =>
  fields?.version === '1.0' && fields.persistent === false;

const endRules: readonly { reason: EndReason; when(past: ConnectionPast): boolean }[] = [
  { reason: announcements.clientCloses, when: ({ request }) => asksToClose(request) },
  // Whatever the server says: the client never asked for more.
  { reason: announcements.old, when: ({ request }) => isOldAndCloses(request) },
  {
    reason: announcements.serverCloses,
    when: (past) => isAnswered(past) && asksToClose(past.response),
  },
  { reason: announcements.old, when: (past) => isAnswered(past) && isOldAndCloses(past.response) },
  { reason: announcements.noLength, when: ({ ending }) => ending === 'FIN' },
  { reason: announcements.goaway, when: ({ goaway }) => goaway?.by === 'server' },
  {
    reason: announcements.error,
    when: ({ violated, request, goaway }) =>
      (violated && request?.version !== '2') || (goaway !== null && goaway.error !== 0),
  },
];

/** Half an answer is worse than what it announced. */
const isAnswered = ({ closing, ending }: ConnectionPast): boolean =>
  ending !== 'cut' && closing?.when !== 'before the answer';

/**
 * `lastEnd`: `seq` at which its last exchange had ended. A client that closes one and opens another does both at once, and
 * either may be seen first; whatever else ends a connection its client learns of before it opens another.
 */
export const endedSince = ({ closing, goaway }: ConnectionPast, lastEnd: number): number => {
  const end = closing ?? goaway;
  if (end === null || (end.by === 'client' && end.when === 'while idle')) return lastEnd;
  return Math.max(lastEnd, end.seq);
};

/** 'closed by the server while idle', 'reset by the client within the answer'. */
const closedBy = ({ closing, goaway }: ConnectionPast): EndReason => {
  if (closing !== null) return closings[closing.by][closing.how][closing.when];
  return goaway === null ? unseen : closings[goaway.by].FIN[goaway.when];
};

export interface NewConnection {
  reason: NewConnectionReason;
  /** What it replaces, if anything. */
  replaced: Ended | null;
}

/**
 * Why a connection was opened; what it replaces is taken out of `ended`. What spoke another version of HTTP, or was given
 * over to another protocol, is replaced only where nothing else says why. `first`: its first request. `isAlone`: the client
 * has no other connection that could carry an exchange.
 */
export function reasonForNewConnection(
  opening: Opening,
  ended: Ended[],
  first: HttpFields | null,
  isAlone: boolean,
): NewConnection | null {
  const own = takeLatest(ended, opening.seq, (one) => isLike(one, first));
  if (own !== null) return replacing(own, isAlone);
  const rule = unusedRules.find(({ when }) => when(opening));
  if (rule !== undefined) return { reason: rule.reason, replaced: null };
  const other = takeLatest(ended, opening.seq, () => true);
  return other && replacing(other, isAlone);
}

const replacing = (replaced: Ended, isAlone: boolean): NewConnection => {
  const isLast = isAlone && replaced.reason === closings.client.FIN['while idle'];
  return { reason: isLast ? allClosed : replaced.reason, replaced };
};

/** Why none of those was used that were there. */
const unusedRules: readonly { reason: NewConnectionReason; when(opening: Opening): boolean }[] = [
  { reason: opportunities.idle, when: ({ idle }) => idle > 0 },
  { reason: opportunities.room, when: ({ room }) => room > 0 },
  { reason: opportunities.full, when: ({ full }) => full > 0 },
  { reason: opportunities.busy, when: ({ busy, unused }) => busy + unused > 0 },
];

/** Takes out the one that ended last of those that had ended by then. */
function takeLatest(ended: Ended[], seq: number, fits: (one: Ended) => boolean): Ended | null {
  const place = ended.findLastIndex((one) => one.since < seq && fits(one));
  return place < 0 ? null : (ended.splice(place, 1)[0] ?? null);
}

/** One that was never asked anything could have been asked this. */
const isLike = ({ version, occupied, exchanges }: Ended, first: HttpFields | null): boolean =>
  exchanges === 0 || (version === (first?.version ?? null) && (!occupied || takesOver(first)));

const takesOver = (fields: HttpFields | null): boolean =>
  fields?.upgrade !== undefined || fields?.method === 'CONNECT';

/** What is remembered of a connection that carried an exchange. */
export interface ConnectionPast {
  /** Of the last exchange. */
  request: HttpFields | null;
  response: HttpFields | null;
  /** What ended the last response. */
  ending: Ending | null;
  /** The first FIN or RST. */
  closing: (Position & { by: Peer; how: 'FIN' | 'RST'; when: Moment }) | null;
  goaway: (Position & { by: Peer; error: number; when: Moment }) | null;
  /** The latest RST_STREAM. */
  reset: { stream: number; error: number } | null;
  /** How long it had been idle when it was closed, milliseconds; null where it was not. */
  idle: number | null;
  /** Whether bytes crossed it that the protocol does not allow. */
  violated: boolean;
}

/** A connection that a client had and can use no more. */
export interface Ended {
  reason: EndReason;
  /** How many exchanges it carried. */
  exchanges: number;
  /** See ConnectionPast. */
  idle: number | null;
  /** `seq` from which on another connection may replace it. */
  since: number;
  /** Of HTTP; null where it was not HTTP. */
  version: string | null;
  /** It was given over to another protocol. */
  occupied: boolean;
}

/** The connections of the same client when it asked for another one. */
export interface Opening {
  /** Of the first event that came after that, or its own. */
  seq: number;
  /** Those that had carried an exchange, and could carry another at once. */
  idle: number;
  /** HTTP/2, with streams open, and fewer than the server lets be open. */
  room: number;
  /** HTTP/2, with as many streams open as the server lets be. */
  full: number;
  /** Those with an exchange under way, or given over to another protocol. */
  busy: number;
  /** Those on which nothing had been asked yet. */
  unused: number;
}
