/**
 * When a request is lost: it was sent on a connection that was closed, closing, reset or refused, and nothing answers it.
 * From the server's FIN on no answer can come, nor from any RST, RFC 9112 §9.6; a stream above the last one that GOAWAY
 * names is not answered, RFC 9113 §6.8. Half an answer is one that has begun and breaks off. Of a connection whose record
 * has a gap, or on which it is not sure where messages begin and end, nothing is said.
 */
import type { Loss, Repeat } from '../../model/facts.ts';
import type { Message } from '../../model/message.ts';
import { type HalfName, streamHalves, streamLosses, tooLate } from '../../model/reasons/losses.ts';
import { closings } from '../../model/reasons/new-connections.ts';
import type { Position } from '../../model/trace.ts';
import type { ConnectionPast } from '../clients/new-connections.ts';
import { type ConnectionCount, type Found, isWhole } from '../connection-count.ts';
import { exchangeOf, type HttpExchange } from '../exchanges/http.ts';
import type { Notice } from '../order.ts';
import { entries } from '../small-map.ts';
import { targetOf } from './repeats.ts';

/** A FIN or RST: whatever it leaves without an answer. */
export const loseAtClosing = (
  state: ConnectionCount,
  { by, how }: Extract<Notice, { what: 'closing' }>,
  found: Found,
): void => {
  if (by === 'server' || how === 'RST') loseUnanswered(state, found);
};

/** The connection can bring no answer any more. Where its close is not in the record, nobody knows. */
export const loseUnanswered = (state: ConnectionCount, found: Found): void => {
  const { closing } = state.exchanges.http.past;
  if (closing === null) return;
  for (const [ordinal, exchange] of entries(state.exchanges.http.open)) {
    if (exchange.response !== 'none' || exchange.loss !== null) continue;
    lose(state, ordinal, exchange, found, wayOf(state, exchange, closing));
  }
};

/** A request that begins too late to be answered. */
export const loseAtBegin = (state: ConnectionCount, message: Message, found: Found): void => {
  const { http } = state.exchanges;
  const { closing, goaway } = http.past;
  if (closing === null && goaway === null) return;
  const exchange = exchangeOf(http, message);
  if (exchange === undefined || message.exchange === null) return;
  const isTooLate = closing !== null && (closing.by === 'server' || closing.how === 'RST');
  if (isTooLate) lose(state, message.exchange, exchange, found, wayOf(state, exchange, closing));
  else if (goaway?.by === 'server' && isAbove(exchange, http.lastStream))
    lose(state, message.exchange, exchange, found, lateAfter('goaway', goaway, exchange));
};

/** GOAWAY of the server: streams above the last that it names. */
export const loseAbove = (
  state: ConnectionCount,
  notice: Extract<Notice, { what: 'goaway' }>,
  found: Found,
): void => {
  const { http } = state.exchanges;
  if (notice.by !== 'server') return;
  http.lastStream = Math.min(http.lastStream, notice.lastStream);
  for (const [ordinal, exchange] of entries(http.open)) {
    if (exchange.response !== 'none' || exchange.loss !== null || !isAbove(exchange, http.lastStream))
      continue;
    lose(state, ordinal, exchange, found, { how: streamLosses.above, since: notice });
  }
};

/** RST_STREAM of a stream that has no answer yet, RFC 9113 §5.4.2. */
export const loseStream = (
  state: ConnectionCount,
  notice: Extract<Notice, { what: 'reset' }>,
  found: Found,
): void => {
  for (const [ordinal, exchange] of entries(state.exchanges.http.open)) {
    if (exchange.stream !== notice.stream || exchange.response !== 'none' || exchange.loss !== null) continue;
    const isRefused = notice.by === 'server' && notice.error === refusedStream;
    const how = isRefused ? streamLosses.refused : streamLosses[notice.by];
    lose(state, ordinal, exchange, found, { how, since: notice, error: notice.error });
  }
};

/** An answer that has ended and is not whole. Where it is the record that ends, nobody knows. */
export const loseHalf = (
  state: ConnectionCount,
  exchange: HttpExchange,
  message: Message,
  found: Found,
): void => {
  const { closing, reset } = state.exchanges.http.past;
  if (message.kind !== 'response' || message.exchange === null || message.end === null) return;
  if (!isWhole(state) || state.isUnsure) return;
  const how = halfOf(message, closing);
  if (how === null) return;
  const isReset = message.ending === 'RST_STREAM' && reset !== null && reset.stream === exchange.stream;
  found.lost(
    state,
    {
      ...lossOf(state, message.exchange, exchange, how),
      ...(isReset ? { error: reset.error } : {}),
      content: exchange.fields?.method === 'HEAD' ? ofNothing : contentOf(message),
    },
    message.end,
  );
};

const halfOf = ({ ending, resetBy }: Message, closing: Closing | null): HalfName | null => {
  if (ending === 'RST_STREAM') return streamHalves[resetBy ?? 'server'];
  return closing === null ? null : closings[closing.by][closing.how]['within the answer'];
};

const contentOf = ({ content, http }: Message): Content => ({
  came: content,
  missing: http?.length === undefined ? null : Math.max(0, http.length - content),
});

/** The answer to HEAD has no content, whatever length it tells of, RFC 9110 §8.6. */
const ofNothing: Content = { came: 0, missing: 0 };

/** What was taken for lost is answered. */
export const findAgain = (state: ConnectionCount, message: Message, found: Found): void => {
  const { http } = state.exchanges;
  if (!http.hasLost) return;
  const exchange = exchangeOf(http, message);
  if (exchange === undefined || exchange.loss === null) return;
  found.answeredAfterAll(state, exchange.loss);
  exchange.loss = null;
};

type Closing = NonNullable<ConnectionPast['closing']>;
type Content = NonNullable<Loss['content']>;

interface Way {
  how: Loss['how'];
  since: Position;
  late?: number;
  error?: number;
}

const lose = (
  state: ConnectionCount,
  ordinal: number,
  exchange: HttpExchange,
  found: Found,
  { how, since, ...more }: Way,
): void => {
  if (!isWhole(state) || state.isUnsure) return;
  state.exchanges.http.hasLost = true;
  exchange.loss = { ...lossOf(state, ordinal, exchange, how), ...more };
  found.lost(state, exchange.loss, since);
};

/** The first that fits: it came too late, or its connection was closed while it waited. */
const wayOf = ({ exchanges }: ConnectionCount, exchange: HttpExchange, closing: Closing): Way => {
  const { goaway } = exchanges.http.past;
  if (closing.by === 'server' && exchange.begin.seq > closing.seq)
    return lateAfter(closing.how, closing, exchange);
  if (goaway?.by === 'server' && exchange.begin.seq > goaway.seq)
    return lateAfter('goaway', goaway, exchange);
  if (exchange.after !== null) return lateAfter('lastAnswer', exchange.after, exchange);
  return {
    how: closings[closing.by][closing.how]['before the answer'],
    since: latest(closing, exchange.begin),
  };
};

const lateAfter = (what: keyof typeof tooLate, before: Position, { begin }: HttpExchange): Way => ({
  how: tooLate[what],
  since: begin,
  late: Math.max(0, begin.at - before.at) / 1e6,
});

const latest = (a: Position, b: Position): Position => (a.seq > b.seq ? a : b);

const isAbove = ({ stream }: HttpExchange, last: number): boolean => stream !== undefined && stream > last;

const lossOf = (
  { connection, exchanges }: ConnectionCount,
  ordinal: number,
  exchange: HttpExchange,
  how: Loss['how'],
): Loss => {
  const { stream, fields } = exchange;
  const isSpared = how === streamLosses.refused || isAbove(exchange, exchanges.http.lastStream);
  return {
    ...{ connection, exchange: ordinal },
    ...(stream === undefined ? {} : { stream }),
    ...{ method: fields?.method ?? '', target: fields === null ? '' : targetOf(fields) },
    ...{ how, again: null, repeat: repeatOf(fields?.method, isSpared) },
  };
};

/** `isSpared`: the server has said that it did nothing with it. */
const repeatOf = (method = '', isSpared: boolean): Repeat => {
  if (idempotent.has(method)) return 'idempotent';
  return isSpared ? 'not-acted-on' : 'perhaps-acted-on';
};

/** RFC 9110 §9.2.1 and §9.2.2; QUERY by its own draft, and not known here. */
const idempotent: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

const refusedStream = 7;
