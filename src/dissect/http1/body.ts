/**
 * Reads the content of an HTTP/1.x message to its end. Content is counted, never copied, and skipped in whole
 * strides. RFC 9112 §6, §7.1.
 */
import type { Framing } from './framing.ts';
import { readFields } from './head.ts';
import { longestSection, newSection, readSection, type Section } from './section.ts';

export function newBody(framing: Framing): Body {
  const step = framing.by === 'chunked' ? 'size' : framing.by === 'FIN' ? 'until FIN' : 'content';
  return { step, remaining: framing.length, content: 0, line: '', lineFrom: 0, trailers: null };
}

/**
 * Reads on from index `from`, as far as `to`, of bytes whose index 0 has the offset `base` in its direction; gives the
 * index after what it took. The step is then 'done', 'faulty' or where it stopped.
 */
export function readBody(
  body: Body,
  bytes: Buffer,
  from: number,
  to: number,
  base: number,
  report: Report,
): number {
  let at = from;
  while (at < to && body.step !== 'done' && body.step !== 'faulty') {
    switch (body.step) {
      case 'until FIN':
        body.content += to - at;
        return to;
      case 'content':
      case 'chunk': {
        const stride = Math.min(body.remaining, to - at);
        body.content += stride;
        body.remaining -= stride;
        at += stride;
        if (body.remaining === 0) body.step = body.step === 'chunk' ? 'chunk end' : 'done';
        break;
      }
      case 'size':
        at = readSize(body, bytes, at, to, base, report);
        break;
      case 'chunk end':
      case 'chunk LF': {
        const byte = bytes[at];
        if (byte === 10) body.step = 'size';
        else if (byte === 13 && body.step === 'chunk end') body.step = 'chunk LF';
        else fail(body, 'a chunk longer than its size', base + at, report);
        at += 1;
        break;
      }
      case 'trailers':
        at = readTrailers(body, bytes, at, to, base, report);
        break;
    }
  }
  return at;
}

function readSize(
  body: Body,
  bytes: Buffer,
  from: number,
  limit: number,
  base: number,
  report: Report,
): number {
  if (body.line === '') body.lineFrom = base + from;
  const lineFeed = bytes.subarray(0, limit).indexOf(10, from);
  const to = lineFeed < 0 ? limit : lineFeed + 1;
  const length = body.line.length + to - from;
  if (length > longestSection || (lineFeed < 0 && length === longestSection)) {
    fail(body, 'a chunk size line longer than 64 KiB', body.lineFrom, report);
    return to;
  }
  body.line += bytes.toString('latin1', from, to);
  if (lineFeed < 0) return to;
  const [, figure] = sizeLine.exec(body.line) ?? [];
  const size = figure === undefined ? Number.NaN : Number.parseInt(figure, 16);
  body.line = '';
  if (!Number.isSafeInteger(size)) {
    fail(body, 'an invalid chunk size', body.lineFrom, report);
  } else {
    body.step = size === 0 ? 'trailers' : 'chunk';
    body.remaining = size;
  }
  return to;
}

function readTrailers(
  body: Body,
  bytes: Buffer,
  from: number,
  limit: number,
  base: number,
  report: Report,
): number {
  if (body.trailers === null) {
    body.trailers = newSection();
    body.lineFrom = base + from;
  }
  const to = readSection(body.trailers, bytes, from, limit);
  const { text, overlong } = body.trailers;
  if (text !== null) {
    const { badLine } = readFields(text, 0);
    if (badLine >= 0) report('a malformed trailer line', body.lineFrom + badLine);
    body.step = 'done';
  } else if (overlong) {
    fail(body, 'a trailer section longer than 64 KiB', body.lineFrom, report);
  }
  return to;
}

function fail(body: Body, what: string, offset: number, report: Report): void {
  body.step = 'faulty';
  report(what, offset);
}

const sizeLine = /^([0-9A-Fa-f]+)[ \t]*(?:;[^\r\n]*)?\r?\n$/;

/** Told what is not allowed, and its offset in this direction. */
export type Report = (what: string, offset: number) => void;

export interface Body {
  step:
    | 'content'
    | 'until FIN'
    | 'size'
    | 'chunk'
    | 'chunk end'
    | 'chunk LF'
    | 'trailers'
    | 'done'
    | 'faulty';
  /** Bytes left of the content or of this chunk. */
  remaining: number;
  /** Bytes of content so far. */
  content: number;
  /** A chunk size line that is split across events. */
  line: string;
  lineFrom: number;
  trailers: Section | null;
}
