/** The head of an HTTP/1.x request. RFC 9112 §3, RFC 9110 §7.8. */
import type { HttpFields, Message } from '../../model/message.ts';
import type { Position } from '../../model/trace.ts';
import { tellLimit } from '../lost.ts';
import { requestFraming } from './framing.ts';
import { hasOption, type RequestLine, readFields, readRequestLine } from './head.ts';
import {
  beginContent,
  describe,
  type Exchange,
  finish,
  giveUp,
  grow,
  type Http1,
  newMessage,
  violate,
} from './lane.ts';
import { wholeLines } from './section.ts';

/** Far more than any client pipelines, and little enough to keep one by one. */
const mostOutstanding = 10_000;

/**
 * Reads a head: the whole, or for a connection that ended within it what came of it (`cut`).
 * `end` is the offset after it.
 */
export function requestHead(state: Http1, text: string, end: number, position: Position, cut: boolean): void {
  const lane = state.c2s;
  const known = lane.read?.text === text ? lane.read : null;
  const line = known?.line ?? readRequestLine(text);
  if (line === null || !('target' in line)) {
    giveUp(state, lane, 'a malformed request line', lane.from, position);
    return;
  }
  const fields = known?.fields ?? readFields(text, line.length);
  if (fields.badLine >= 0)
    violate(state, lane, 'a malformed header line', lane.from + fields.badLine, position);
  const framing = known?.framing ?? requestFraming(line, fields);
  if (framing.fault !== null && !cut) {
    giveUp(state, lane, framing.fault, lane.from, position);
    return;
  }
  if (framing.note !== null) violate(state, lane, framing.note, lane.from, position);
  const isReported = lane.message !== null;
  const message = lane.message ?? newRequest(state, line, known?.http, end, position);
  const exchange = state.latest;
  if (message.http !== undefined && message.http !== known?.http) {
    describe(message.http, line.minor, fields, framing);
    lane.read = { text, line, fields, framing, method: line.method, http: message.http };
  }
  const asksUpgrade =
    fields.upgrade !== undefined && line.minor >= 1 && hasOption(fields.connection, 'upgrade');
  const isOpen =
    exchange !== null && message.exchange === exchange.ordinal && exchange.ordinal > state.answered;
  if (isOpen && asksUpgrade && exchange.change === 'none') exchange.change = 'asked';
  grow(lane, end, 0);
  if (!isReported) state.listener.begun(message);
  if (cut) finish(state, lane, 'cut', position);
  else beginContent(state, lane, framing, end, position);
}

/** Reports a request early, because the server answers it before its head is complete. */
export function beginEarly(state: Http1, position: Position): Exchange | undefined {
  const lane = state.c2s;
  if (lane.state !== 'head' || lane.message !== null || lane.section === null) return undefined;
  const line = readRequestLine(wholeLines(lane.section));
  if (line === null) return undefined;
  const message = newRequest(state, line, undefined, lane.offset, position);
  state.listener.begun(message);
  return state.latest ?? undefined;
}

/** `known`: what the same head said before. */
function newRequest(
  state: Http1,
  line: RequestLine,
  known: HttpFields | undefined,
  end: number,
  position: Position,
): Message {
  const http = known ?? { version: `1.${line.minor}`, method: line.method, path: line.target };
  if (state.outstanding.length >= mostOutstanding && !state.overfull) {
    state.overfull = true;
    const what = 'more than 10,000 requests without a response: what follows is only counted';
    tellLimit(state, 'c2s', what, state.c2s.from, position);
  }
  // From here on nobody remembers which response would be whose.
  if (state.overfull) return newMessage(state, state.c2s, null, http, end);
  state.counts.exchanges += 1;
  const exchange: Exchange = {
    ordinal: state.counts.exchanges,
    method: line.method,
    minor: line.minor,
    change: line.method === 'CONNECT' ? 'asked' : 'none',
  };
  state.latest = exchange;
  state.outstanding.push(exchange);
  return newMessage(state, state.c2s, exchange.ordinal, http, end);
}
