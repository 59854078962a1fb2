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
  const header = new Uint8Array(longestHeader);
  let headerRead = 0;
  let begin: Place | null = null;
  let frame: WebSocketFrame | null = null;
  let stopped = false;
  let offset = 0;

  const readHeader = (bytes: Uint8Array, from: number, position: Position): number => {
    let at = from;
    begin ??= { begin: { seq: position.seq, at: position.at }, from: offset + from };
    while (at < bytes.length && headerRead < headerLength(header, headerRead)) {
      header[headerRead++] = bytes[at++] ?? 0;
    }
    if (headerRead < headerLength(header, headerRead)) return at;
    frame = parseHeader(header, headerRead, begin, offset + at);
    headerRead = 0;
    begin = null;
    stopped = !listener.header(frame, position);
    return at;
  };

  const readPayload = (
    current: WebSocketFrame,
    bytes: Uint8Array,
    at: number,
    position: Position,
  ): number => {
    const taken = Math.min(current.length - current.read, bytes.length - at);
    current.read += taken;
    current.to = offset + at + taken;
    listener.payload(current, bytes.subarray(at, at + taken), position);
    return at + taken;
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

/** As far as it can be told from what has been read of it. */
function headerLength(header: Uint8Array, read: number): number {
  if (read < 2) return 2;
  const second = header[1] ?? 0;
  const code = second & 0x7f;
  return 2 + (code === 127 ? 8 : code === 126 ? 2 : 0) + (second >= 0x80 ? 4 : 0);
}

function parseHeader(bytes: Uint8Array, size: number, place: Place, to: number): WebSocketFrame {
  const [first = 0, second = 0] = bytes;
  const code = second & 0x7f;
  const isMasked = second >= 0x80;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let length = code;
  let encoding: WebSocketFrame['encoding'] = 'minimal';
  if (code === 126) {
    length = view.getUint16(2);
    if (length < 126) encoding = 'too long';
  } else if (code === 127) {
    length = view.getUint32(2) * 2 ** 32 + view.getUint32(6);
    if (length < 2 ** 16) encoding = 'too long';
    if (view.getUint8(2) >= 0x80) encoding = 'top bit set';
  }
  return {
    ...place,
    to,
    fin: first >= 0x80,
    reserved: (first >> 4) & 0x7,
    opcode: first & 0xf,
    mask: isMasked ? bytes.slice(size - 4, size) : null,
    headerLength: size,
    length,
    encoding,
    read: 0,
  };
}

/** RFC 6455 §5.3. `index`: how many bytes of the frame's payload came before. */
export function unmask(slice: Uint8Array, mask: Uint8Array | null, index: number, into: Uint8Array): void {
  for (let at = 0; at < slice.length; at++) {
    into[at] = (slice[at] ?? 0) ^ (mask?.[(index + at) % 4] ?? 0);
  }
}

export interface WebSocketFrame extends Place {
  /** Offset after the last byte of it that has been read. */
  to: number;
  fin: boolean;
  /** RSV1, RSV2 and RSV3 as the bits 4, 2 and 1. */
  reserved: number;
  opcode: number;
  /** The masking key, RFC 6455 §5.3; null where the frame is not masked. */
  mask: Uint8Array | null;
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
  /** A slice of the payload, as on the wire; its last byte is the one that `frame.read` counts last. */
  payload(frame: WebSocketFrame, slice: Uint8Array, position: Position): void;
  /** The last byte was read. */
  end(frame: WebSocketFrame, position: Position): void;
}

export interface WebSocketFrameReader {
  /** `offset`: of the first of these bytes, where they do not follow on those before. */
  read(bytes: Uint8Array, position: Position, offset?: number): void;
  /** The frame whose payload, or the place of that whose header, has not all been read. */
  unfinished(): { frame: WebSocketFrame | null; header: Place | null };
}
