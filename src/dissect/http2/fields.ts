/**
 * What is read from the header section of a message: pseudo-header fields, RFC 9113 §8.3 and RFC 8441 §4, and
 * the content type. And what is wrong with a section that lacks one that it must have.
 */

import type { HttpFields } from '../../model/message.ts';
import type { PlainRuleId } from '../../model/rules/fault.ts';

/** As on the wire, only what was sent. */
export interface SectionFields {
  method?: string;
  path?: string;
  protocol?: string;
  status?: string;
  contentType?: string;
  /** Sec-WebSocket-Extensions, repeated ones joined by commas. */
  extensions?: string;
  /** Any pseudo-header field at all. */
  pseudo: boolean;
}

export function takeField(fields: SectionFields, name: string, value: string): void {
  if (name.startsWith(':')) fields.pseudo = true;
  if (name === ':method') fields.method = value;
  else if (name === ':path') fields.path = value;
  else if (name === ':protocol') fields.protocol = value;
  else if (name === ':status') fields.status = value;
  else if (name === 'content-type') fields.contentType = value;
  else if (name === 'sec-websocket-extensions') {
    fields.extensions = fields.extensions === undefined ? value : `${fields.extensions}, ${value}`;
  }
}

/** Null in `fields` stands for a section that could not be decoded. */
export function httpFields(stream: number, fields: SectionFields | null): HttpFields {
  const http: HttpFields = { version: '2', stream };
  if (fields?.method !== undefined) http.method = fields.method;
  if (fields?.path !== undefined) http.path = fields.path;
  if (fields?.protocol !== undefined) http.protocol = fields.protocol;
  if (fields?.contentType !== undefined) http.contentType = fields.contentType;
  const status = statusOf(fields);
  if (status !== null) http.status = status;
  return http;
}

export function statusOf(fields: SectionFields | null): number | null {
  return fields?.status !== undefined && /^[1-9][0-9]{2}$/.test(fields.status) ? Number(fields.status) : null;
}

export function requestFault(fields: SectionFields | null): PlainRuleId | null {
  if (fields === null) return null;
  if (fields.method === undefined) return 'http2.no-method';
  const classicConnect = fields.method === 'CONNECT' && fields.protocol === undefined;
  if (fields.path === undefined && !classicConnect) return 'http2.no-path';
  return null;
}

export function responseFault(fields: SectionFields | null): PlainRuleId | null {
  if (fields === null) return null;
  return statusOf(fields) === null ? 'http2.no-status' : null;
}

const reasons: Readonly<Record<number, string>> = {
  100: 'Continue',
  101: 'Switching Protocols',
  102: 'Processing',
  103: 'Early Hints',
  104: 'Upload Resumption Supported',
};

/** '103 Early Hints' */
export function interimName(status: number): string {
  const reason = reasons[status];
  return reason === undefined ? String(status) : `${status} ${reason}`;
}
