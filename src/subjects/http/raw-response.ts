/** Reads HTTP/1.x responses for the bench's own client (RFC 9112 §6): 1xx passed over, content by any framing. */
import { errorFor, reason } from '../../model/reason.ts';
import { type Head, parseHead } from './head.ts';

/** What a response is allowed to be: an instrument must not be filled by a server that does not stop. */
const headLimit = 64 * 1024;
const contentLimit = 16 * 1024 * 1024;
const interimLimit = 100;

export interface ResponseListener {
  interim?(head: Head): void;
  head(head: Head): void;
  content(bytes: Buffer): void;
  /** The response is whole. `keepsOpen` says whether its framing lets the connection go on. */
  end(keepsOpen: boolean): void;
}

export interface ResponseReader {
  /** Reads as much as belongs to this response and returns the rest. Throws an Error for what it cannot read. */
  push(bytes: Buffer): Buffer;
  /** The server finished: whether that ended the response as it should. */
  finish(): boolean;
}

/** `method`: of the request. A response to HEAD has no content, RFC 9110 §9.3.2. */
export function createResponseReader(listener: ResponseListener, method = 'GET'): ResponseReader {
  let state: 'head' | 'length' | 'chunk' | 'chunk end' | 'trailers' | 'close' | 'over' = 'head';
  let kept: Buffer = Buffer.alloc(0);
  let left = 0;
  let total = 0;
  let [interim, trailers] = [0, 0];

  const pass = (part: Buffer) => {
    total += part.length;
    if (total > contentLimit) throw errorFor(reason('error.long-answer', { n: contentLimit / 1024 / 1024 }));
    if (part.length > 0) listener.content(part);
  };
  const over = (keepsOpen: boolean) => {
    state = 'over';
    listener.end(keepsOpen);
  };
  /** The next line, or null while it is not whole. */
  const line = (): string | null => {
    const end = kept.indexOf('\n');
    if (end < 0) {
      if (kept.length > headLimit) throw errorFor('error.endless-line');
      return null;
    }
    const text = kept.subarray(0, end).toString('latin1').replace(/\r$/, '');
    kept = kept.subarray(end + 1);
    return text;
  };
  const readHead = (): boolean => {
    const end = kept.indexOf('\r\n\r\n');
    if (end < 0) {
      if (kept.length > headLimit) throw errorFor('error.endless-head');
      return false;
    }
    const head = parseHead(kept.subarray(0, end).toString('latin1'));
    kept = kept.subarray(end + 4);
    if (!/^HTTP\/1\.[01]$/.test(head.method)) throw errorFor('error.no-http1');
    if (head.target.startsWith('1') && head.target !== '101') {
      interim += 1;
      if (interim > interimLimit) throw errorFor(reason('error.interim', { n: interimLimit }));
      listener.interim?.(head);
      return true;
    }
    listener.head(head);
    const length = head.fields.get('content-length');
    if (method === 'HEAD' || head.target === '204' || head.target === '304') over(true);
    else if (/\bchunked\b/i.test(head.fields.get('transfer-encoding') ?? '')) state = 'chunk';
    else if (length !== undefined) {
      left = Number(length);
      state = 'length';
      if (left === 0) over(true);
    } else state = 'close';
    return true;
  };
  const readPart = (next: typeof state): boolean => {
    const part = kept.subarray(0, left);
    kept = kept.subarray(part.length);
    left -= part.length;
    pass(part);
    if (left > 0) return false;
    state = next;
    if (next === 'over') over(true);
    return true;
  };
  const readLine = (): boolean => {
    const text = line();
    if (text === null) return false;
    if (state === 'chunk') {
      left = Number.parseInt(text, 16);
      if (!(left >= 0)) throw errorFor('error.chunk-size');
      state = left === 0 ? 'trailers' : 'chunk end';
    } else if (text === '') over(true);
    else {
      trailers += text.length;
      if (trailers > headLimit) throw errorFor('error.endless-trailers');
    }
    return true;
  };
  const step = (): boolean => {
    switch (state) {
      case 'head':
        return readHead();
      case 'length':
        return readPart('over');
      case 'chunk end':
        if (left > 0) return readPart('chunk end');
        if (line() === null) return false;
        state = 'chunk';
        return true;
      case 'chunk':
      case 'trailers':
        return readLine();
      case 'close':
        pass(kept);
        kept = Buffer.alloc(0);
        return false;
      case 'over':
        return false;
    }
  };
  return {
    push(bytes) {
      kept = kept.length === 0 ? bytes : Buffer.concat([kept, bytes]);
      while (step());
      if (state !== 'over') return Buffer.alloc(0);
      const rest = kept;
      kept = Buffer.alloc(0);
      return rest;
    },
    finish() {
      if (state !== 'close') return false;
      over(false);
      return true;
    },
  };
}
