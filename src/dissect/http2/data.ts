/**
 * DATA, RFC 9113 §6.1: the content of the messages that its stream has, or what a tunnel carries, and whether it is as
 * much as the message said that it would be, §8.1.1.
 */
import { sliceOf } from '../../model/slice.ts';
import type { Direction, Position } from '../../model/trace.ts';
import { type Frame, frameHeaderLength, type Place } from './frames.ts';
import type { Http2Messages } from './messages.ts';
import type { Half, StreamTable } from './stream-table.ts';

export interface DataReader {
  /** The header of a DATA frame, then its payload in slices. */
  begun(direction: Direction, frame: Frame): void;
  content(
    direction: Direction,
    frame: Frame,
    content: Uint8Array,
    wire: number,
    position: Position,
    offset: number,
  ): void;
  /** How much of it was content is not known. */
  doubt(direction: Direction, frame: Frame): void;
}

export function createDataReader(messages: Http2Messages, table: StreamTable): DataReader {
  return {
    begun: (direction, frame) => {
      const half = table.get(frame.stream)?.[direction];
      if (half === undefined) table.faultWhereClosed(direction, frame.stream, frame, 'DATA');
      else if (half.state === 'waiting') messages.fault(direction, frame, 'http2.data-before-headers');
      else if (half.state === 'done') messages.fault(direction, frame, 'http2.data-after-end');
      else if (half.message !== null) {
        messages.proceed(half.message, frame.from);
        half.message.bytes += frameHeaderLength;
        half.message.to = frame.from + frameHeaderLength;
        half.message.reached = frame.begin.seq;
      }
    },

    content: (direction, frame, content, wire, position, offset) => {
      const half = table.get(frame.stream)?.[direction];
      if (half?.state !== 'open') return;
      if (half.message === null) {
        if (content.length > 0)
          table.tunnels.get(frame.stream)?.bytes(direction, sliceOf(content), position, offset);
        return;
      }
      half.message.bytes += wire;
      half.message.to += wire;
      half.message.reached = position.seq;
      half.message.content += content.length;
      messages.content(half.message, content, position.seq);
    },

    doubt: (direction, frame) => {
      const half = table.get(frame.stream)?.[direction];
      if (half !== undefined) half.limit = null;
    },
  };
}

/** After a frame of a message, with which it may be over. What is wrong with its length is told once. */
export function checkLength(
  messages: Http2Messages,
  direction: Direction,
  half: Half,
  place: Place,
  isOver: boolean,
): void {
  const { message, limit } = half;
  if (message === null || limit === null) return;
  const isTooLong = message.content > limit.length;
  const isTooShort = isOver && limit.isExact && message.content < limit.length;
  if (!isTooLong && !isTooShort) return;
  half.limit = null;
  messages.fault(direction, place, limit.rule);
}
