/** How long an HTTP/1.x message is, and whether the connection persists after it. RFC 9112 §6, §9.3. */

import { elementsOf, hasOption } from '../../model/field.ts';
import type { PlainRuleId } from '../../model/rules/fault.ts';
import type { Fields, RequestLine, StatusLine } from './head.ts';

/** RFC 9112 §6.3. */
export function requestFraming(line: RequestLine, fields: Fields): Framing {
  // A CONNECT request has no content, RFC 9110 §9.3.6.
  if (line.method === 'CONNECT') return connectFraming(fields);
  if (fields.transferEncoding !== undefined) return byCoding(line.minor, fields, 'http1.last-coding');
  if (fields.contentLength !== undefined) return byContentLength(fields.contentLength);
  return byHeaders;
}

/** Whoever does not know that may read on by either length. */
const connectFraming = ({ transferEncoding, contentLength }: Fields): Framing =>
  transferEncoding === undefined || contentLength === undefined
    ? byHeaders
    : { ...byHeaders, notes: [about('http1.two-lengths', length)] };

/** RFC 9112 §6.3. */
export function responseFraming(line: StatusLine, fields: Fields, request: Asked): Framing {
  const framing = framingOfResponse(line, fields, request);
  if (request.minor > 0 || line.minor === 0 || fields.transferEncoding === undefined) return framing;
  return { ...framing, notes: [...framing.notes, about('http1.coding-to-http10', coding)] };
}

function framingOfResponse(line: StatusLine, fields: Fields, { method }: Asked): Framing {
  const { status, minor } = line;
  if (status < 200 || status === 204 || (method === 'CONNECT' && status < 300)) return nothingBy(fields);
  if (status === 304 || method === 'HEAD') return byHeaders;
  if (fields.transferEncoding !== undefined) return byCoding(minor, fields, null);
  if (fields.contentLength !== undefined) return byContentLength(fields.contentLength);
  return byFin;
}

/** What a response goes by of its request. */
export interface Asked {
  method: string;
  /** 1 in HTTP/1.1. */
  minor: number;
}

/** A message whose length is not in itself ends with the connection, whatever its fields say. */
export function persists(minor: number, fields: Fields, framing: Framing): boolean {
  if (framing.by === 'FIN' || hasOption(fields.connection, 'close')) return false;
  return minor >= 1 || hasOption(fields.connection, 'keep-alive');
}

const coding = 'transfer-encoding';
const length = 'content-length';

const byHeaders: Framing = { by: 'headers', length: 0, fault: null, notes: [] };
const byFin: Framing = { by: 'FIN', length: 0, fault: null, notes: [] };
const plainlyChunked: Framing = { by: 'chunked', length: 0, fault: null, notes: [] };

const about = (rule: PlainRuleId, field: string): FramingFault => ({ rule, field });
const never = (): boolean => false;

/** A response without content must not tell of any, RFC 9112 §6.1, RFC 9110 §8.6. */
function nothingBy({ transferEncoding, contentLength }: Fields): Framing {
  if (transferEncoding === undefined && contentLength === undefined) return byHeaders;
  const notes = [
    ...(transferEncoding === undefined ? [] : [about('http1.coding-of-nothing', coding)]),
    ...(contentLength === undefined ? [] : [about('http1.length-of-nothing', length)]),
  ];
  return { ...byHeaders, notes };
}

/** `otherwise`: why it cannot be read if its last coding is not chunked; null: then it is read up to FIN. */
function byCoding(
  minor: number,
  { transferEncoding = '', contentLength }: Fields,
  otherwise: PlainRuleId | null,
): Framing {
  const codings = elementsOf(transferEncoding.toLowerCase());
  const isChunked = codings.at(-1) === 'chunked';
  const isOnce = !isChunkedTwice(transferEncoding);
  const isPlain = isChunked && isOnce && minor > 0 && contentLength === undefined;
  if (isPlain) return plainlyChunked;
  const notes = [
    ...(minor === 0 ? [about('http1.coding-in-http10', coding)] : []),
    ...(isOnce ? [] : [{ ...about('http1.chunked-twice', coding), breaks: isChunkedTwice }]),
    ...(contentLength === undefined ? [] : [about('http1.two-lengths', length)]),
  ];
  if (isChunked) return { ...plainlyChunked, notes };
  if (otherwise === null) return { ...byFin, notes };
  // The last coding stands in the last line.
  return { ...byHeaders, notes, fault: { ...about(otherwise, coding), breaks: never } };
}

const isChunkedTwice = (value: string): boolean =>
  elementsOf(value.toLowerCase()).filter((coding) => coding === 'chunked').length > 1;

function byContentLength(value: string): Framing {
  // The same figure more than once is allowed, RFC 9112 §6.3.
  const figures = value.includes(',') ? elementsOf(value) : [value];
  const [first = ''] = figures;
  if (!figures.every((figure) => /^[0-9]+$/.test(figure)) || first === '')
    return fault('http1.content-length');
  // A figure beyond what a number can count is allowed, and never reached.
  if (figures.some((figure) => figureOf(figure) !== figureOf(first))) return fault('http1.content-lengths');
  return { by: 'content-length', length: Number(first), fault: null, notes: [] };
}

/** Without zeros before it. */
const figureOf = (figure: string): string => figure.replace(/^0+(?=[0-9])/, '');

const fault = (rule: PlainRuleId): Framing => ({
  ...byHeaders,
  fault: { ...about(rule, length), breaks: (value) => byContentLength(value).fault?.rule === rule },
});

/** A rule, and the field that breaks it, in lower case: with the line with which its value does so. */
export interface FramingFault {
  rule: PlainRuleId;
  field: string;
  breaks?: (value: string) => boolean;
}

export interface Framing {
  by: 'headers' | 'content-length' | 'chunked' | 'FIN';
  length: number;
  /** Why nothing after this head can be read. */
  fault: FramingFault | null;
  /** What is not allowed, though it can be read. */
  notes: readonly FramingFault[];
}
