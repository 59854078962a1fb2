/**
 * Pairs HTTP requests and responses of one connection: an exchange is under way from the first byte of its request
 * until request and response have both ended (RFC 9110 §3.4, RFC 9113 §8.1).
 */
import type { Loss } from '../../model/facts.ts';
import type { HttpFields, Message } from '../../model/message.ts';
import type { Position } from '../../model/trace.ts';
import { type ConnectionPast, mayPersist } from '../clients/new-connections.ts';
import { add, emptySmallMap, entries, find, type SmallMap, take } from '../small-map.ts';

export const emptyHttpExchanges = (): HttpExchanges => ({
  open: emptySmallMap(),
  occupied: false,
  lastAnswer: null,
  most: Number.POSITIVE_INFINITY,
  isMostTold: false,
  hasLost: false,
  hasAskedToChange: false,
  lastStream: Number.POSITIVE_INFINITY,
  past: {
    request: null,
    response: null,
    ending: null,
    closing: null,
    goaway: null,
    reset: null,
    idle: null,
    violated: false,
  },
});

/** `lastEnd`: where the exchange before it ended. */
export const beginHttp = (exchanges: HttpExchanges, message: Message, lastEnd: Position | null): void => {
  const { open, past } = exchanges;
  const fields = message.http ?? null;
  if (message.kind === 'request') {
    const isLate = open.size === 0 && past.response !== null && !mayPersist(past);
    past.request = fields;
    if (fields?.upgrade !== undefined || fields?.protocol !== undefined) exchanges.hasAskedToChange = true;
    if (message.exchange === null) return;
    const connect = fields?.method === 'CONNECT';
    add(open, message.exchange, {
      stream: fields?.stream,
      connect,
      fields,
      begin: message.begin,
      after: isLate ? lastEnd : null,
      loss: null,
      requestEnd: null,
      response: 'none',
    });
    return;
  }
  past.response = fields;
  past.ending = null;
  const exchange = exchangeOf(exchanges, message);
  if (exchange === undefined) return;
  exchange.response = 'open';
  if (takesOver(exchange, fields)) exchanges.occupied = true;
};

/** True where the exchange has ended with this message. */
export const endHttp = (exchanges: HttpExchanges, message: Message): boolean => {
  if (message.kind === 'response') exchanges.past.ending = message.ending;
  const exchange = exchangeOf(exchanges, message);
  if (exchange === undefined || message.exchange === null) return false;
  if (message.kind === 'request') exchange.requestEnd = message.end?.at ?? null;
  else exchange.response = 'ended';
  if (exchange.response !== 'ended') return false;
  if (exchange.requestEnd === null) {
    // Nothing more is answered, whether or not the rest of the request comes, RFC 9112 §9.6.
    if (!mayPersist(exchanges.past)) exchanges.lastAnswer = message.end?.seq ?? null;
    return false;
  }
  return take(exchanges.open, message.exchange);
};

/** RST_STREAM, after which nothing answers. True where nothing has. */
export const resetHttp = (exchanges: HttpExchanges, stream: number): boolean => {
  for (const [ordinal, exchange] of entries(exchanges.open)) {
    if (exchange.stream === stream) return exchange.response === 'none' && take(exchanges.open, ordinal);
  }
  return false;
};

/** Whether the response that begins does so while its own request is unfinished. */
export const answersEarly = (exchanges: HttpExchanges, message: Message): boolean =>
  message.kind === 'response' && exchangeOf(exchanges, message)?.requestEnd === null;

export const exchangeOf = (exchanges: HttpExchanges, { exchange }: Message): HttpExchange | undefined =>
  exchange === null ? undefined : find(exchanges.open, exchange);

/** RFC 9110 §15.2.2 and §9.3.6. On HTTP/2 it takes over a stream, not the connection. */
const takesOver = ({ connect }: HttpExchange, response: HttpFields | null): boolean => {
  if (response?.status === undefined || response.version === '2') return false;
  return response.status === 101 || (connect && response.status >= 200 && response.status < 300);
};

export interface HttpExchange {
  /** HTTP/2 stream identifier. */
  stream: number | undefined;
  connect: boolean;
  /** Of its request. */
  fields: HttpFields | null;
  begin: Position;
  /** Where the answer before it ended, if that was to be the last one, RFC 9112 §9.6. */
  after: Position | null;
  /** How it was lost, if it was. */
  loss: Loss | null;
  /** Nanoseconds, as of an event. Null while it is open. */
  requestEnd: number | null;
  response: 'none' | 'open' | 'ended';
}

export interface HttpExchanges {
  /** Under way, or never answered; keyed by the exchange's ordinal. */
  open: SmallMap<number, HttpExchange>;
  /** The connection was given over to what a 101 or a CONNECT agreed on. */
  occupied: boolean;
  /** `seq` of the end of an answer that ends the connection, and came before its request had ended. */
  lastAnswer: number | null;
  /** So many streams of the client may be open at once, as the server has said last. */
  most: number;
  /** That so many are open has been told. */
  isMostTold: boolean;
  /** One of its requests was lost. */
  hasLost: boolean;
  /** One of its requests asked for another protocol: Upgrade or :protocol. */
  hasAskedToChange: boolean;
  /** The lowest that a GOAWAY of the server names as its last, RFC 9113 §6.8. */
  lastStream: number;
  past: ConnectionPast;
}
