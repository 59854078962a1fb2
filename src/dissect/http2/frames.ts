/**
 * Cuts one direction of an HTTP/2 connection into frames, RFC 9113 §4.1, however its bytes arrive.
 * The content of DATA passes through and is never kept; of the other frames as much is kept as is asked for.
 */
import type { Position } from '../../model/trace.ts';

export const frameHeaderLength = 9;

/** Where something begins: position and offset of its first byte. */
export interface Place {
  begin: Position;
  from: number;
}

export interface Frame extends Place {
  type: number;
  flags: number;
  stream: number;
  /** Length of the payload. */
  length: number;
  /** Offset after its last byte. */
  to: number;
  /** DATA: the value of the Pad Length field once it is read, 0 without one. */
  padding: number;
}

export interface FrameListener {
  /** The header was read. How many bytes of the payload are to be kept, or null: nothing more is read. */
  header(frame: Frame): number | null;
  /** Payload of DATA went by: `wire` bytes, and among them this content, whose first byte has this offset. */
  data(frame: Frame, content: Uint8Array, wire: number, position: Position, offset: number): void;
  /** The last byte was read, at `end`. `payload` holds what was to be kept, and may be used during the call only. */
  frame(frame: Frame, payload: Uint8Array, end: Position): void;
}

export interface FrameReader {
  /** `offset`: of the first of these bytes, where they do not follow on those before. */
  read(bytes: Uint8Array, position: Position, offset?: number): void;
  /** The frame of which not all has been read: only its place while the header is incomplete. */
  unfinished(): Frame | Place | null;
}

/** `offset`: of the first byte that will be read, in its direction. */
export function createFrameReader(offset: number, listener: FrameListener): FrameReader {
  const header = new Uint8Array(frameHeaderLength);
  let headerRead = 0;
  let begin: Position | null = null;
  let frame: Frame | null = null;
  /** Bytes of the payload still to come. */
  let left = 0;
  let keep = 0;
  let buffered: Uint8Array | null = null;
  let bufferedLength = 0;
  let consumed = offset;
  let stopped = false;

  const readHeader = (bytes: Uint8Array, at: number, position: Position): number => {
    const taken = Math.min(frameHeaderLength - headerRead, bytes.length - at);
    begin ??= { seq: position.seq, at: position.at };
    for (let index = 0; index < taken; index++) header[headerRead++] = bytes[at + index] ?? 0;
    consumed += taken;
    if (headerRead < frameHeaderLength) return at + taken;
    headerRead = 0;
    const from = consumed - frameHeaderLength;
    frame = parseHeader(header, begin, from);
    begin = null;
    left = frame.length;
    const wanted = listener.header(frame);
    if (wanted === null) {
      stopped = true;
      frame = null;
    }
    keep = Math.min(wanted ?? 0, left);
    buffered = null;
    bufferedLength = 0;
    return at + taken;
  };

  const readPayload = (current: Frame, bytes: Uint8Array, at: number, position: Position): number => {
    const taken = Math.min(left, bytes.length - at);
    if (current.type === 0) passData(current, bytes, at, taken, position);
    else if (bufferedLength < keep) {
      const slice = bytes.subarray(at, at + Math.min(taken, keep - bufferedLength));
      if (slice.length === keep && taken === left) buffered = slice;
      else {
        buffered ??= new Uint8Array(keep);
        buffered.set(slice, bufferedLength);
      }
      bufferedLength += slice.length;
    }
    left -= taken;
    consumed += taken;
    return at + taken;
  };

  /** Pad Length, content, padding: RFC 9113 §6.1. */
  const passData = (
    current: Frame,
    bytes: Uint8Array,
    at: number,
    taken: number,
    position: Position,
  ): void => {
    let contentFrom = at;
    const read = current.length - left;
    const padded = (current.flags & 0x8) !== 0 ? 1 : 0;
    if (padded === 1 && read === 0 && taken > 0) {
      current.padding = bytes[at] ?? 0;
      contentFrom++;
    }
    const contentEnd = current.length - current.padding;
    const contentTo = Math.min(at + taken, Math.max(contentFrom, at + contentEnd - read));
    const offset = consumed + contentFrom - at;
    listener.data(current, bytes.subarray(contentFrom, contentTo), taken, position, offset);
  };

  return {
    read: (bytes, position, from = consumed) => {
      consumed = from;
      let at = 0;
      while (!stopped && at < bytes.length) {
        at = frame === null ? readHeader(bytes, at, position) : readPayload(frame, bytes, at, position);
        if (frame === null || left > 0) continue;
        const done: Frame = frame;
        frame = null;
        listener.frame(done, buffered ?? nothing, position);
        buffered = null;
      }
    },
    unfinished: () => frame ?? (begin === null ? null : { begin, from: consumed - headerRead }),
  };
}

const nothing = new Uint8Array(0);

function parseHeader(bytes: Uint8Array, begin: Position, from: number): Frame {
  const length = readUint32(bytes, 0) >>> 8;
  return {
    type: bytes[3] ?? 0,
    flags: bytes[4] ?? 0,
    stream: readUint31(bytes, 5),
    length,
    begin,
    from,
    to: from + frameHeaderLength + length,
    padding: 0,
  };
}

/** A stream identifier or window size increment: 32 bits of which the first is reserved. */
export function readUint31(bytes: Uint8Array, at: number): number {
  return readUint32(bytes, at) % 0x80000000;
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) * 0x1000000 +
    (bytes[at + 1] ?? 0) * 0x10000 +
    (bytes[at + 2] ?? 0) * 0x100 +
    (bytes[at + 3] ?? 0)
  );
}
