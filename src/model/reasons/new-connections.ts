/** The names that results give to the reasons for which a client opens another connection. */
import type { Peer } from '../trace.ts';

/** When a connection was closed. */
export type Moment =
  | 'before a request'
  | 'before the answer'
  | 'within the answer'
  | 'after an early answer'
  | 'while idle';

/** Who closed it, how, and when. */
export const closings = {
  server: {
    FIN: {
      'before a request': 'closed by the server before a request',
      'before the answer': 'closed by the server before the answer',
      'within the answer': 'closed by the server within the answer',
      'after an early answer': 'closed by the server after an early answer',
      'while idle': 'closed by the server while idle',
    },
    RST: {
      'before a request': 'reset by the server before a request',
      'before the answer': 'reset by the server before the answer',
      'within the answer': 'reset by the server within the answer',
      'after an early answer': 'reset by the server after an early answer',
      'while idle': 'reset by the server while idle',
    },
  },
  client: {
    FIN: {
      'before a request': 'closed by the client before a request',
      'before the answer': 'closed by the client before the answer',
      'within the answer': 'closed by the client within the answer',
      'after an early answer': 'closed by the client after an early answer',
      'while idle': 'closed by the client while idle',
    },
    RST: {
      'before a request': 'reset by the client before a request',
      'before the answer': 'reset by the client before the answer',
      'within the answer': 'reset by the client within the answer',
      'after an early answer': 'reset by the client after an early answer',
      'while idle': 'reset by the client while idle',
    },
  },
} as const satisfies Record<Peer, Record<'FIN' | 'RST', Record<Moment, string>>>;

/** What ends a connection by what was said on it, RFC 9112 §9.3 and §9.6, RFC 9113 §6.8. */
export const announcements = {
  clientCloses: 'Connection: close from the client',
  serverCloses: 'Connection: close from the server',
  old: 'HTTP/1.0 without keep-alive',
  noLength: 'response without a length, ended by close',
  goaway: 'GOAWAY from the server',
  error: 'protocol error',
} as const;

/** Why none was used that was there. */
export const opportunities = {
  idle: 'an idle one was left unused',
  room: 'room for more streams was left unused',
  full: 'limit of streams reached',
  busy: 'all others busy',
} as const;

/** It had closed all that it had. */
export const allClosed = 'all closed by the client: a new session, or it keeps none';
/** As where a record breaks off. */
export const unseen = 'its end was not seen';

type Values<Of> = Of extends unknown ? Of[keyof Of] : never;
type Closing = Values<Values<Values<typeof closings>>>;

export type EndReason = Closing | Values<typeof announcements> | typeof unseen;
export type NewConnectionReason = EndReason | Values<typeof opportunities> | typeof allClosed;

export const newConnectionReasons: readonly NewConnectionReason[] = [
  ...[closings.server.FIN, closings.server.RST, closings.client.FIN, closings.client.RST].flatMap(
    (when): Closing[] => Object.values(when),
  ),
  ...Object.values(announcements),
  ...Object.values(opportunities),
  allClosed,
  unseen,
];

/** Behind a proxy the proxy is the client. */
export const ofProxy: Readonly<Record<string, string>> = {
  [announcements.clientCloses]: 'Connection: close from the proxy',
  [allClosed]: 'all closed by the proxy: a new session, or it keeps none',
  [closings.client.FIN['before a request']]: 'closed by the proxy before a request',
  [closings.client.FIN['before the answer']]: 'closed by the proxy before the answer',
  [closings.client.FIN['within the answer']]: 'closed by the proxy within the answer',
  [closings.client.FIN['after an early answer']]: 'closed by the proxy after an early answer',
  [closings.client.FIN['while idle']]: 'closed by the proxy while idle',
  [closings.client.RST['before a request']]: 'reset by the proxy before a request',
  [closings.client.RST['before the answer']]: 'reset by the proxy before the answer',
  [closings.client.RST['within the answer']]: 'reset by the proxy within the answer',
  [closings.client.RST['after an early answer']]: 'reset by the proxy after an early answer',
  [closings.client.RST['while idle']]: 'reset by the proxy while idle',
};
