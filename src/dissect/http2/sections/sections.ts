/**
 * Puts header sections together: the block in HEADERS or PUSH_PROMISE and the CONTINUATION frames after it,
 * RFC 9113 §4.3, decoded with the direction's one HPACK decoder.
 */

import { reason } from '../../../model/reason.ts';
import type { GivenRule, PlainRuleId } from '../../../model/rules/fault.ts';
import type { Position } from '../../../model/trace.ts';
import { flag, frameName, frameType, mostKept, prefixLength } from '../frame-rules.ts';
import { type Frame, frameHeaderLength, type Place, readUint31 } from '../frames.ts';
import { createHpackDecoder } from '../hpack/hpack.ts';
import { noFields, type SectionFields, takeField } from './fields.ts';

export interface Section extends Place {
  stream: number;
  /** PUSH_PROMISE: the stream that it promises. */
  promised: number | null;
  endStream: boolean;
  to: number;
  /** Position of its last byte. */
  end: Position;
  /** Of its frames, on the wire. */
  bytes: number;
  /** Null where it could not be decoded. */
  fields: SectionFields | null;
}

export interface SectionReader {
  /** A whole HEADERS, PUSH_PROMISE or CONTINUATION frame; gives the section that it completes. */
  frame(frame: Frame, payload: Uint8Array, end: Position): Section | null;
  /** Where the section begins that is not complete. */
  unfinished(): Place | null;
  /** Why this frame may not come now: in the middle of a header section, or a CONTINUATION outside of one. */
  outOfPlace(frame: Frame): GivenRule | null;
  /** The other side lets the dynamic table hold this much. */
  limit(size: number): void;
  /** A frame at fault went by unread: if it held a part of a header block, what follows cannot be decoded. */
  passedOver(frame: Frame): void;
}

export function createSectionReader(fault: (place: Place, rule: GivenRule) => void): SectionReader {
  const decoder = createHpackDecoder();
  let decodable = true;
  let open: { section: Section; block: Uint8Array; length: number } | null = null;

  const decode = (section: Section, block: Uint8Array): Section => {
    if (!decodable) return section;
    const fields = noFields();
    const error = decoder.decode(block, (name, value) => takeField(fields, name, value));
    if (error === null) return { ...section, fields };
    decodable = false;
    fault(section, reason('http2.compression', { what: reason(error) }));
    return section;
  };

  const begin = (frame: Frame, payload: Uint8Array, end: Position): Section | null => {
    const section: Section = {
      begin: frame.begin,
      from: frame.from,
      stream: frame.stream,
      promised: null,
      endStream: frame.type === frameType.HEADERS && (frame.flags & flag.END_STREAM) !== 0,
      to: frame.to,
      end,
      bytes: frameHeaderLength + frame.length,
      fields: null,
    };
    const flags = frame.type === frameType.HEADERS ? frame.flags : frame.flags & flag.PADDED;
    let from = prefixLength(flags);
    const padding = (flags & flag.PADDED) === 0 ? 0 : (payload[0] ?? 0);
    if (frame.type === frameType.PUSH_PROMISE) {
      section.promised = readUint31(payload, from);
      from += 4;
    }
    if (isSelfDependent(frame, payload)) fault(frame, 'http2.depends-on-itself');
    if (padding > payload.length - from) {
      fault(frame, 'http2.padding');
      decodable = false;
    }
    const block = payload.subarray(from, payload.length - padding);
    if ((frame.flags & flag.END_HEADERS) !== 0) return decode(section, block);
    // The payload is lent for this call only.
    open = { section, block: new Uint8Array(block), length: block.length };
    return null;
  };

  const proceed = (frame: Frame, payload: Uint8Array, end: Position): Section | null => {
    if (open === null) return null;
    if (open.length + payload.length > open.block.length) {
      const larger = new Uint8Array(Math.min(mostKept, 2 * (open.length + payload.length)));
      larger.set(open.block.subarray(0, open.length));
      open.block = larger;
    }
    open.block.set(payload, open.length);
    open.length += payload.length;
    const { section } = open;
    section.bytes += frameHeaderLength + frame.length;
    section.to = frame.to;
    section.end = end;
    if ((frame.flags & flag.END_HEADERS) === 0) return null;
    const block = open.block.subarray(0, open.length);
    open = null;
    return decode(section, block);
  };

  return {
    frame: (frame, payload, end) =>
      frame.type === frameType.CONTINUATION ? proceed(frame, payload, end) : begin(frame, payload, end),
    unfinished: () => open?.section ?? null,
    outOfPlace: (frame) => {
      if (open === null) {
        return frame.type === frameType.CONTINUATION ? 'http2.continuation' : null;
      }
      if (frame.type !== frameType.CONTINUATION || frame.stream !== open.section.stream) {
        return reason('http2.within-section', { Frame: frameName(frame.type) });
      }
      return open.length + frame.length > mostKept ? tooLarge : null;
    },
    limit: decoder.limit,
    passedOver: (frame) => {
      if (frame.type === frameType.HEADERS || frame.type === frameType.PUSH_PROMISE) decodable = false;
    },
  };
}

/** RFC 7540 §5.3.1. */
function isSelfDependent({ type, flags, stream }: Frame, payload: Uint8Array): boolean {
  if (type !== frameType.HEADERS || (flags & flag.PRIORITY) === 0) return false;
  return readUint31(payload, prefixLength(flags & flag.PADDED)) === stream;
}

export const tooLarge = 'http2.large-section' satisfies PlainRuleId;
