/**
 * What RFC 6455 §5 demands of a frame, all of which its header tells: one row a rule, and what becomes of a frame
 * that breaks it. RFC 7692 §6 says where RSV1 is allowed.
 */
import { elementsOf, trimmed } from '../../model/field.ts';
import type { PlainRuleId } from '../../model/rules/fault.ts';
import type { Direction } from '../../model/trace.ts';
import { isControl, opcode, type WebSocketFrame } from './frames.ts';

/** All that this frame breaks, in the order of the table. */
export function faultsOf(frame: WebSocketFrame, context: FrameContext): readonly FrameRule[] {
  return isOrdinary(frame, context) ? none : rules.filter(({ broken }) => broken(frame, context));
}

const none: readonly FrameRule[] = [];

/** Most frames, which can break no rule of the table. */
function isOrdinary(frame: WebSocketFrame, { direction, within, closed }: FrameContext): boolean {
  if (frame.encoding !== 'minimal' || frame.reserved !== 0 || frame.isMasked !== (direction === 'c2s'))
    return false;
  if (closed || frame.opcode > opcode.binary) return false;
  return (frame.opcode === opcode.continuation) === within;
}

/** Whether the payload of this frame is what the application gave: no extension has made it something else. */
export const isAsGiven = ({ reserved }: WebSocketFrame, { others }: Extensions): boolean =>
  reserved === 0 && !others;

/** What the response to the handshake agreed on, from the value of Sec-WebSocket-Extensions. RFC 6455 §9.1. */
export function readExtensions(value: string | undefined): Extensions {
  const names = elementsOf((value ?? '').replace(quoted, ''))
    .map((extension) => trimmed(extension.split(';', 1).join('')).toLowerCase())
    .filter((name) => name !== '');
  return {
    deflate: names.includes('permessage-deflate'),
    others: names.some((name) => name !== 'permessage-deflate'),
  };
}

const quoted = /"(?:[^"\\]|\\.)*"/g;

/** RSV1 of the first frame of a message is that of permessage-deflate; other extensions may use any bit. */
function agreedBits(frame: WebSocketFrame, { deflate, others }: Extensions): number {
  if (others) return 0b111;
  return deflate && isFirst(frame) ? 0b100 : 0;
}

function isFirst(frame: WebSocketFrame): boolean {
  return frame.opcode === opcode.text || frame.opcode === opcode.binary;
}

function isData(frame: WebSocketFrame): boolean {
  return isFirst(frame) || frame.opcode === opcode.continuation;
}

const known: readonly number[] = Object.values(opcode);

const rules: readonly FrameRule[] = [
  {
    rule: 'websocket-frame.length-top-bit',
    broken: ({ encoding }) => encoding === 'top bit set',
    consequence: 'give up',
  },
  {
    rule: 'websocket-frame.opcode',
    broken: (frame) => !known.includes(frame.opcode),
    consequence: 'pass over',
  },
  {
    rule: 'websocket-frame.unmasked',
    broken: ({ isMasked }, { direction }) => direction === 'c2s' && !isMasked,
    consequence: 'read on',
  },
  {
    rule: 'websocket-frame.masked',
    broken: ({ isMasked }, { direction }) => direction === 's2c' && isMasked,
    consequence: 'read on',
  },
  {
    rule: 'websocket-frame.reserved-bits',
    broken: (frame, { extensions }) => (frame.reserved & ~agreedBits(frame, extensions)) !== 0,
    consequence: 'read on',
  },
  {
    rule: 'websocket-frame.length-bytes',
    broken: ({ encoding }) => encoding === 'too long',
    consequence: 'read on',
  },
  {
    rule: 'websocket-frame.fragmented-control',
    broken: (frame) => isControl(frame) && !frame.fin,
    consequence: 'read on',
  },
  {
    rule: 'websocket-frame.long-control',
    broken: (frame) => isControl(frame) && frame.length > 125,
    consequence: 'read on',
  },
  {
    rule: 'websocket-frame.half-code',
    broken: (frame) => frame.opcode === opcode.close && frame.length === 1,
    consequence: 'read on',
  },
  {
    rule: 'websocket-frame.after-close',
    broken: (frame, { closed }) => isData(frame) && closed,
    consequence: 'pass over',
  },
  {
    rule: 'websocket-frame.continuation',
    broken: (frame, { within, closed }) => frame.opcode === opcode.continuation && !within && !closed,
    consequence: 'pass over',
  },
  {
    rule: 'websocket-frame.new-data',
    broken: (frame, { within }) => isFirst(frame) && within,
    consequence: 'pass over',
  },
];

export interface FrameRule {
  rule: PlainRuleId;
  broken(frame: WebSocketFrame, context: FrameContext): boolean;
  /** Give up: where the next frame begins cannot be told. Pass over: the frame is part of nothing. */
  consequence: 'give up' | 'pass over' | 'read on';
}

/** Where in its direction a frame stands. */
export interface FrameContext {
  direction: Direction;
  extensions: Extensions;
  /** A message has begun and not ended. */
  within: boolean;
  /** A close frame has gone this way. */
  closed: boolean;
}

export interface Extensions {
  /** permessage-deflate, RFC 7692. */
  deflate: boolean;
  /** Any that is not known here. */
  others: boolean;
}
