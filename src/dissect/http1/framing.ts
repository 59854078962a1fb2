/** How long an HTTP/1.x message is, and whether the connection persists after it. RFC 9112 §6, §9.3. */

import { hasOption } from '../../model/field.ts';
import type { PlainRuleId } from '../../model/rules/fault.ts';
import type { Fields, RequestLine, StatusLine } from './head.ts';

/** RFC 9112 §6.3. */
export function requestFraming(line: RequestLine, fields: Fields): Framing {
  // A CONNECT request has no content, RFC 9110 §9.3.6.
  if (line.method === 'CONNECT') return byHeaders;
  if (fields.transferEncoding !== undefined) {
    if (!endsInChunked(fields.transferEncoding)) return fault('http1.last-coding');
    return chunked(line.minor, fields);
  }
  if (fields.contentLength !== undefined) return byContentLength(fields.contentLength);
  return byHeaders;
}

/** `method` is that of the request. RFC 9112 §6.3. */
export function responseFraming(line: StatusLine, fields: Fields, method: string): Framing {
  if (line.status < 200 || line.status === 204 || line.status === 304 || method === 'HEAD') return byHeaders;
  if (method === 'CONNECT' && line.status < 300) return byHeaders;
  if (fields.transferEncoding !== undefined) {
    return endsInChunked(fields.transferEncoding) ? chunked(line.minor, fields) : byFin;
  }
  if (fields.contentLength !== undefined) return byContentLength(fields.contentLength);
  return byFin;
}

/** A message whose length is not in itself ends with the connection, whatever its fields say. */
export function persists(minor: number, fields: Fields, framing: Framing): boolean {
  if (framing.by === 'FIN' || hasOption(fields.connection, 'close')) return false;
  return minor >= 1 || hasOption(fields.connection, 'keep-alive');
}

const byHeaders: Framing = { by: 'headers', length: 0, fault: null, note: null };
const byFin: Framing = { by: 'FIN', length: 0, fault: null, note: null };
const plainlyChunked: Framing = { by: 'chunked', length: 0, fault: null, note: null };

function chunked(minor: number, fields: Fields): Framing {
  if (minor === 0) return { ...plainlyChunked, note: 'http1.coding-in-http10' };
  if (fields.contentLength === undefined) return plainlyChunked;
  return { ...plainlyChunked, note: 'http1.two-lengths' };
}

function endsInChunked(value: string): boolean {
  return (
    value
      .slice(value.lastIndexOf(',') + 1)
      .trim()
      .toLowerCase() === 'chunked'
  );
}

function byContentLength(value: string): Framing {
  // The same figure more than once is allowed, RFC 9112 §6.3.
  const figures = value.includes(',') ? value.split(',').map((figure) => figure.trim()) : [value];
  const [first = ''] = figures;
  const length = Number(first);
  const isFigure = /^[0-9]+$/.test(first) && Number.isSafeInteger(length);
  if (!isFigure) return fault('http1.content-length');
  if (figures.some((figure) => figure !== first)) return fault('http1.content-lengths');
  return { by: 'content-length', length, fault: null, note: null };
}

function fault(rule: PlainRuleId): Framing {
  return { by: 'headers', length: 0, fault: rule, note: null };
}

export interface Framing {
  by: 'headers' | 'content-length' | 'chunked' | 'FIN';
  length: number;
  /** Why nothing after this head can be read. */
  fault: PlainRuleId | null;
  /** What is not allowed, though it can be read. */
  note: PlainRuleId | null;
}
