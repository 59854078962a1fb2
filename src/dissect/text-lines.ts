/**
 * Streams without a protocol that is known here: a line end ends a message. Who answers whom is not in the bytes, so
 * that exchanges (turns) are counted elsewhere.
 */
import type { Ending, MessageListener } from '../model/message.ts';
import { bytesOf } from '../model/slice.ts';
import type { Direction, Position } from '../model/trace.ts';
import { type Counts, createCounts, nextOrdinal } from './counts.ts';
import type { ConnectionDissector } from './dissector.ts';
import { finishMessage, type OpenMessage } from './open-message.ts';
import { createTextStart, lineEnd, type TextStart } from './text-start.ts';

export function textLines(
  connection: number,
  listener: MessageListener,
  counts: Counts = createCounts(),
): ConnectionDissector {
  listener.protocol(connection, 'records');
  const states = { c2s: createDirectionState('c2s'), s2c: createDirectionState('s2c') };

  function begin(state: DirectionState, position: Position): OpenMessage {
    state.start.clear();
    return {
      connection,
      direction: state.direction,
      kind: 'record',
      ordinal: nextOrdinal(counts, state.direction),
      exchange: null,
      begin: position,
      end: null,
      from: state.offset,
      to: state.offset,
      bytes: 0,
      content: 0,
      ending: null,
      whole: false,
      text: '',
    };
  }

  /** Up to and with its line end, or as far as it has come. */
  function read(state: DirectionState, bytes: Buffer, hasLineEnd: boolean, position: Position): void {
    const message = state.message ?? begin(state, position);
    state.offset += bytes.length;
    message.to = state.offset;
    message.bytes += bytes.length;
    message.content += bytes.length - (hasLineEnd ? 1 : 0);
    message.reached = position.seq;
    if (state.start.add(bytes)) message.text = state.start.text();
    if (state.message === null) {
      state.message = message;
      listener.begun(message);
    }
    if (hasLineEnd) finish(state, 'newline', position);
  }

  function finish(state: DirectionState, ending: Ending, position: Position): void {
    const { message } = state;
    if (message === null) return;
    state.message = null;
    finishMessage(listener, message, ending, position);
  }

  return {
    bytes(direction, slice, position, offset) {
      const state = states[direction];
      if (offset !== undefined) state.offset = offset;
      const bytes = bytesOf(slice);
      let at = 0;
      while (at < bytes.length) {
        const lineFeed = bytes.indexOf(10, at);
        const to = lineFeed < 0 ? bytes.length : lineFeed + 1;
        read(state, bytes.subarray(at, to), lineFeed >= 0, position);
        at = to;
      }
    },
    end: (direction, position) => finish(states[direction], 'FIN', position),
    close(position) {
      finish(states.c2s, 'cut', position);
      finish(states.s2c, 'cut', position);
    },
    pending: () => Number.POSITIVE_INFINITY,
  };
}

interface DirectionState {
  direction: Direction;
  /** Of what is read next. */
  offset: number;
  /** The line that is unfinished. */
  message: OpenMessage | null;
  /** Of its text. */
  start: TextStart;
}

const createDirectionState = (direction: Direction): DirectionState => ({
  direction,
  offset: 0,
  message: null,
  start: createTextStart(lineEnd),
});
