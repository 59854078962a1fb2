/** The head of an HTTP/1.x request. RFC 9112 §3, RFC 9110 §7.8. */
import { hasOption } from '../../model/field.ts';
import type { HttpFields } from '../../model/message.ts';
import type { Position } from '../../model/trace.ts';
import { reportLimit } from '../lost.ts';
import type { OpenMessage } from '../open-message.ts';
import type { Exchange, Http1Connection } from './connection.ts';
import { requestFraming } from './framing.ts';
import { type Fields, type RequestLine, readFields, readRequestLine } from './head.ts';
import { placeOf, requestFaults } from './head-rules.ts';
import { noteRead } from './known.ts';
import {
  beginContent,
  createMessage,
  describe,
  endMessage,
  giveUp,
  grow,
  startLineFault,
  tellHead,
} from './messages.ts';
import { wholeLines } from './section.ts';

/** Far more than any client pipelines, and little enough to keep one by one. */
const mostOutstanding = 10_000;

/**
 * Reads a head: the whole, or for a connection that ended within it what came of it (`isCut`).
 * `end` is the offset after it.
 */
export function readRequest(
  connection: Http1Connection,
  text: string,
  end: number,
  position: Position,
  isCut: boolean,
): void {
  const { c2s, listener } = connection;
  const known = c2s.read?.text === text ? c2s.read : null;
  const line = known?.line ?? readRequestLine(text);
  if (line === null || !('target' in line)) {
    giveUp(connection, c2s, startLineFault(c2s), c2s.from, position);
    return;
  }
  const fields = known?.fields ?? readFields(text, line.length);
  const framing = known?.framing ?? requestFraming(line, fields);
  const faults = known?.faults ?? requestFaults(text, line, fields, framing, isCut);
  const closes = known?.closes ?? hasOption(fields.connection, 'close');
  tellHead(connection, c2s, { faults, closes }, position);
  if (framing.fault !== null && !isCut) {
    giveUp(connection, c2s, framing.fault.rule, c2s.from + placeOf(text, framing.fault), position);
    return;
  }
  const isReported = c2s.message !== null;
  const message = c2s.message ?? createRequest(connection, line, known?.http, end, position);
  if (message.http !== undefined && message.http !== known?.http) {
    describe(message.http, line.minor, fields, framing);
    const { method, minor } = line;
    const { http } = message;
    noteRead(c2s, { text, line, fields, framing, method, minor, http, faults, closes });
  }
  if (line.minor > 0 && fields.upgrade !== undefined) noteUpgrade(connection, message, fields);
  grow(c2s, end, 0);
  if (!isReported) listener.begun(message);
  if (isCut) endMessage(connection, c2s, 'cut', position, 'over');
  else beginContent(connection, c2s, framing, end, position);
}

/** Reports a request early, because the server answers it before its head is complete. */
export function beginEarly(connection: Http1Connection, position: Position): Exchange | undefined {
  const { c2s, listener } = connection;
  if (c2s.state !== 'head' || c2s.message !== null || c2s.section === null) return undefined;
  const line = readRequestLine(wholeLines(c2s.section));
  if (line === null) return undefined;
  listener.begun(createRequest(connection, line, undefined, c2s.offset, position));
  return connection.latest ?? undefined;
}

/**
 * An Upgrade field counts in HTTP/1.1 only, RFC 9110 §7.8. A request that has its response already can ask for nothing
 * more.
 */
function noteUpgrade(
  { latest, responded }: Http1Connection,
  { exchange }: OpenMessage,
  { upgrade = '', http2Settings = '' }: Fields,
): void {
  const isOpen = latest !== null && latest.ordinal === exchange && latest.ordinal > responded;
  if (isOpen && latest.upgrade === 'none') {
    latest.upgrade = 'requested';
    latest.offered = upgrade;
    latest.settings = http2Settings;
  }
}

/** `known`: what the same head said before. */
function createRequest(
  connection: Http1Connection,
  line: RequestLine,
  known: HttpFields | undefined,
  end: number,
  position: Position,
): OpenMessage {
  const { c2s, counts, outstanding } = connection;
  const http = known ?? { version: `1.${line.minor}`, method: line.method, path: line.target };
  if (outstanding.length >= mostOutstanding && !connection.isOverfull) {
    connection.isOverfull = true;
    const what = 'limit.requests';
    const place = { connection: connection.ordinal, listener: connection.listener };
    reportLimit(place, 'c2s', what, c2s.from, position);
  }
  // From here on nobody remembers which response would be whose.
  if (connection.isOverfull) return createMessage(connection, c2s, null, http, end);
  counts.exchanges += 1;
  const exchange: Exchange = {
    ordinal: counts.exchanges,
    method: line.method,
    minor: line.minor,
    upgrade: line.method === 'CONNECT' ? 'requested' : 'none',
    offered: '',
    settings: '',
  };
  connection.latest = exchange;
  outstanding.push(exchange);
  return createMessage(connection, c2s, exchange.ordinal, http, end);
}
