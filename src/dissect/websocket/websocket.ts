/**
 * WebSocket, RFC 6455: frames of both directions in, messages out. A message goes from its first frame to that with
 * FIN, §5.4; ping, pong and close are control, also between its frames. Which message answers which is not in the
 * bytes, so that exchanges are counted elsewhere.
 */

import type { Ending, MessageListener } from '../../model/message.ts';
import { reason } from '../../model/reason.ts';
import type { PlainRuleId } from '../../model/rules/fault.ts';

import { bytesOf } from '../../model/slice.ts';
import type { Direction, Position } from '../../model/trace.ts';
import { senderOf } from '../../model/trace.ts';
import { type Counts, createCounts, nextOrdinal } from '../counts.ts';
import type { ConnectionDissector, Dissect } from '../dissector.ts';
import type { Place } from '../http2/frames.ts';
import { finishMessage, type OpenMessage } from '../open-message.ts';
import { createTextStart, type TextStart } from '../text-start.ts';
import {
  createWebSocketFrameReader,
  isControl,
  opcode,
  unmask,
  type WebSocketFrame,
  type WebSocketFrameReader,
} from './frames.ts';
import { faultsOf, readExtensions } from './rules.ts';

/** What reads a WebSocket whose handshake agreed on this. */
export const webSocketAgreed =
  (handshake: Handshake): Dissect =>
  (connection, listener, counts) =>
    websocket(connection, listener, counts, handshake);

export interface Handshake {
  /** The value of Sec-WebSocket-Extensions in the response. */
  extensions?: string | undefined;
  /** On HTTP/2, the stream: its messages and controls name it, so that several on one connection stay apart. */
  stream?: number;
}

function websocket(
  connection: number,
  listener: MessageListener,
  counts: Counts = createCounts(),
  handshake: Handshake,
): ConnectionDissector {
  listener.protocol(connection, 'WebSocket');
  const { stream } = handshake;
  const extensions = readExtensions(handshake.extensions);
  const states = { c2s: createDirectionState('c2s'), s2c: createDirectionState('s2c') };

  function createDirectionState(direction: Direction): DirectionState {
    const state: DirectionState = {
      direction,
      reader: createWebSocketFrameReader({
        header: (frame, position) => header(state, frame, position),
        payload: (frame, slice, position) => payload(state, frame, slice, position),
        end: (frame, position) => frameEnded(state, frame, position),
      }),
      message: null,
      start: createTextStart(),
      code: new Uint8Array(2),
      passingOver: false,
      closed: false,
      over: false,
    };
    return state;
  }

  function header(state: DirectionState, frame: WebSocketFrame, position: Position): boolean {
    const { direction, message, closed } = state;
    const faults = faultsOf(frame, { direction, extensions, within: message !== null, closed });
    for (const { rule } of faults) tellFault(state, frame, rule);
    if (faults.some(({ consequence }) => consequence === 'give up')) {
      state.over = true;
      finish(state, 'cut', position);
      return false;
    }
    state.passingOver = faults.some(({ consequence }) => consequence === 'pass over');
    if (state.passingOver || isControl(frame)) return true;
    if (message === null) begin(state, frame, position);
    else {
      message.reached = position.seq;
      proceed(message, frame.from);
      message.to = frame.to;
      message.bytes += frame.headerLength;
      if (message.websocket !== undefined) message.websocket.frames += 1;
    }
    return true;
  }

  /** After other frames of its direction, or within a stream of HTTP/2 after those of other streams. */
  function proceed(message: OpenMessage, from: number): void {
    if (from !== message.to) listener.resumed?.(message, from);
  }

  function begin(state: DirectionState, frame: WebSocketFrame, { seq }: Position): void {
    const isText = frame.opcode === opcode.text;
    const message: OpenMessage = {
      connection,
      direction: state.direction,
      kind: 'websocket',
      ordinal: nextOrdinal(counts, state.direction),
      exchange: null,
      begin: frame.begin,
      end: null,
      reached: seq,
      from: frame.from,
      to: frame.to,
      bytes: frame.headerLength,
      content: 0,
      ending: null,
      whole: false,
      websocket: {
        opcode: isText ? 'text' : 'binary',
        frames: 1,
        compressed: extensions.deflate && (frame.reserved & rsv1) !== 0,
      },
      ...(stream === undefined ? {} : { http: { version: '2', stream } }),
    };
    // With any of the reserved bits the payload is not plain text.
    if (isText && frame.reserved === 0) {
      message.text = '';
      state.start.clear();
    }
    state.message = message;
    listener.begun(message);
  }

  function payload(
    state: DirectionState,
    frame: WebSocketFrame,
    slice: Uint8Array,
    position: Position,
  ): void {
    const { message, passingOver, start } = state;
    const index = frame.read - slice.length;
    if (passingOver) return;
    if (isControl(frame)) {
      if (index < 2) unmask(slice.subarray(0, 2 - index), frame.mask, index, state.code.subarray(index));
      return;
    }
    if (message === null) return;
    proceed(message, frame.to - slice.length);
    message.to = frame.to;
    message.bytes += slice.length;
    message.content += slice.length;
    message.reached = position.seq;
    if (message.text === undefined) return;
    const taken = start.add(slice, (from, to) => unmask(from, frame.mask, index, to));
    if (taken) message.text = start.text();
  }

  function frameEnded(state: DirectionState, frame: WebSocketFrame, position: Position): void {
    if (state.passingOver) return;
    if (isControl(frame)) control(state, frame, position);
    else if (frame.fin) finish(state, 'websocket FIN', position);
  }

  function control(state: DirectionState, frame: WebSocketFrame, position: Position): void {
    const { direction, code } = state;
    const isClose = frame.opcode === opcode.close;
    const hasCode = isClose && frame.length >= 2;
    listener.control({
      ...frame.begin,
      connection,
      direction,
      what: isClose ? 'close' : frame.opcode === opcode.ping ? 'ping' : 'pong',
      detail: {
        length: frame.length,
        ...(hasCode ? { code: (code[0] ?? 0) * 0x100 + (code[1] ?? 0) } : {}),
        ...(stream === undefined ? {} : { stream }),
      },
      from: frame.from,
      to: frame.to,
    });
    if (!isClose) return;
    // §5.5.1: no data follows, so that what is unfinished stays so.
    state.closed = true;
    finish(state, 'cut', position);
  }

  function finish(state: DirectionState, ending: Ending, position: Position): void {
    const { message } = state;
    state.message = null;
    if (message !== null) finishMessage(listener, message, ending, position);
  }

  function tellFault({ direction }: DirectionState, { begin, from }: Place, rule: PlainRuleId): void {
    const side = senderOf(direction);
    listener.fault({ ...begin, connection, side, direction, offset: from, reason: reason(rule) });
  }

  function end(state: DirectionState, position: Position): void {
    if (state.over) return;
    const place = unreported(state);
    state.over = true;
    if (state.message !== null) finish(state, 'cut', position);
    else if (place !== null) tellFault(state, place, 'websocket-frame.cut-frame');
  }

  return {
    bytes(direction, slice, position, offset) {
      const state = states[direction];
      if (!state.over) state.reader.read(bytesOf(slice), position, offset);
    },
    end: (direction, position) => end(states[direction], position),
    close(position) {
      end(states.c2s, position);
      end(states.s2c, position);
    },
    pending: (direction) => unreported(states[direction])?.begin.seq ?? Number.POSITIVE_INFINITY,
  };
}

const rsv1 = 0b100;

/** The frame of which a part was read, and nothing told: an incomplete header, or control. */
function unreported({ reader, passingOver, over }: DirectionState): Place | null {
  if (over) return null;
  const { frame, header } = reader.unfinished();
  return frame !== null && isControl(frame) && !passingOver ? frame : header;
}

interface DirectionState {
  direction: Direction;
  reader: WebSocketFrameReader;
  /** The message that has begun and not ended. */
  message: OpenMessage | null;
  start: TextStart;
  /** Where the first two bytes of a control frame go: the code of a close frame. */
  code: Uint8Array;
  /** The frame that is being read is part of nothing. */
  passingOver: boolean;
  /** A close frame has gone this way. */
  closed: boolean;
  /** Nothing more is read: FIN, the end of the connection, or bytes that cannot be cut into frames. */
  over: boolean;
}
