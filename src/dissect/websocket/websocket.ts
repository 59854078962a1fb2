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
import { beginClose, closeFaults, takeClose } from './close.ts';
import { createWebSocketFrameReader, isControl, opcode, type WebSocketFrame } from './frames.ts';
import { faultsOf, isAsGiven, readExtensions } from './rules.ts';
import { createDirectionState, type DirectionState, unreported } from './state.ts';
import { restart, takeText } from './utf8.ts';

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
  const states = { c2s: readDirection('c2s'), s2c: readDirection('s2c') };

  function readDirection(direction: Direction): DirectionState {
    const reader = createWebSocketFrameReader({
      header: (frame, position) => header(state, frame, position),
      payload: (frame, bytes, from, to, position) => payload(state, frame, bytes, from, to, position),
      end: (frame, position) => frameEnded(state, frame, position),
    });
    const state: DirectionState = { ...createDirectionState(direction), reader };
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
    if (state.passingOver) return true;
    if (isControl(frame)) {
      if (frame.opcode === opcode.close) beginClose(state.close, isAsGiven(frame, extensions));
      return true;
    }
    if (message === null) begin(state, frame, position);
    else {
      if (!isAsGiven(frame, extensions)) state.isText = false;
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
    };
    if (stream !== undefined) message.http = { version: '2', stream };
    // With any of the reserved bits the payload is not plain text.
    if (isText && frame.reserved === 0) {
      message.text = '';
      state.start.clear();
    }
    state.isText = isText && isAsGiven(frame, extensions);
    restart(state.utf8);
    state.message = message;
    listener.begun(message);
  }

  function payload(
    state: DirectionState,
    frame: WebSocketFrame,
    bytes: Uint8Array,
    from: number,
    to: number,
    position: Position,
  ): void {
    const { message, passingOver, start } = state;
    if (passingOver) return;
    const index = frame.read - (to - from);
    if (isControl(frame)) {
      if (frame.opcode !== opcode.close) return;
      const broken = takeClose(state.close, bytes, from, to, frame.mask, index);
      if (broken !== null) tellFault(state, frame, broken);
      return;
    }
    if (message === null) return;
    proceed(message, frame.to - (to - from));
    message.to = frame.to;
    message.bytes += to - from;
    message.content += to - from;
    message.reached = position.seq;
    if (state.isText && !takeText(state.utf8, bytes, from, to, frame.mask, index)) {
      state.isText = false;
      tellFault(state, frame, 'websocket-frame.text');
    }
    if (message.text !== undefined && start.add(bytes, from, to, frame.mask, index))
      message.text = start.text();
  }

  function frameEnded(state: DirectionState, frame: WebSocketFrame, position: Position): void {
    if (state.passingOver) return;
    if (isControl(frame)) control(state, frame, position);
    else if (frame.fin) {
      if (state.isText && state.utf8.left > 0) tellFault(state, frame, 'websocket-frame.text');
      finish(state, 'websocket FIN', position);
    }
  }

  function control(state: DirectionState, frame: WebSocketFrame, position: Position): void {
    const { direction, close } = state;
    const isClose = frame.opcode === opcode.close;
    const hasCode = isClose && frame.length >= 2;
    listener.control({
      ...frame.begin,
      connection,
      direction,
      what: isClose ? 'close' : frame.opcode === opcode.ping ? 'ping' : 'pong',
      detail: {
        length: frame.length,
        ...(hasCode ? { code: close.code } : {}),
        ...(stream === undefined ? {} : { stream }),
      },
      from: frame.from,
      to: frame.to,
    });
    if (!isClose) return;
    for (const rule of closeFaults(state.close, frame.length)) tellFault(state, frame, rule);
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

  /** `isFin`: by its own sender, who then owed the rest of a frame that has begun. */
  function end(state: DirectionState, position: Position, isFin: boolean): void {
    if (state.over) return;
    const place = unreported(state);
    state.over = true;
    if (state.message !== null) finish(state, 'cut', position);
    else if (isFin && place !== null) tellFault(state, place, 'websocket-frame.cut-frame');
  }

  const pending = (direction: Direction): number =>
    unreported(states[direction])?.begin.seq ?? Number.POSITIVE_INFINITY;

  return {
    bytes(direction, slice, position, offset) {
      const state = states[direction];
      if (!state.over) state.reader.read(bytesOf(slice), position, offset);
    },
    end: (direction, position) => end(states[direction], position, true),
    close(position) {
      end(states.c2s, position, false);
      end(states.s2c, position, false);
    },
    pending: (direction) =>
      direction === undefined ? Math.min(pending('c2s'), pending('s2c')) : pending(direction),
  };
}

const rsv1 = 0b100;
