/**
 * Reads the content of an HTTP/1.x message to its end: a reader for each framing, RFC 9112 §6. Content is counted,
 * never copied, and passed over in whole strides. Chunks, §7.1, are read step by step:
 *
 *     size ─▶ chunk ─▶ chunk end ─▶ size …     a line end, CR LF or a bare LF, is behind each chunk
 *     size of 0 ─▶ trailers ─▶ the content is whole
 */
import type { PlainRuleId } from '../../model/rules/fault.ts';
import type { Framing } from './framing.ts';
import { readFields } from './head.ts';
import { createSection, longestSection, readSection, type Section } from './section.ts';

export interface Content {
  by: Framing['by'];
  /** Malformed: where it ends cannot be told any longer. */
  is: 'open' | 'whole' | 'malformed';
  /** Bytes left of the content, or of the chunk that is being read. */
  remaining: number;
  /** Bytes of content so far. */
  length: number;
  /** Of chunked content. */
  step: 'size' | 'chunk' | 'chunk end' | 'chunk LF' | 'trailers';
  /** A rule is broken once in a message, at the first line that does. */
  told: PlainRuleId[];
  /** A chunk size line that is split across events. */
  line: string;
  /** Offset of that line, or of the trailer section. */
  lineFrom: number;
  trailers: Section | null;
  /** What is not allowed, and its offset in the direction; who reads takes them. */
  faults: { rule: PlainRuleId; offset: number }[];
  /** Is shown the bytes of the content, where somebody asked for them. */
  show: Show | undefined;
}

export type Show = (bytes: Uint8Array) => void;

/** Null where no content follows the head. */
export function createContent({ by, length }: Framing, show?: Show): Content | null {
  if (by === 'headers' || (by === 'content-length' && length === 0)) return null;
  return {
    by,
    is: 'open',
    remaining: length,
    length: 0,
    step: 'size',
    told: [],
    line: '',
    lineFrom: 0,
    trailers: null,
    faults: [],
    show,
  };
}

/**
 * Reads on from index `from`, as far as `to`, of bytes whose index 0 has the offset `base` in its direction; gives the
 * index after what it took.
 */
export function readContent(content: Content, bytes: Buffer, from: number, to: number, base: number): number {
  switch (content.by) {
    case 'content-length':
      return readLength(content, bytes, from, to);
    case 'chunked':
      return readChunks(content, bytes, from, to, base);
    default:
      return readToFin(content, bytes, from, to);
  }
}

/** RFC 9112 §6.2. */
function readLength(content: Content, bytes: Buffer, from: number, to: number): number {
  const stride = takeStride(content, bytes, from, to);
  if (content.remaining === 0) content.is = 'whole';
  return from + stride;
}

/** Close-delimited, RFC 9112 §6.3: only FIN ends it. */
function readToFin(content: Content, bytes: Buffer, from: number, to: number): number {
  content.show?.(bytes.subarray(from, to));
  content.length += to - from;
  return to;
}

/** RFC 9112 §7.1. */
function readChunks(content: Content, bytes: Buffer, from: number, to: number, base: number): number {
  let at = from;
  while (at < to && content.is === 'open') {
    switch (content.step) {
      case 'size':
        at = readSize(content, bytes, at, to, base);
        break;
      case 'chunk':
        at += takeStride(content, bytes, at, to);
        if (content.remaining === 0) content.step = 'chunk end';
        break;
      case 'chunk end':
      case 'chunk LF': {
        const byte = bytes[at];
        if (byte === 10) {
          if (content.step === 'chunk end') note(content, 'http1.chunk-bare-lf', base + at);
          content.step = 'size';
        } else if (byte === 13 && content.step === 'chunk end') content.step = 'chunk LF';
        else fail(content, 'http1.chunk-too-long', base + at);
        at += 1;
        break;
      }
      case 'trailers':
        at = readTrailers(content, bytes, at, to, base);
        break;
    }
  }
  return at;
}

/** The size in hexadecimal, and extensions that nobody needs, RFC 9112 §7.1.1. */
function readSize(content: Content, bytes: Buffer, from: number, limit: number, base: number): number {
  if (content.line === '') content.lineFrom = base + from;
  const lineFeed = bytes.subarray(0, limit).indexOf(10, from);
  const to = lineFeed < 0 ? limit : lineFeed + 1;
  const length = content.line.length + to - from;
  if (length > longestSection || (lineFeed < 0 && length === longestSection)) {
    fail(content, 'http1.long-chunk-line', content.lineFrom);
    return to;
  }
  content.line += bytes.toString('latin1', from, to);
  if (lineFeed < 0) return to;
  takeSize(content, content.line);
  content.line = '';
  return to;
}

function takeSize(content: Content, line: string): void {
  const [, figure, after = '', lineEnd] = sizeLine.exec(line) ?? [];
  if (figure === undefined) {
    fail(content, 'http1.chunk-size', content.lineFrom);
    return;
  }
  if (lineEnd === '\n') note(content, 'http1.chunk-bare-lf', content.lineFrom);
  if (after !== '' && !extensions.test(after)) {
    note(content, blank.test(after) ? 'http1.chunk-size-space' : 'http1.chunk-extension', content.lineFrom);
  }
  // One that no number can count is allowed, and never reached.
  const size = Number.parseInt(figure, 16);
  content.step = size === 0 ? 'trailers' : 'chunk';
  content.remaining = size;
}

const sizeLine = /^([0-9A-Fa-f]+)([ \t]*(?:;[^\r\n]*)?)(\r?\n)$/;
const blank = /^[ \t]+$/;
/** RFC 9112 §7.1.1: each a token, which may have a value, that is a token or a quoted string. */
const extensions =
  /^(?:[ \t]*;[ \t]*[!#$%&'*+\-.^_`|~\w]+(?:[ \t]*=[ \t]*(?:[!#$%&'*+\-.^_`|~\w]+|"(?:[\t\x20!#-[\]-~\x80-\xff]|\\[\t\x20-~\x80-\xff])*"))?)*$/;

/** RFC 9112 §7.1.2. */
function readTrailers(content: Content, bytes: Buffer, from: number, limit: number, base: number): number {
  if (content.trailers === null) {
    content.trailers = createSection();
    content.lineFrom = base + from;
  }
  const to = readSection(content.trailers, bytes, from, limit);
  const { text, overlong } = content.trailers;
  if (text !== null) {
    const [first] = readFields(text, 0).faults;
    content.is = 'whole';
    if (first !== undefined) note(content, 'http1.trailer-line', content.lineFrom + first.at);
  } else if (overlong) {
    fail(content, 'http1.long-trailers', content.lineFrom);
  }
  return to;
}

/** Counts what there is of the bytes that remain; gives how many they are. */
function takeStride(content: Content, bytes: Buffer, from: number, to: number): number {
  const stride = Math.min(content.remaining, to - from);
  content.show?.(bytes.subarray(from, from + stride));
  content.length += stride;
  content.remaining -= stride;
  return stride;
}

function note({ told, faults }: Content, rule: PlainRuleId, offset: number): void {
  if (told.includes(rule)) return;
  told.push(rule);
  faults.push({ rule, offset });
}

function fail(content: Content, rule: PlainRuleId, offset: number): void {
  content.is = 'malformed';
  note(content, rule, offset);
}
