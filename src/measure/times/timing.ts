/** How long requests, exchanges and connections take, as the tap saw it. Of HTTP alone: elsewhere nothing answers surely. */
import type { Times } from '../../model/facts.ts';
import type { Message } from '../../model/message.ts';
import { type Exchanges, momentOf } from '../exchanges/exchanges.ts';
import { exchangeOf } from '../exchanges/http.ts';
import type { Notice } from '../order.ts';

/** The first FIN or RST. `times`: null where the record has a gap, so that the times of this connection are not known. */
export const countClosing = (
  exchanges: Exchanges,
  { seq, at, by, how }: Extract<Notice, { what: 'closing' }>,
  take: TakeTime | null,
): void => {
  const { http, lastEnd } = exchanges;
  const when = momentOf(exchanges);
  http.past.closing = { seq, at, by, how, when };
  if (when !== 'while idle' || lastEnd === null || take === null) return;
  http.past.idle = millisecondsBetween(lastEnd.at, at);
  take(by === 'server' ? 'answerToCloseByServer' : 'answerToCloseByClient', http.past.idle);
};

/** Before the message is counted: how long its request or its connection has waited for it. */
export const timeBegin = (exchanges: Exchanges, message: Message, take: TakeTime): void => {
  const { http, lastEnd } = exchanges;
  const { kind, begin } = message;
  if (kind === 'request' && lastEnd !== null && http.open.size === 0)
    take('idleBeforeReuse', millisecondsBetween(lastEnd.at, begin.at));
  if (kind !== 'response') return;
  const exchange = exchangeOf(http, message);
  if (exchange?.response !== 'none') return;
  take('requestToAnswer', millisecondsBetween(exchange.requestEnd ?? begin.at, begin.at));
};

/** Of times in nanoseconds. What is read late may lie behind what it came before. */
export const millisecondsBetween = (from: number, to: number): number => Math.max(0, to - from) / 1e6;

/** An exchange has ended with this message; `begin`: of its request, if it is of HTTP. */
export const timeExchange = (begin: number | undefined, { end }: Message, take: TakeTime): void => {
  if (begin !== undefined && end !== null) take('exchange', millisecondsBetween(begin, end.at));
};

/** In milliseconds. */
export type TakeTime = (of: keyof Times, milliseconds: number) => void;
