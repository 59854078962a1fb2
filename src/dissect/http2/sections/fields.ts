/**
 * What is read from a header section: the pseudo-header fields, RFC 9113 §8.3 and RFC 8441 §4, a few others, and what
 * is wrong with any field by itself, §8.2. What a whole section is held to stands in section-rules.ts.
 */

import { elementsOf, trimmed } from '../../../model/field.ts';
import type { HttpFields } from '../../../model/message.ts';
import type { PlainRuleId } from '../../../model/rules/fault.ts';

/** As on the wire, only what was sent; of a pseudo-header field the first. */
export interface SectionFields {
  method?: string;
  scheme?: string;
  authority?: string;
  path?: string;
  protocol?: string;
  status?: string;
  contentType?: string;
  host?: string;
  /** Repeated ones joined by commas. */
  contentLength?: string;
  /** Sec-WebSocket-Extensions, repeated ones joined by commas. */
  extensions?: string;
  /** A pseudo-header field came, or another one. */
  pseudo: boolean;
  regular: boolean;
  /** Each once, in the order of the fields. */
  faults: readonly PlainRuleId[];
}

export const noFields = (): SectionFields => ({ pseudo: false, regular: false, faults: none });

export function takeField(fields: SectionFields, name: string, value: string): void {
  if (name.charCodeAt(0) === colon) takePseudo(fields, name, value);
  else takeRegular(fields, name, value);
  if (badValue.test(value)) note(fields, 'http2.field-value');
}

function takePseudo(fields: SectionFields, name: string, value: string): void {
  fields.pseudo = true;
  if (fields.regular) note(fields, 'http2.pseudo-after-regular');
  const slot = pseudo.get(name);
  if (slot === undefined) note(fields, 'http2.pseudo-unknown');
  else if (fields[slot] !== undefined) note(fields, 'http2.pseudo-twice');
  else fields[slot] = value;
}

function takeRegular(fields: SectionFields, name: string, value: string): void {
  fields.regular = true;
  if (!goodName.test(name)) note(fields, upperCase.test(name) ? 'http2.uppercase' : 'http2.field-name');
  switch (name) {
    case 'content-type':
      fields.contentType = value;
      break;
    case 'host':
      fields.host ??= value;
      break;
    case 'content-length':
      fields.contentLength = joined(fields.contentLength, value);
      break;
    case 'sec-websocket-extensions':
      fields.extensions = joined(fields.extensions, value);
      break;
    case 'te':
      if (trimmed(value).toLowerCase() !== 'trailers') note(fields, 'http2.te');
      break;
    case 'connection':
    case 'proxy-connection':
    case 'keep-alive':
    case 'transfer-encoding':
    case 'upgrade':
      note(fields, 'http2.connection-field');
  }
}

const pseudo = new Map([
  [':method', 'method'],
  [':scheme', 'scheme'],
  [':authority', 'authority'],
  [':path', 'path'],
  [':protocol', 'protocol'],
  [':status', 'status'],
] as const) as ReadonlyMap<string, 'method' | 'scheme' | 'authority' | 'path' | 'protocol' | 'status'>;

const colon = 0x3a;
/** RFC 9113 §8.2.1: what must not be in a name, which HTTP allows no less. */
const goodName = /^[!-9;-@[-~]+$/;
const upperCase = /[A-Z]/;
const badValue = /[\0\r\n]|^[ \t]|[ \t]$/;

const joined = (before: string | undefined, value: string): string =>
  before === undefined ? value : `${before}, ${value}`;

const none: readonly PlainRuleId[] = [];

function note(fields: SectionFields, rule: PlainRuleId): void {
  if (!fields.faults.includes(rule)) fields.faults = [...fields.faults, rule];
}

/** Of a request, or of the promise of one. Null in `fields` stands for a section that could not be decoded. */
export function requestFields(stream: number, fields: SectionFields | null): HttpFields {
  const http: HttpFields = { version: '2', stream };
  if (fields?.method !== undefined) http.method = fields.method;
  if (fields?.path !== undefined) http.path = fields.path;
  if (fields?.protocol !== undefined) http.protocol = fields.protocol;
  if (fields?.contentType !== undefined) http.contentType = fields.contentType;
  return http;
}

export function responseFields(stream: number, fields: SectionFields | null): HttpFields {
  const http: HttpFields = { version: '2', stream };
  if (fields?.contentType !== undefined) http.contentType = fields.contentType;
  const status = statusOf(fields);
  if (status !== null) http.status = status;
  const length = lengthOf(fields);
  if (length !== null) http.length = length;
  return http;
}

/** RFC 9110 §8.6: a figure, or the same one several times. */
export function lengthOf(fields: SectionFields | null): number | null {
  const value = fields?.contentLength;
  if (value === undefined) return null;
  const figures = (value.includes(',') ? elementsOf(value) : [value]).map(withoutZeros);
  const [first = ''] = figures;
  return /^[0-9]+$/.test(first) && figures.every((figure) => figure === first) ? Number(first) : null;
}

/** Before it. */
const withoutZeros = (figure: string): string => figure.replace(/^0+(?=[0-9])/, '');

export function statusOf(fields: SectionFields | null): number | null {
  return fields?.status !== undefined && /^[1-9][0-9]{2}$/.test(fields.status) ? Number(fields.status) : null;
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
