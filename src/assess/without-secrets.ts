/**
 * A recording for files: what the user put into requests of his own is overwritten by asterisks, byte for byte, so that
 * it is dissected as before. Credentials always are. What a server sends back of them is, too, where it stands there as
 * it was sent.
 */
import { huffmanDecode } from '../dissect/http2/hpack/huffman.ts';
import { headerTable } from '../dissect/http2/hpack/table.ts';
import type { Recording } from '../model/recording.ts';
import type { Direction, TraceEvent } from '../model/trace.ts';

export interface Secrets {
  /** Names of fields, in lower case, beside those of credentials. */
  names: readonly string[];
  /** What is overwritten in answers, a character for a byte. */
  values: readonly string[];
  /** Whether content is one, too. */
  content: boolean;
}

/** RFC 9110 §11.6.2 and §11.7.2; RFC 6265 §4.2. */
export const credentialFields: readonly string[] = ['authorization', 'proxy-authorization', 'cookie'];

export function withoutSecrets(recording: Recording, secrets: Secrets): Recording {
  const numbers = new Set(
    recording.events.flatMap((event) => (event.type === 'bytes' ? [event.connection] : [])),
  );
  const overwritten = new Map<TraceEvent, Uint8Array>();
  for (const number of numbers)
    for (const direction of ['c2s', 's2c'] as const) {
      const pieces = piecesOf(recording.events, number, direction);
      const bytes = Buffer.concat(pieces.map((event) => event.bytes));
      if (direction === 's2c') overwriteValues(bytes, secrets.values);
      else if (bytes.toString('latin1', 0, preface.length) === preface) overwriteFrames(bytes, secrets);
      else overwriteRequests(bytes, secrets);
      let at = 0;
      for (const event of pieces) {
        overwritten.set(event, bytes.subarray(at, at + event.bytes.length));
        at += event.bytes.length;
      }
    }
  const events = recording.events.map((event) => {
    const bytes = overwritten.get(event);
    return event.type === 'bytes' && bytes ? { ...event, bytes } : event;
  });
  return { ...recording, events };
}

type Piece = TraceEvent & { type: 'bytes' };

const piecesOf = (events: readonly TraceEvent[], connection: number, direction: Direction): Piece[] =>
  events.filter(
    (event): event is Piece =>
      event.type === 'bytes' && event.connection === connection && event.direction === direction,
  );

const asterisk = 0x2a;

/** Eight bits, and an asterisk, in the code of RFC 7541, Appendix B. */
const huffmanAsterisk = 0xf9;

/** What is shorter stands in an answer by chance. */
const leastEchoed = 8;

function overwriteValues(bytes: Buffer, values: readonly string[]): void {
  for (const value of values) {
    if (value.length < leastEchoed) continue;
    for (
      let at = bytes.indexOf(value, 0, 'latin1');
      at >= 0;
      at = bytes.indexOf(value, at + value.length, 'latin1')
    )
      bytes.fill(asterisk, at, at + value.length);
  }
}

/** Requests of HTTP/1.x, which the bench wrote itself: a name, a colon, a space and a value to a line. */
function overwriteRequests(bytes: Buffer, { names, content }: Secrets): void {
  const hidden = [...credentialFields, ...names];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf('\r\n\r\n', at);
    const head = bytes.toString('latin1', at, end < 0 ? bytes.length : end);
    for (const { index, 0: line, 1: name = '' } of head.matchAll(/^([^:\r\n]+): [^\r\n]*/gm))
      if (hidden.includes(name.toLowerCase()))
        bytes.fill(asterisk, at + index + name.length + 2, at + index + line.length);
    // After a handshake no requests follow.
    if (end < 0 || /^upgrade:/im.test(head)) return;
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    at = end + 4 + length;
    if (content) bytes.fill(asterisk, end + 4, Math.min(at, bytes.length));
  }
}

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

const [data, headers, continuation] = [0, 1, 9];
const [padded, priority, endHeaders] = [0x8, 0x20, 0x4];

/** Frames of HTTP/2, RFC 9113 §4.1 and §6. */
function overwriteFrames(bytes: Buffer, secrets: Secrets): void {
  /** Where in `bytes` each byte of the field block stands that is being read. */
  let block: number[] = [];
  for (let at = preface.length; at + 9 <= bytes.length; ) {
    const [length, type, flags] = [bytes.readUIntBE(at, 3), bytes[at + 3] ?? 0, bytes[at + 4] ?? 0];
    const end = Math.min(at + 9 + length, bytes.length);
    const isPadded = (type === data || type === headers) && (flags & padded) !== 0;
    const from = at + 9 + (isPadded ? 1 : 0) + (type === headers && (flags & priority) !== 0 ? 5 : 0);
    const to = end - (isPadded ? (bytes[at + 9] ?? 0) : 0);
    if (type === data && secrets.content) bytes.fill(asterisk, from, Math.max(from, to));
    if (type === headers || type === continuation) {
      for (let byte = from; byte < to; byte++) block.push(byte);
      if ((flags & endHeaders) !== 0) {
        overwriteFields(bytes, block, secrets);
        block = [];
      }
    }
    at = end;
  }
}

const staticTable = headerTable();

/** Field lines that are never indexed, RFC 7541 §6.2.3, as the bench sends those of the user. */
function overwriteFields(bytes: Buffer, block: readonly number[], { names }: Secrets): void {
  const plain = Buffer.from(block.map((at) => bytes[at] ?? 0));
  const hidden = [...credentialFields, ...names];
  for (let at = 0; at < plain.length; ) {
    const first = plain[at] ?? 0;
    const [prefix, isLiteral] =
      first >= 0x80 ? [7, false] : first >= 0x40 ? [6, true] : first >= 0x20 ? [5, false] : [4, true];
    const index = integerAt(plain, at, prefix);
    at = index.next;
    if (!isLiteral) continue;
    const name = index.value === 0 ? stringAt(plain, at) : null;
    at = name?.next ?? at;
    const value = stringAt(plain, at);
    const called = name?.text ?? staticTable.field(index.value)?.[0];
    const isHidden = called === undefined || hidden.includes(called);
    if (first < 0x20 && first >= 0x10 && isHidden)
      for (const place of block.slice(value.from, value.next))
        bytes[place] = value.isHuffman ? huffmanAsterisk : asterisk;
    at = value.next;
  }
}

interface Read {
  next: number;
}

/** RFC 7541 §5.1. */
function integerAt(bytes: Buffer, at: number, prefix: number): Read & { value: number } {
  const most = (1 << prefix) - 1;
  let value = (bytes[at] ?? 0) & most;
  let next = at + 1;
  if (value === most)
    for (let shift = 0; next <= bytes.length; shift += 7) {
      const byte = bytes[next++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
  return { value, next };
}

/** RFC 7541 §5.2. */
function stringAt(bytes: Buffer, at: number): Read & { from: number; text: string; isHuffman: boolean } {
  const isHuffman = (bytes[at] ?? 0) >= 0x80;
  const { value: length, next: from } = integerAt(bytes, at, 7);
  const next = Math.min(from + length, bytes.length);
  const text = isHuffman ? huffmanDecode(bytes, from, next) : bytes.toString('latin1', from, next);
  return { from, next, text: text ?? '', isHuffman };
}
