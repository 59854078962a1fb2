/**
 * What RFC 9113 §4 and §6 demand of a frame before its content is looked at: on which stream it may be sent, how
 * long it may be, and how much of it is worth keeping. One row a type; what is not in the table is unknown.
 */

import { reason } from '../../model/reason.ts';
import type { GivenRule } from '../../model/rules/fault.ts';
import type { Frame } from './frames.ts';

/** Type codes, RFC 9113 §6. */
export const frameType = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
} as const;

export const flag = { ACK: 0x1, END_STREAM: 0x1, END_HEADERS: 0x4, PADDED: 0x8, PRIORITY: 0x20 } as const;

/** A header block may not be longer than this, nor a frame that has to be kept whole. A bound of ours, not of the RFC. */
export const mostKept = 2 ** 20;

interface FrameRule {
  name: string;
  /** On a stream, on the connection (stream 0), or both. */
  on: 'stream' | 'connection' | 'both';
  length: (length: number, flags: number) => boolean;
  keep: number;
}

const atLeast = (least: number) => (length: number) => length >= least;
const exactly = (only: number) => (length: number) => length === only;

/** Bytes before the content that the flags PADDED and PRIORITY announce. */
export const prefixLength = (flags: number): number =>
  ((flags & flag.PADDED) === 0 ? 0 : 1) + ((flags & flag.PRIORITY) === 0 ? 0 : 5);

const rules: readonly FrameRule[] = [
  {
    name: 'DATA',
    on: 'stream',
    length: (length, flags) => length >= prefixLength(flags & flag.PADDED),
    keep: 0,
  },
  { name: 'HEADERS', on: 'stream', length: (length, flags) => length >= prefixLength(flags), keep: mostKept },
  { name: 'PRIORITY', on: 'stream', length: exactly(5), keep: 5 },
  { name: 'RST_STREAM', on: 'stream', length: exactly(4), keep: 4 },
  {
    name: 'SETTINGS',
    on: 'connection',
    length: (length, flags) => ((flags & flag.ACK) === 0 ? length % 6 === 0 : length === 0),
    keep: mostKept,
  },
  {
    name: 'PUSH_PROMISE',
    on: 'stream',
    length: (length, flags) => length >= 4 + prefixLength(flags & flag.PADDED),
    keep: mostKept,
  },
  { name: 'PING', on: 'connection', length: exactly(8), keep: 0 },
  { name: 'GOAWAY', on: 'connection', length: atLeast(8), keep: 8 },
  { name: 'WINDOW_UPDATE', on: 'both', length: exactly(4), keep: 4 },
  { name: 'CONTINUATION', on: 'stream', length: atLeast(0), keep: mostKept },
];

export function frameName(type: number): string {
  return rules[type]?.name ?? `frame type 0x${type.toString(16).padStart(2, '0')}`;
}

/** Bytes of the payload that its reader needs. */
export function keptOf(type: number): number {
  return rules[type]?.keep ?? 0;
}

/** What is wrong with a frame, from its header alone, or null. */
export function frameFault(frame: Frame): GivenRule | null {
  const rule = rules[frame.type];
  if (rule === undefined) return null;
  if (rule.on === 'stream' && frame.stream === 0) return reason('http2.stream-0', { Frame: rule.name });
  if (rule.on === 'connection' && frame.stream !== 0)
    return reason('http2.not-stream-0', { Frame: rule.name });
  if (!rule.length(frame.length, frame.flags)) return reason('http2.length', { Frame: rule.name });
  return null;
}
