/**
 * Reads the start-line and the few header fields that say how an HTTP/1.x message is framed and whether its
 * connection persists. RFC 9112 §3, §4, §5; RFC 9110 §5.5, §5.6.2.
 */

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
  const [line, minor, status] = match;
  return { status: Number(status), minor: Number(minor), length: line.length };
}

/** Fields from `from` to the empty line, or to the end of the text. Repeated fields are joined by commas. */
export function readFields(text: string, from: number): Fields {
  const fields: Fields = { badLine: text.search(strayByte) };
  let at = from;
  let last: FieldSlot | 'other' | null = null;
  while (at < text.length) {
    const lineFeed = text.indexOf('\n', at);
    if (lineFeed < 0) break;
    const end = text.charCodeAt(lineFeed - 1) === 13 ? lineFeed - 1 : lineFeed;
    if (end === at) break;
    if (isBlank(text.charCodeAt(at))) {
      // obs-fold: the line continues the one before it.
      if (last === null) markBad(fields, at);
      else if (last !== 'other') fields[last] = `${fields[last] ?? ''} ${text.slice(at, end)}`.trim();
    } else {
      const nameEnd = endOfToken(text, at);
      let colon = nameEnd;
      while (isBlank(text.charCodeAt(colon))) colon += 1;
      const isField = nameEnd > at && text.charCodeAt(colon) === 58;
      if (!isField || colon > nameEnd) markBad(fields, at);
      last = isField ? slotOf(text, at, nameEnd) : 'other';
      if (last !== 'other') {
        const value = text.slice(colon + 1, end).trim();
        const before: string | undefined = fields[last];
        fields[last] = before === undefined ? value : `${before}, ${value}`;
      }
    }
    at = lineFeed + 1;
  }
  return fields;
}

const requestLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) ([\x21-\x7e\x80-\xff]+) HTTP\/1\.([0-9])\r?\n/;
const statusLine = /^HTTP\/1\.([0-9]) ([1-9][0-9]{2})(?: [\t\x20-\x7e\x80-\xff]*)?\r?\n/;
const strayByte = /\0|\r(?!\n)/;
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
  ['sec-websocket-extensions', 'extensions'],
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

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

function markBad(fields: Fields, at: number): void {
  if (fields.badLine < 0 || at < fields.badLine) fields.badLine = at;
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
}

type FieldSlot =
  | 'connection'
  | 'keepAlive'
  | 'contentLength'
  | 'transferEncoding'
  | 'contentType'
  | 'upgrade'
  | 'extensions';

/** Values of the fields that matter here, and the index of the first line or byte that is not allowed (or -1). */
export type Fields = Partial<Record<FieldSlot, string>> & { badLine: number };
