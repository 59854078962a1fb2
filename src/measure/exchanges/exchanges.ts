/**
 * The exchanges on one connection, whatever it carries: HTTP pairs a request with its response, WebSocket a message
 * of the client with its answer, and so does a raw channel of which the lab says that it is answered in turn; any other
 * has turns. A stream of HTTP/2 may carry a channel of its own (RFC 8441).
 */
import type { Message } from '../../model/message.ts';
import type { Moment } from '../../model/reasons/new-connections.ts';
import type { Answers } from '../../model/result.ts';
import type { Position } from '../../model/trace.ts';
import { mayPersist } from '../clients/new-connections.ts';
import { emptySmallMap, entries } from '../small-map.ts';
import { type Spot, spotOf } from '../tally.ts';
import {
  type AnsweredTalk,
  answer,
  ask,
  endAnswered,
  isSilent,
  silentAnswered,
  underway,
} from './answered.ts';
import { beginHttp, emptyHttpExchanges, endHttp, type HttpExchanges, resetHttp } from './http.ts';
import { fallSilent, silentTurns, speak, type TurnTalk } from './turns.ts';

export const emptyExchanges = (answers: Answers | null): Exchanges => ({
  answers,
  begun: 0,
  most: 0,
  lastEnd: null,
  byTurns: false,
  http: emptyHttpExchanges(),
  answered: new Map(),
  talks: new Map(),
});

/** Tells what the message is to those before it: it begins an exchange, or nobody asked for it, or neither. */
export const beginInExchange = (exchanges: Exchanges, message: Message): Exchange | 'unasked' | null => {
  const exchange = message.kind === 'push' ? 'unasked' : exchangeOfBegun(exchanges, message);
  if (exchange !== null && exchange !== 'unasked') {
    exchanges.begun += 1;
    exchanges.most = Math.max(exchanges.most, exchange.depth);
  }
  return exchange;
};

/** True where an exchange has ended with it. */
export const endInExchange = (exchanges: Exchanges, message: Message): boolean => {
  const ends = endsExchange(exchanges, message);
  if (ends) exchanges.lastEnd = message.end;
  return ends;
};

/** After a gap nobody knows what is still under way. */
export const forgetExchanges = ({ http, answered, talks }: Exchanges): void => {
  http.open = emptySmallMap();
  answered.clear();
  talks.clear();
};

/** RST_STREAM, RFC 9113 §6.4. True where this leaves a request without a response for good. */
export const resetStream = (exchanges: Exchanges, stream: number): boolean => {
  exchanges.answered.delete(stream);
  exchanges.talks.delete(stream);
  return resetHttp(exchanges.http, stream);
};

/** Whether the connection could carry another exchange now. */
export const standingOf = (exchanges: Exchanges): Standing => {
  const { answers, begun, http, answered, talks } = exchanges;
  const { closing, goaway, request } = http.past;
  if (goaway !== null || closing?.how === 'RST' || closing?.by === 'server') return 'over';
  if (begun === 0) return closing === null ? 'unused' : 'over';
  if (request?.version === '2' && closing === null) return roomOf(http);
  if (http.lastAnswer !== null) return 'over';
  if (http.open.size > 0 || http.occupied) return 'busy';
  if (answers !== null && answered.size > 0) return 'busy';
  // Most connections have none, and are asked with every message.
  if (talks.size > 0) for (const { open } of talks.values()) if (open.c2s + open.s2c > 0) return 'busy';
  return closing === null && mayPersist(http.past) ? 'idle' : 'over';
};

/** By how many streams the server lets be open, RFC 9113 §5.1.2. */
const roomOf = ({ open, most }: HttpExchanges): Standing =>
  open.size === 0 ? 'idle' : open.size < most ? 'room' : 'full';

/** What is under way now. */
export const momentOf = ({ answers, begun, http, answered, talks }: Exchanges): Moment => {
  if (begun === 0) return 'before a request';
  const states = [...entries(http.open)].map(([, exchange]) => exchange);
  if (states.some(({ response }) => response === 'none')) return 'before the answer';
  if (states.some(({ response }) => response === 'open')) return 'within the answer';
  if (states.length > 0) return 'after an early answer';
  const all = [...talks.values()];
  if (all.some(({ open }) => open.s2c > 0)) return 'within the answer';
  // Only a lab says that an answer is due: elsewhere WebSocket owes none.
  const isDue = answers !== null && answered.size > 0;
  return isDue || all.some(({ open }) => open.c2s > 0) ? 'before the answer' : 'while idle';
};

const exchangeOfBegun = (exchanges: Exchanges, message: Message): Exchange | 'unasked' | null => {
  const { http, talks } = exchanges;
  switch (message.kind) {
    case 'request':
      beginHttp(http, message, exchanges.lastEnd);
      return { begin: message.begin.seq, depth: underwayOn(exchanges), spot: spotOf(message) };
    case 'response':
      beginHttp(http, message, null);
      return null;
    default:
      if (isAnswered(exchanges, message)) return exchangeOfAnswered(exchanges, message);
      exchanges.byTurns = true;
      return speak(entry(talks, channelOf(message), silentTurns), message);
  }
};

/** Whether the order of its messages tells who answers whom. */
const isAnswered = ({ answers }: Exchanges, { kind }: Message): boolean =>
  kind === 'websocket' || answers === 'in turn';

const exchangeOfAnswered = (exchanges: Exchanges, message: Message): Exchange | 'unasked' | null => {
  const talk = entry(exchanges.answered, channelOf(message), silentAnswered);
  if (message.direction === 's2c') return answer(talk) ?? 'unasked';
  ask(talk, message, underwayOn(exchanges) + 1);
  return null;
};

const endsExchange = (exchanges: Exchanges, message: Message): boolean => {
  const { http, answered, talks } = exchanges;
  if (message.kind === 'push') return false;
  if (message.kind === 'request' || message.kind === 'response') return endHttp(http, message);
  const channel = channelOf(message);
  if (!isAnswered(exchanges, message)) return fallSilent(entry(talks, channel, silentTurns), message);
  const talk = entry(answered, channel, silentAnswered);
  const ended = endAnswered(talk, message);
  if (isSilent(talk)) answered.delete(channel);
  return ended;
};

const underwayOn = ({ http, answered }: Exchanges): number => {
  let sum = http.open.size;
  if (answered.size === 0) return sum;
  for (const talk of answered.values()) sum += underway(talk);
  return sum;
};

const channelOf = (message: Message): number => message.http?.stream ?? 0;

const entry = <Value>(map: Map<number, Value>, key: number, make: () => Value): Value => {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
};

export interface Exchanges {
  /** What the lab says of raw channels. */
  answers: Answers | null;
  begun: number;
  /** The most that were under way at once. */
  most: number;
  /** Where the last exchange to end had ended. */
  lastEnd: Position | null;
  /** Some of it was read by turns: who answers whom is not in the bytes. */
  byTurns: boolean;
  http: HttpExchanges;
  /** Keyed by stream, 0 for the connection itself. */
  answered: Map<number, AnsweredTalk>;
  /** Where nothing tells who answers whom. */
  talks: Map<number, TurnTalk>;
}

/** An exchange at the moment at which it is known to be one. */
export interface Exchange {
  begin: number;
  /** How many were under way when it began, with itself. */
  depth: number;
  /** Its first message. */
  spot: Spot;
}

/**
 * `room`, `full`: of HTTP/2, where streams are open: others may be opened, or as many are open as the server lets be.
 * `over`: it can carry nothing more.
 */
export type Standing = 'unused' | 'busy' | 'full' | 'room' | 'idle' | 'over';
