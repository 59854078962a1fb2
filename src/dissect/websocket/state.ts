/** What each direction of a WebSocket is reading. */
import type { Direction } from '../../model/trace.ts';
import type { Place } from '../http2/frames.ts';
import type { OpenMessage } from '../open-message.ts';
import { createTextStart, type TextStart } from '../text-start.ts';
import { type CloseFrame, createClose } from './close.ts';
import { isControl, type WebSocketFrameReader } from './frames.ts';
import { createUtf8, type Utf8 } from './utf8.ts';

export interface DirectionState {
  direction: Direction;
  reader: WebSocketFrameReader;
  /** The message that has begun and not ended. */
  message: OpenMessage | null;
  start: TextStart;
  /** It is text, and may still be UTF-8. */
  isText: boolean;
  utf8: Utf8;
  /** The close frame that is being read. */
  close: CloseFrame;
  /** The frame that is being read is part of nothing. */
  passingOver: boolean;
  /** A close frame has gone this way. */
  closed: boolean;
  /** Nothing more is read: FIN, the end of the connection, or bytes that cannot be cut into frames. */
  over: boolean;
}

/** As it begins, but for what reads its frames. */
export const createDirectionState = (direction: Direction): Omit<DirectionState, 'reader'> => ({
  direction,
  message: null,
  start: createTextStart(),
  isText: false,
  utf8: createUtf8(),
  close: createClose(),
  passingOver: false,
  closed: false,
  over: false,
});

/** The frame of which a part was read, and nothing told: an incomplete header, or control. */
export function unreported({ reader, passingOver, over }: DirectionState): Place | null {
  if (over) return null;
  const { frame, header } = reader.unfinished();
  return frame !== null && isControl(frame) && !passingOver ? frame : header;
}
