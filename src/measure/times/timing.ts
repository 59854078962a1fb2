/** How long requests, exchanges and connections take, as the tap saw it. Of HTTP alone: elsewhere nothing answers surely. */
import type { Message } from '../../model/message.ts';
import type { ConnectionCount, Found } from '../connection-count.ts';
import { momentOf } from '../exchanges/exchanges.ts';
import { exchangeOf } from '../exchanges/http.ts';
import type { Notice } from '../order.ts';

/** The first FIN or RST. `found`: null where the record has a gap, so that the times of this connection are not known. */
export const countClosing = (
  state: ConnectionCount,
  { seq, at, by, how }: Extract<Notice, { what: 'closing' }>,
  found: Found | null,
): void => {
  const { http, lastEnd } = state.exchanges;
  const when = momentOf(state.exchanges);
  http.past.closing = { seq, at, by, how, when };
  if (when !== 'while idle' || lastEnd === null || found === null) return;
  http.past.idle = millisecondsBetween(lastEnd.at, at);
  found.time(state, by === 'server' ? 'answerToCloseByServer' : 'answerToCloseByClient', http.past.idle);
};

/** Before the message is counted: how long its request or its connection has waited for it. */
export const timeBegin = (state: ConnectionCount, message: Message, found: Found): void => {
  const { http, lastEnd } = state.exchanges;
  const { kind, begin } = message;
  if (kind === 'request' && lastEnd !== null && http.open.size === 0)
    found.time(state, 'idleBeforeReuse', millisecondsBetween(lastEnd.at, begin.at));
  if (kind !== 'response') return;
  const exchange = exchangeOf(http, message);
  if (exchange?.response !== 'none') return;
  found.time(state, 'requestToAnswer', millisecondsBetween(exchange.requestEnd ?? begin.at, begin.at));
};

/** Of times in nanoseconds. What is read late may lie behind what it came before. */
export const millisecondsBetween = (from: number, to: number): number => Math.max(0, to - from) / 1e6;

/** An exchange has ended with this message; `begin`: of its request, if it is of HTTP. */
export const timeExchange = (
  state: ConnectionCount,
  begin: number | undefined,
  { end }: Message,
  found: Found,
): void => {
  if (begin !== undefined && end !== null) found.time(state, 'exchange', millisecondsBetween(begin, end.at));
};
