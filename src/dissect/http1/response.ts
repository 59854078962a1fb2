/**
 * The head of an HTTP/1.x response: which request it answers, if any, and whether the connection goes on as
 * HTTP/1.x. Responses answer requests in order, RFC 9112 §9.3.2. Interim ones, RFC 9110 §15.2, are control.
 */
import type { Position } from '../../model/trace.ts';
import { responseFraming } from './framing.ts';
import { type Fields, readFields, readStatusLine, type StatusLine } from './head.ts';
import {
  beginContent,
  describe,
  type Exchange,
  finish,
  giveUp,
  type Http1,
  isUnread,
  newMessage,
  violate,
} from './lane.ts';
import { beginEarly } from './request.ts';

/** Like `requestHead`. */
export function responseHead(
  state: Http1,
  text: string,
  end: number,
  position: Position,
  cut: boolean,
): void {
  const lane = state.s2c;
  const known = lane.read?.text === text ? lane.read : null;
  const line = known?.line ?? readStatusLine(text);
  if (line === null || !('status' in line)) {
    giveUp(state, lane, 'a malformed status line', lane.from, position);
    return;
  }
  const fields = known?.fields ?? readFields(text, line.length);
  const isInterim = line.status < 200 && line.status !== 101;
  const oldest = lane.solicited ? state.outstanding[0] : undefined;
  if (oldest === undefined && state.overfull) {
    // It answers a request that was not kept. This has been said.
    lane.skipped = true;
    giveUp(state, lane, '', lane.from, position);
    return;
  }
  const exchange = oldest ?? (lane.solicited && !isInterim ? beginEarly(state, position) : undefined);
  reportProtocol(state, Math.min(line.minor, exchange?.minor ?? line.minor));
  if (exchange === undefined && !(isInterim && lane.solicited)) {
    unsolicited(state, line, fields, end, position);
    return;
  }
  if (fields.badLine >= 0)
    violate(state, lane, 'a malformed header line', lane.from + fields.badLine, position);
  if (isInterim) {
    control(state, line, end);
    finish(state, lane, 'headers', position);
  } else if (exchange !== undefined) {
    answer(state, exchange, text, line, fields, end, position, cut);
  }
}

/** Tells what the connection speaks, once: the lower of the versions of both sides. */
export function reportProtocol(state: Http1, minor: number): void {
  if (state.reported) return;
  state.reported = true;
  state.listener.protocol(state.connection, minor === 0 ? 'HTTP/1.0' : 'HTTP/1.1');
}

function answer(
  state: Http1,
  exchange: Exchange,
  text: string,
  line: StatusLine,
  fields: Fields,
  end: number,
  position: Position,
  cut: boolean,
): void {
  const lane = state.s2c;
  const isSwitch = line.status === 101;
  const wasAsked = exchange.change === 'asked';
  const isTunnel = exchange.method === 'CONNECT' && line.status >= 200 && line.status < 300;
  const isUpgrade = isSwitch && wasAsked && exchange.method !== 'CONNECT';
  const known = lane.read?.text === text && lane.read.method === exchange.method ? lane.read : null;
  const framing = known?.framing ?? responseFraming(line, fields, exchange.method);
  state.outstanding.shift();
  state.answered = exchange.ordinal;
  if (wasAsked) {
    const accepted = isTunnel || isUpgrade;
    exchange.change = accepted ? 'accepted' : 'refused';
    if (accepted) {
      const dissect = state.upgradeTo(isTunnel ? null : firstProtocol(fields.upgrade), fields.extensions);
      state.upgrade = dissect(state.connection, state.listener, state.counts);
    }
    // What the client sent meanwhile came before this response is reported.
    state.release();
  }
  const fault = isSwitch && !isUpgrade ? 'a 101 that answers no Upgrade' : framing.fault;
  if (fault !== null && !cut) {
    giveUp(state, lane, fault, lane.from, position);
    return;
  }
  if (framing.note !== null) violate(state, lane, framing.note, lane.from, position);
  const http = known?.http ?? { version: `1.${line.minor}`, status: line.status };
  if (known === null) {
    describe(http, line.minor, fields, framing);
    lane.read = { text, line, fields, framing, method: exchange.method, http };
  }
  state.listener.begun(newMessage(state, lane, exchange.ordinal, http, end));
  if (cut) {
    finish(state, lane, 'cut', position);
    return;
  }
  beginContent(state, lane, framing, end, position);
  if (exchange.change === 'accepted') lane.state = 'taken over';
}

/** No message: it is skipped by its framing, as one violation or none. */
function unsolicited(state: Http1, line: StatusLine, fields: Fields, end: number, position: Position): void {
  const lane = state.s2c;
  // 408 says that the server is tired of waiting, RFC 9110 §15.5.9. And what cannot be read may well be answered.
  const isExcused = line.status === 408 || (lane.solicited && isUnread(state.c2s));
  if (isExcused) control(state, line, end);
  else violate(state, lane, 'a response that answers no request', lane.from, lane.begin);
  lane.skipped = true;
  const framing = responseFraming(line, fields, 'GET');
  if (framing.fault === null) beginContent(state, lane, framing, end, position);
  else giveUp(state, lane, framing.fault, lane.from, position);
}

function control(state: Http1, { status }: StatusLine, end: number): void {
  const { begin, from, direction } = state.s2c;
  const reason = reasons[status];
  const what = reason === undefined ? String(status) : `${status} ${reason}`;
  state.listener.control({
    ...begin,
    connection: state.connection,
    direction,
    what,
    detail: { status },
    from,
    to: end,
  });
}

/** Reason phrases of RFC 9110 §15 and RFC 8297: those on the wire may say anything. */
const reasons: Record<number, string> = {
  100: 'Continue',
  102: 'Processing',
  103: 'Early Hints',
  400: 'Bad Request',
  408: 'Request Timeout',
  414: 'URI Too Long',
  431: 'Request Header Fields Too Large',
  501: 'Not Implemented',
  505: 'HTTP Version Not Supported',
};

/** `websocket` of `WebSocket, foo` and `foo` of `foo/2`. */
function firstProtocol(upgrade: string | undefined): string {
  return (upgrade ?? '').split(/[,/]/, 1).join('').trim().toLowerCase();
}
