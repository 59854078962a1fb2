/**
 * Reads the start-line and the few header fields that say how an HTTP/1.x message is framed and whether its
 * connection persists. RFC 9112 §3, §4, §5; RFC 9110 §5.5, §5.6.2.
 */
import { isBlank, trimmed } from '../../model/field.ts';
import type { PlainRuleId } from '../../model/rules/fault.ts';

/** `GET / HTTP/1.1`, with its line end. Null where it is no request line. */
export function readRequestLine(text: string): RequestLine | null {
  const match = requestLine.exec(text);
  if (match === null) return null;
  const [line, method = '', target = '', minor] = match;
  return { method, target, minor: Number(minor), length: line.length };
}

/** `HTTP/1.1 200 OK`, with its line end. Null where it is no status line. */
export function readStatusLine(text: string): StatusLine | null {
  const match = statusLine.exec(text);
  if (match === null) return null;
  const [line, minor, status, phrase] = match;
  return {
    status: Number(status),
    minor: Number(minor),
    length: line.length,
    hasSpace: phrase !== undefined,
  };
}

/** Fields from `from` to the empty line, or to the end of the text. Repeated fields are joined by commas. */
export function readFields(text: string, from: number): Fields {
  const fields: Fields = { faults: noFaults };
  let at = from;
  let last: FieldSlot | 'other' | null = null;
  while (at < text.length) {
    const lineFeed = text.indexOf('\n', at);
    if (lineFeed < 0) break;
    const end = text.charCodeAt(lineFeed - 1) === 13 ? lineFeed - 1 : lineFeed;
    if (end === at) break;
    if (isBlank(text.charCodeAt(at))) {
      // obs-fold: the line continues the one before it.
      note(fields, last === null ? 'http1.space-before-fields' : 'http1.folded-line', at);
      if (last !== null && last !== 'other')
        fields[last] = trimmed(`${fields[last] ?? ''} ${trimmed(text.slice(at, end))}`);
    } else last = readLine(fields, text, at, end);
    at = lineFeed + 1;
  }
  if (strayByte.test(text)) noteStrayBytes(fields, text, from);
  return fields;
}

/** Takes the value of a field line, from `at` to `end`; gives which field it is. */
function readLine(fields: Fields, text: string, at: number, end: number): FieldSlot | 'other' {
  const nameEnd = endOfToken(text, at);
  let colon = nameEnd;
  while (isBlank(text.charCodeAt(colon))) colon += 1;
  const isField = nameEnd > at && text.charCodeAt(colon) === 58;
  if (!isField) note(fields, 'http1.field-line', at);
  else if (colon > nameEnd) note(fields, 'http1.space-before-colon', at);
  const slot = isField ? slotOf(text, at, nameEnd) : 'other';
  if (slot === 'other') return slot;
  const value = trimmed(text.slice(colon + 1, end));
  const before = fields[slot];
  if (before !== undefined && slot === 'host') note(fields, 'http1.two-hosts', at);
  fields[slot] = before === undefined ? value : `${before}, ${value}`;
  return slot;
}

/** Each line once, whatever stands in it. */
function noteStrayBytes(fields: Fields, text: string, from: number): void {
  for (let at = 0; at < text.length; ) {
    const lineFeed = text.indexOf('\n', at);
    const end = lineFeed < 0 ? text.length : lineFeed + 1;
    const line = text.slice(at, end);
    const isTold = fields.faults.some((other) => other.at === at && other.rule === 'http1.field-line');
    if (isTold) {
      at = end;
      continue;
    }
    if (bareCarriageReturn.test(line)) note(fields, 'http1.bare-cr', at);
    else if (at >= from && controlByte.test(line)) note(fields, 'http1.control-in-value', at);
    at = end;
  }
}

/**
 * Where the line begins with which the value of this field, given in lower case, is `so` for the first time: its index
 * in the head. Without such a line the field's last one. Lines that are folded belong to the one before them.
 */
export function lineOf(text: string, name: string, so: (value: string) => boolean = always): number {
  const lines = new RegExp(`(?<=\\n)${name}[ \\t]*:(.*(?:\\n[ \\t].*)*)`, 'gi');
  let value: string | undefined;
  let last = 0;
  for (const { index, 1: written = '' } of text.matchAll(lines)) {
    last = index;
    const added = trimmed(written.replace(/[ \t\r]*\n[ \t]*/g, ' ').replace(/\r$/, ''));
    value = value === undefined ? added : `${value}, ${added}`;
    if (so(value)) return index;
  }
  return last;
}

const always = (): boolean => true;

const requestLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) ([\x21-\x7e\x80-\xff]+) HTTP\/1\.([0-9])\r?\n/;
const statusLine = /^HTTP\/1\.([0-9]) ([1-9][0-9]{2})( [\t\x20-\x7e\x80-\xff]*)?\r?\n/;
const controlByte = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;
const bareCarriageReturn = /\r(?!\n)/;
const strayByte = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)/;
const tokenByte = Array.from({ length: 256 }, (_, code) =>
  /[!#$%&'*+\-.^_`|~\w]/.test(String.fromCharCode(code)),
);

const slots = new Map<string, FieldSlot>([
  ['connection', 'connection'],
  ['keep-alive', 'keepAlive'],
  ['content-length', 'contentLength'],
  ['transfer-encoding', 'transferEncoding'],
  ['content-type', 'contentType'],
  ['upgrade', 'upgrade'],
  ['host', 'host'],
  ['sec-websocket-extensions', 'extensions'],
  ['http2-settings', 'http2Settings'],
]);
const slotLengths = new Set([...slots.keys()].map((name) => name.length));

function slotOf(text: string, from: number, to: number): FieldSlot | 'other' {
  if (!slotLengths.has(to - from)) return 'other';
  return slots.get(text.slice(from, to).toLowerCase()) ?? 'other';
}

function endOfToken(text: string, from: number): number {
  let at = from;
  while (tokenByte[text.charCodeAt(at)] === true) at += 1;
  return at;
}

const noFaults: readonly HeadFault[] = [];

/** Once in a head, at the first line that breaks it. */
function note(fields: Fields, rule: PlainRuleId, at: number): void {
  if (fields.faults.every((other) => other.rule !== rule)) fields.faults = [...fields.faults, { rule, at }];
}

export interface RequestLine {
  method: string;
  target: string;
  /** 1 in HTTP/1.1. */
  minor: number;
  length: number;
}

export interface StatusLine {
  status: number;
  minor: number;
  length: number;
  /** A space stands behind the code, with or without a reason phrase. */
  hasSpace: boolean;
}

type FieldSlot =
  | 'connection'
  | 'keepAlive'
  | 'contentLength'
  | 'transferEncoding'
  | 'contentType'
  | 'upgrade'
  | 'host'
  | 'extensions'
  | 'http2Settings';

/** What is not allowed in a head, and the index of its line in it. */
export interface HeadFault {
  rule: PlainRuleId;
  at: number;
}

/** Values of the fields that matter here, and what is not allowed in any line. */
export type Fields = Partial<Record<FieldSlot, string>> & { faults: readonly HeadFault[] };
