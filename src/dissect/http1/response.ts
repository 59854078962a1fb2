/**
 * The head of an HTTP/1.x response: which request it answers, if any, and whether the connection goes on as
 * HTTP/1.x. Responses answer requests in order, RFC 9112 §9.3.2. Interim ones, RFC 9110 §15.2, are control.
 */
import { elementsOf, hasOption } from '../../model/field.ts';
import type { Position } from '../../model/trace.ts';
import type { Upgraded } from '../dissector.ts';
import {
  afterMessage,
  type Exchange,
  type Http1Connection,
  reportProtocol,
  type Upgrade,
} from './connection.ts';
import { responseFraming } from './framing.ts';
import { type Fields, readFields, readStatusLine, type StatusLine } from './head.ts';
import { placeOf, responseFaults, switchingFault } from './head-rules.ts';
import { noteRead, type ReadHead } from './known.ts';
import {
  beginContent,
  createMessage,
  describe,
  endMessage,
  giveUp,
  settleEmpty,
  startLineFault,
  tellFault,
  tellHead,
} from './messages.ts';
import { beginEarly } from './request.ts';
import { isUnread } from './state.ts';

/** The head of a final response, and the request that it answers, which is outstanding no longer. */
export interface FinalResponse {
  exchange: Exchange;
  text: string;
  line: StatusLine;
  fields: Fields;
  /** The same head was read before, in answer to the same. */
  known: ReadHead | null;
}

/** Reads a head, which ends at the offset `end`; `isCut`: what came of it. What is no final response is dealt with, and gives null. */
export function readResponse(
  connection: Http1Connection,
  text: string,
  end: number,
  position: Position,
  isCut: boolean,
): FinalResponse | null {
  const { s2c, outstanding } = connection;
  const known = s2c.read?.text === text ? s2c.read : null;
  const line = known?.line ?? readStatusLine(text);
  if (line === null || !('status' in line)) {
    giveUp(connection, s2c, startLineFault(s2c), s2c.from, position);
    return null;
  }
  settleEmpty(connection);
  const fields = known?.fields ?? readFields(text, line.length);
  const isInterim = line.status < 200 && line.status !== 101;
  const oldest = s2c.solicited ? outstanding[0] : undefined;
  if (oldest === undefined && connection.isOverfull) {
    // It answers a request that was not kept. This has been said.
    s2c.isPassedOver = true;
    endMessage(connection, s2c, 'cut', position, 'unreadable');
    return null;
  }
  const exchange = oldest ?? (s2c.solicited && !isInterim ? beginEarly(connection, position) : undefined);
  reportProtocol(connection, Math.min(line.minor, exchange?.minor ?? line.minor));
  if (exchange === undefined && !(isInterim && s2c.solicited)) {
    passOver(connection, line, fields, end, position);
    return null;
  }
  if (isInterim) {
    const framing = responseFraming(line, fields, exchange ?? unknownRequest);
    tellHead(
      connection,
      s2c,
      { faults: responseFaults(text, line, fields, framing, isCut), closes: false },
      position,
    );
    reportControl(connection, line, end);
    endMessage(connection, s2c, 'headers', position, 'between messages');
    s2c.empty = { ordinal: null, answer: `${line.status}`, untold: null };
  }
  if (isInterim || exchange === undefined) return null;
  outstanding.shift();
  connection.responded = exchange.ordinal;
  const { method, minor } = exchange;
  return {
    exchange,
    text,
    line,
    fields,
    known: known?.method === method && known.minor === minor ? known : null,
  };
}

/** What a final response with this status makes of the upgrade: 101 grants one, RFC 9110 §15.2.2, and a 2xx a CONNECT, §9.3.6. */
export function decideUpgrade({ method, upgrade }: Exchange, status: number): Upgrade {
  if (upgrade !== 'requested') return upgrade;
  const isGranted = method === 'CONNECT' ? status >= 200 && status < 300 : status === 101;
  return isGranted ? 'accepted' : 'refused';
}

/** What is upgraded to: `websocket` of `WebSocket, foo` and `foo` of `foo/2`. */
export function upgradedOf({ exchange, fields }: FinalResponse): Upgraded {
  const { ordinal, method, settings } = exchange;
  const [protocol = ''] = elementsOf(fields.upgrade ?? '');
  return {
    protocol: method === 'CONNECT' ? null : protocol.split('/', 1).join('').toLowerCase(),
    extensions: fields.extensions,
    request: { exchange: ordinal, method, settings },
  };
}

/** A 101 to h2c is no answer to the request, which follows on stream 1. RFC 7540 §3.2. */
function isAnsweredLater(response: FinalResponse): boolean {
  const { exchange, line } = response;
  return line.status === 101 && exchange.upgrade === 'accepted' && upgradedOf(response).protocol === 'h2c';
}

/** Reports a final response whose upgrade is decided: the whole head, or what came of it (`isCut`). */
export function beginResponse(
  connection: Http1Connection,
  response: FinalResponse,
  end: number,
  position: Position,
  isCut: boolean,
): void {
  const { s2c, listener } = connection;
  const { exchange, text, line, fields, known } = response;
  const { method, minor } = exchange;
  const { status } = line;
  const framing = known?.framing ?? responseFraming(line, fields, exchange);
  const faults = known?.faults ?? responseFaults(text, line, fields, framing, isCut);
  const closes = known?.closes ?? hasOption(fields.connection, 'close');
  const isEmpty = framing.by === 'headers' && exchange.upgrade !== 'accepted' && !isCut;
  const length = isEmpty ? faults.find(({ rule }) => rule === 'http1.length-of-nothing') : undefined;
  const told = length === undefined ? faults : faults.filter((fault) => fault !== length);
  tellHead(connection, s2c, { faults: told, closes }, position);
  if (status === 101 && exchange.upgrade === 'accepted' && !isCut) {
    const fault = switchingFault(exchange.offered, fields);
    if (fault !== null) tellFault(connection, s2c, fault.rule, s2c.from + placeOf(text, fault), position);
  }
  if (!isCut) {
    const unasked = status === 101 && exchange.upgrade !== 'accepted' ? stray : null;
    const fault = unasked ?? framing.fault;
    if (fault !== null) {
      giveUp(connection, s2c, fault.rule, s2c.from + placeOf(text, fault), position);
      return;
    }
  }
  if (!isCut && isAnsweredLater(response)) {
    reportControl(connection, line, end);
    endMessage(connection, s2c, 'headers', position, afterMessage(connection, s2c));
    return;
  }
  const http = known?.http ?? { version: `1.${line.minor}`, status };
  if (known === null) {
    describe(http, line.minor, fields, framing);
    noteRead(s2c, { text, line, fields, framing, method, minor, http, faults, closes });
  }
  const message = createMessage(connection, s2c, exchange.ordinal, http, end);
  if (isEmpty) {
    const untold = length === undefined ? null : { offset: s2c.from + length.at, position };
    s2c.empty = {
      ...{ ordinal: message.ordinal, untold },
      answer: method === 'HEAD' ? `HEAD ${status}` : `${status}`,
    };
  }
  listener.begun(message);
  if (isCut) endMessage(connection, s2c, 'cut', position, 'over');
  else beginContent(connection, s2c, framing, end, position);
}

/** It answers no request: no message, but passed over by its framing, as one fault or none. */
function passOver(
  connection: Http1Connection,
  line: StatusLine,
  fields: Fields,
  end: number,
  position: Position,
): void {
  const { c2s, s2c } = connection;
  // 408 says that the server is tired of waiting, RFC 9110 §15.5.9. And what cannot be read may well be answered.
  const isExcused = line.status === 408 || (s2c.solicited && isUnread(c2s));
  if (isExcused) {
    tellHead(connection, s2c, { faults: [], closes: false }, position);
    reportControl(connection, line, end);
  }
  if (!isExcused) tellFault(connection, s2c, 'http1.answers-nothing', s2c.from, s2c.begin);
  s2c.isPassedOver = true;
  const framing = responseFraming(line, fields, unknownRequest);
  if (framing.fault === null) beginContent(connection, s2c, framing, end, position);
  else giveUp(connection, s2c, framing.fault.rule, s2c.from, position);
}

const unknownRequest = { method: 'GET', minor: 1 };
const stray = { rule: 'http1.upgrade-unasked', field: 'upgrade' } as const;

function reportControl(
  { ordinal, listener, s2c }: Http1Connection,
  { status }: StatusLine,
  end: number,
): void {
  const { name, begin, from } = s2c;
  const reason = reasons[status];
  const what = reason === undefined ? String(status) : `${status} ${reason}`;
  const place = { connection: ordinal, direction: name, from, to: end };
  listener.control({ ...begin, ...place, what, detail: { status } });
}

/** Reason phrases of RFC 9110 §15 and RFC 8297: those on the wire may say anything. */
const reasons: Record<number, string> = {
  100: 'Continue',
  101: 'Switching Protocols',
  102: 'Processing',
  103: 'Early Hints',
  400: 'Bad Request',
  408: 'Request Timeout',
  414: 'URI Too Long',
  431: 'Request Header Fields Too Large',
  501: 'Not Implemented',
  505: 'HTTP Version Not Supported',
};
