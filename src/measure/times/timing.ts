/** How long requests, exchanges and connections take, as the tap saw it. Of HTTP alone: elsewhere nothing answers surely. */
import type { Message } from '../../model/message.ts';
import { type Exchanges, momentOf } from '../exchanges/exchanges.ts';
import { exchangeOf } from '../exchanges/http.ts';
import type { Notice } from '../order.ts';
import { type Samples, takeSample } from './samples.ts';

/** The first FIN or RST. `times`: null where the record has a gap, so that the times of this connection are not known. */
export const countClosing = (
  exchanges: Exchanges,
  { seq, at, by, how }: Extract<Notice, { what: 'closing' }>,
  times: Samples | null,
): void => {
  const { http, lastEnd } = exchanges;
  const when = momentOf(exchanges);
  http.past.closing = { seq, at, by, how, when };
  if (when !== 'while idle' || lastEnd === null || times === null) return;
  http.past.idle = millisecondsBetween(lastEnd.at, at);
  takeSample(by === 'server' ? times.answerToCloseByServer : times.answerToCloseByClient, http.past.idle);
};

/** Before the message is counted: how long its request or its connection has waited for it. */
export const timeBegin = (exchanges: Exchanges, message: Message, times: Samples): void => {
  const { http, lastEnd } = exchanges;
  const { kind, begin } = message;
  if (kind === 'request' && lastEnd !== null && http.open.size === 0)
    takeSample(times.idleBeforeReuse, millisecondsBetween(lastEnd.at, begin.at));
  if (kind !== 'response') return;
  const exchange = exchangeOf(http, message);
  if (exchange?.response !== 'none') return;
  takeSample(times.requestToAnswer, millisecondsBetween(exchange.requestEnd ?? begin.at, begin.at));
};

/** Of times in nanoseconds. What is read late may lie behind what it came before. */
export const millisecondsBetween = (from: number, to: number): number => Math.max(0, to - from) / 1e6;

/** An exchange has ended with this message; `begin`: of its request, if it is of HTTP. */
export const timeExchange = (begin: number | undefined, { end }: Message, times: Samples): void => {
  if (begin !== undefined && end !== null) takeSample(times.exchange, millisecondsBetween(begin, end.at));
};
