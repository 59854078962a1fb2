/** A message as its dissector writes it, to the end: what is told of it then holds. Whoever listens only reads it. */
import type { Ending, HttpFields, Message, MessageListener, WebSocketFields } from '../model/message.ts';
import type { Position } from '../model/trace.ts';

type Writable = { -readonly [Field in keyof Message]: Message[Field] };

export interface OpenMessage extends Writable {
  http?: HttpFields;
  websocket?: WebSocketFields;
}

/** Ends a message, and reports it. */
export function finishMessage(
  listener: MessageListener,
  message: OpenMessage,
  ending: Ending,
  position: Position,
  whole = ending !== 'cut',
): void {
  message.end = position;
  message.ending = ending;
  message.whole = whole;
  listener.ended(message);
}
