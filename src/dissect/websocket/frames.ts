/**
 * Cuts one direction of a WebSocket into frames, RFC 6455 §5.2, however its bytes arrive. Payload passes through and
 * is never kept, so a length of any size costs nothing.
 */
import type { Position } from '../../model/trace.ts';
import type { Place } from '../http2/frames.ts';

/** RFC 6455 §5.2. The others are reserved; from 8 on a frame is control. */
export const opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export const isControl = (frame: WebSocketFrame): boolean => frame.opcode >= 8;

export function createWebSocketFrameReader(listener: WebSocketFrameListener): WebSocketFrameReader {
  /** A header of which only a part has come. */
  const header = new Uint8Array(longestHeader);
  let headerRead = 0;
  let begin: Place | null = null;
  /** The masking key of the frame that is being read, of which there is one at a time. */
  const mask = new Uint8Array(4);
  let frame: WebSocketFrame | null = null;
  let stopped = false;
  let offset = 0;

  const readHeader = (bytes: Uint8Array, from: number, position: Position): number => {
    const size = headerLength(bytes, from, bytes.length - from);
    const isWhole = headerRead === 0 && from + size <= bytes.length;
    if (isWhole) {
      const place = { begin: { seq: position.seq, at: position.at }, from: offset + from };
      take(parseHeader(bytes, from, size, mask, place, offset + from + size), position);
      return from + size;
    }
    let at = from;
    begin ??= { begin: { seq: position.seq, at: position.at }, from: offset + from };
    while (at < bytes.length && headerRead < headerLength(header, 0, headerRead)) {
      header[headerRead++] = bytes[at++] ?? 0;
    }
    if (headerRead < headerLength(header, 0, headerRead)) return at;
    const place = begin;
    const length = headerRead;
    headerRead = 0;
    begin = null;
    take(parseHeader(header, 0, length, mask, place, offset + at), position);
    return at;
  };

  const take = (next: WebSocketFrame, position: Position): void => {
    frame = next;
    stopped = !listener.header(next, position);
  };

  const readPayload = (
    current: WebSocketFrame,
    bytes: Uint8Array,
    at: number,
    position: Position,
  ): number => {
    const end = at + Math.min(current.length - current.read, bytes.length - at);
    current.read += end - at;
    current.to = offset + end;
    listener.payload(current, bytes, at, end, position);
    return end;
  };

  return {
    read: (bytes, position, from = offset) => {
      offset = from;
      let at = 0;
      while (!stopped && at < bytes.length) {
        at = frame === null ? readHeader(bytes, at, position) : readPayload(frame, bytes, at, position);
        if (stopped || frame === null || frame.read < frame.length) continue;
        const done: WebSocketFrame = frame;
        frame = null;
        listener.end(done, position);
      }
      offset += bytes.length;
    },
    unfinished: () => ({ frame, header: begin }),
  };
}

const longestHeader = 14;

/** As far as it can be told from these first bytes of it. */
function headerLength(bytes: Uint8Array, from: number, count: number): number {
  if (count < 2) return 2;
  const second = bytes[from + 1] ?? 0;
  const code = second & 0x7f;
  return 2 + (code === 127 ? 8 : code === 126 ? 2 : 0) + (second >= 0x80 ? 4 : 0);
}

function parseHeader(
  bytes: Uint8Array,
  from: number,
  size: number,
  mask: Uint8Array,
  { begin, from: place }: Place,
  to: number,
): WebSocketFrame {
  const first = bytes[from] ?? 0;
  const second = bytes[from + 1] ?? 0;
  const code = second & 0x7f;
  const isMasked = second >= 0x80;
  let length = code;
  let encoding: WebSocketFrame['encoding'] = 'minimal';
  if (code === 126) {
    length = readUint(bytes, from + 2, 2);
    if (length < 126) encoding = 'too long';
  } else if (code === 127) {
    length = readUint(bytes, from + 2, 8);
    if (length < 2 ** 16) encoding = 'too long';
    if ((bytes[from + 2] ?? 0) >= 0x80) encoding = 'top bit set';
  }
  for (let at = 0; at < 4; at++) mask[at] = isMasked ? (bytes[from + size - 4 + at] ?? 0) : 0;
  return {
    begin,
    from: place,
    to,
    fin: first >= 0x80,
    reserved: (first >> 4) & 0x7,
    opcode: first & 0xf,
    isMasked,
    mask,
    headerLength: size,
    length,
    encoding,
    read: 0,
  };
}

/** Beyond 2^53 not exact. */
function readUint(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at++) value = value * 0x100 + (bytes[at] ?? 0);
  return value;
}

export interface WebSocketFrame extends Place {
  /** Offset after the last byte of it that has been read. */
  to: number;
  fin: boolean;
  /** RSV1, RSV2 and RSV3 as the bits 4, 2 and 1. */
  reserved: number;
  opcode: number;
  isMasked: boolean;
  /** The masking key, RFC 6455 §5.3, while this frame is being read; zeros where it is not masked. */
  mask: Uint8Array;
  headerLength: number;
  /** Of the payload. Beyond 2^53 not exact. */
  length: number;
  encoding: 'minimal' | 'too long' | 'top bit set';
  /** Bytes of the payload that have been read. */
  read: number;
}

export interface WebSocketFrameListener {
  /** The header was read. False: nothing more is read in this direction. */
  header(frame: WebSocketFrame, position: Position): boolean;
  /** A part of the payload, as on the wire, `bytes` from `from` to `to`; its last byte is the one that `frame.read` counts last. */
  payload(frame: WebSocketFrame, bytes: Uint8Array, from: number, to: number, position: Position): void;
  /** The last byte was read. */
  end(frame: WebSocketFrame, position: Position): void;
}

export interface WebSocketFrameReader {
  /** `offset`: of the first of these bytes, where they do not follow on those before. */
  read(bytes: Uint8Array, position: Position, offset?: number): void;
  /** The frame whose payload, or the place of that whose header, has not all been read. */
  unfinished(): { frame: WebSocketFrame | null; header: Place | null };
}
