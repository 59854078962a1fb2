/**
 * Requests of HTTP/1.x, RFC 9112, from whoever wrote them: with or without a space after the colon, folded, with content
 * of a length or in chunks. What is no request is left as it is, unless frames of HTTP/2 begin there.
 */
import { asterisk, type Hidden } from './fill.ts';
import { overwriteFrames, preface } from './http2.ts';

export function overwriteRequests(bytes: Buffer, hidden: Hidden): void {
  for (let at = 0; at < bytes.length; ) {
    if (startsWith(bytes, at, preface)) {
      overwriteFrames(bytes.subarray(at + preface.length), hidden);
      return;
    }
    // After a handshake something else follows.
    if (!request.test(bytes.toString('latin1', at, at + longestMethod))) return;
    const head = sectionAt(bytes, at);
    overwriteFields(bytes, head, hidden.names);
    at = pastContent(bytes, head, hidden);
  }
}

/** A method and a space, RFC 9112 §3; empty lines before it, §2.2. Nor is the beginning of one something else. */
const request = /^[\r\n]*[!#$%&'*+.^_`|~\w-]*(?: |$)/;
const longestMethod = 64;

const [lineFeed, carriageReturn] = [0x0a, 0x0d];

/** Field lines and what stands before them, up to an empty line or the end of what there is. */
interface Section {
  text: string;
  from: number;
  to: number;
}

function sectionAt(bytes: Buffer, at: number): Section {
  let from = at;
  while (bytes[from] === carriageReturn || bytes[from] === lineFeed) from++;
  const to = pastEmptyLine(bytes, from);
  return { text: bytes.toString('latin1', from, to), from, to };
}

function pastEmptyLine(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(lineFeed, from); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) {
    const next = bytes[at + 1] === carriageReturn ? at + 2 : at + 1;
    if (bytes[next] === lineFeed) return next + 1;
  }
  return bytes.length;
}

/** RFC 9112 §5 and §5.2: a name, a colon, a value that may go on in lines that begin with a space. */
const fieldLine = /^([^:\s]+)([ \t]*:[ \t]*)([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/gm;

function overwriteFields(bytes: Buffer, { text, from }: Section, names: Hidden['names']): void {
  for (const { index, 1: name = '', 2: colon = '', 3: value = '' } of text.matchAll(fieldLine)) {
    if (!names.has(name.toLowerCase())) continue;
    const stars = value.replaceAll(/(\r?\n[ \t]+)|./gs, (_, fold?: string) => fold ?? '*');
    bytes.write(stars, from + index + name.length + colon.length, 'latin1');
  }
}

/** Where the next request begins. RFC 9112 §6.3. */
function pastContent(bytes: Buffer, head: Section, hidden: Hidden): number {
  if (/^transfer-encoding[ \t]*:/im.test(head.text)) return pastChunks(bytes, head.to, hidden);
  const length = Number(/^content-length[ \t]*:[ \t]*(\d+)/im.exec(head.text)?.[1] ?? 0);
  return pastHidden(bytes, head.to, head.to + length, hidden);
}

/** RFC 9112 §7.1. */
function pastChunks(bytes: Buffer, from: number, hidden: Hidden): number {
  for (let at = from; at < bytes.length; ) {
    while (bytes[at] === carriageReturn || bytes[at] === lineFeed) at++;
    const end = bytes.indexOf(lineFeed, at) + 1;
    const line = /^([\da-f]+)[^\n]*\n?/i.exec(bytes.toString('latin1', at, end === 0 ? bytes.length : end));
    // Where a chunk should begin is something else: whose, nobody can say.
    if (line === null) return pastHidden(bytes, at, bytes.length, hidden);
    at += line[0].length;
    const size = Number.parseInt(line[1] ?? '0', 16);
    if (size === 0) {
      const trailers = trailersAt(bytes, at);
      overwriteFields(bytes, trailers, hidden.names);
      return trailers.to;
    }
    at = pastHidden(bytes, at, at + size, hidden);
  }
  return bytes.length;
}

/** RFC 9112 §7.1.2: mostly there are none, and an empty line stands at once. */
function trailersAt(bytes: Buffer, at: number): Section {
  const empty = /^\r?\n/.exec(bytes.toString('latin1', at, at + 2))?.[0];
  return empty === undefined ? sectionAt(bytes, at) : { text: '', from: at, to: at + empty.length };
}

function pastHidden(bytes: Buffer, from: number, to: number, { content }: Hidden): number {
  if (content) bytes.fill(asterisk, Math.min(from, bytes.length), Math.min(to, bytes.length));
  return to;
}

const startsWith = (bytes: Buffer, at: number, text: string): boolean =>
  bytes.toString('latin1', at, at + text.length) === text;
