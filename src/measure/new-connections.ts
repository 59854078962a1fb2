/**
 * Why a client used another connection for its next exchange, by ordered rules over what came before it
 * (RFC 9112 §9.3 persistence, §9.6 tear-down, RFC 9113 §6.8 GOAWAY). The first rule that fits gives the reason.
 */
import { hasOption } from '../model/field.ts';
import type { Ending, HttpFields } from '../model/message.ts';

export const reasonForNewConnection = (before: Before): string =>
  newConnectionRules.find((rule) => rule.when(before))?.reason ?? ownChoice;

/** Whether the last exchange on a connection lets another follow it there. */
export const mayPersist = ({ request, response, ending }: ConnectionPast): boolean =>
  request?.persistent !== false && response?.persistent !== false && ending !== 'FIN';

const ownChoice = "client's own choice";
const withoutKeepAlive = 'HTTP/1.0 without keep-alive';

const asksToClose = (fields: HttpFields | null): boolean => hasOption(fields?.connection, 'close');

const isOldAndCloses = (fields: HttpFields | null): boolean =>
  fields?.version === '1.0' && fields.persistent === false;

export const newConnectionRules: readonly { reason: string; when(before: Before): boolean }[] = [
  { reason: ownChoice, when: ({ idle }) => idle > 0 },
  { reason: 'all others busy', when: ({ busy }) => busy > 0 },
  { reason: 'Connection: close from the client', when: ({ last }) => asksToClose(last.request) },
  // Whatever the server says: the client never asked for more.
  { reason: withoutKeepAlive, when: ({ last }) => isOldAndCloses(last.request) },
  { reason: 'Connection: close from the server', when: ({ last }) => asksToClose(last.response) },
  { reason: withoutKeepAlive, when: ({ last }) => isOldAndCloses(last.response) },
  { reason: 'response ended by close', when: ({ last }) => last.ending === 'FIN' },
  { reason: 'GOAWAY', when: ({ last }) => last.goaway?.by === 'server' },
  {
    reason: 'protocol error',
    when: ({ last }) =>
      (last.violated && last.request?.version !== '2') ||
      (last.goaway?.by === 'client' && last.goaway.error !== 0),
  },
  { reason: 'idle close', when: ({ last }) => last.closing?.by === 'server' && last.closing.idle },
  { reason: 'reset', when: ({ last }) => last.closing?.how === 'RST' && !last.closing.idle },
  { reason: 'closed before the answer', when: ({ last }) => last.closing?.by === 'server' },
  { reason: ownChoice, when: () => true },
];

/** What is remembered of a connection that carried an exchange. */
export interface ConnectionPast {
  /** Of the last exchange. */
  request: HttpFields | null;
  response: HttpFields | null;
  /** What ended the last response. */
  ending: Ending | null;
  /** The first FIN or RST, and whether no exchange was under way then. */
  closing: { by: 'client' | 'server'; how: 'FIN' | 'RST'; idle: boolean } | null;
  goaway: { by: 'client' | 'server'; error: number } | null;
  /** Whether bytes crossed it that the protocol does not allow, or a push was refused. */
  violated: boolean;
}

/** What there was of the same client when the first exchange of a new connection began. */
export interface Before {
  /** Connections that could have carried it at once. */
  idle: number;
  /** Connections with an exchange under way, or given over to another protocol. */
  busy: number;
  /** The connection on which the exchange before this one began. */
  last: ConnectionPast;
}
