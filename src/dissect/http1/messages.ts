/** Messages of HTTP/1.x from their head to their end, and faults: what is told to the listener. RFC 9112 §2.1, §6. */

import type { Ending, HttpFields } from '../../model/message.ts';
import { reason } from '../../model/reason.ts';
import { type GivenRule, type PlainRuleId, ruleBroken } from '../../model/rules/fault.ts';

import { type Position, senderOf } from '../../model/trace.ts';
import { nextOrdinal } from '../counts.ts';
import { finishMessage, type OpenMessage } from '../open-message.ts';
import { afterMessage, type Http1Connection } from './connection.ts';
import { createContent } from './content.ts';
import { type Framing, persists } from './framing.ts';
import type { Fields } from './head.ts';
import type { ReadHead } from './known.ts';
import { type DirectionState, enter, isUnread, type State } from './state.ts';

/** A head begins at this offset. */
export function beginHead(
  connection: Http1Connection,
  direction: DirectionState,
  from: number,
  position: Position,
): void {
  enter(direction, 'head');
  direction.from = from;
  direction.begin = position;
  direction.solicited = connection.outstanding.length > 0 || isUnread(connection.c2s);
}

/** A message whose head begins where the direction says. It is not yet reported. */
export function createMessage(
  { ordinal, counts }: Http1Connection,
  direction: DirectionState,
  exchange: number | null,
  http: HttpFields,
  end: number,
): OpenMessage {
  direction.message = {
    connection: ordinal,
    direction: direction.name,
    kind: direction.name === 'c2s' ? 'request' : 'response',
    ordinal: nextOrdinal(counts, direction.name),
    exchange,
    begin: direction.begin,
    end: null,
    reached: direction.seq,
    from: direction.from,
    to: end,
    bytes: end - direction.from,
    content: 0,
    ending: null,
    whole: false,
    http,
  };
  return direction.message;
}

/** What the header fields say of a message, RFC 9112 §9.3. */
export function describe(http: HttpFields, minor: number, fields: Fields, framing: Framing): void {
  http.persistent = persists(minor, fields, framing);
  if (fields.connection !== undefined) http.connection = fields.connection;
  if (fields.keepAlive !== undefined) http.keepAlive = fields.keepAlive;
  if (fields.contentType !== undefined) http.contentType = fields.contentType;
  if (fields.upgrade !== undefined) http.upgrade = fields.upgrade;
  if (framing.by === 'content-length') http.length = framing.length;
}

/** The head is read: on to the content, or to the end if there is none. `end` is the offset after the head. */
export function beginContent(
  connection: Http1Connection,
  direction: DirectionState,
  framing: Framing,
  end: number,
  position: Position,
): void {
  grow(direction, end, 0);
  const { listener } = connection;
  const { message } = direction;
  const show =
    listener.content && message
      ? (bytes: Uint8Array) => listener.content?.(message, bytes, direction.seq)
      : undefined;
  const content = createContent(framing, show);
  if (content !== null) enter(direction, 'content', content);
  else endMessage(connection, direction, framing.by, position, afterMessage(connection, direction));
}

/** The message reaches to this offset now, with so many bytes of content. */
export function grow({ message, seq }: DirectionState, to: number, content: number): void {
  if (message === null) return;
  if (to > message.to) message.reached = seq;
  message.to = to;
  message.bytes = to - message.from;
  message.content = content;
}

/** The message of this direction, or what was passed over in its place, is over. */
export function endMessage(
  { listener }: Http1Connection,
  direction: DirectionState,
  ending: Ending,
  position: Position,
  next: State,
): void {
  const { message } = direction;
  direction.message = null;
  enter(direction, next);
  if (message !== null) finishMessage(listener, message, ending, position);
}

export function tellFault(
  { ordinal, listener }: Http1Connection,
  direction: DirectionState,
  rule: GivenRule,
  offset: number,
  position: Position,
): void {
  if (direction.isPassedOver) return;
  listener.fault({
    ...position,
    connection: ordinal,
    side: senderOf(direction.name),
    direction: direction.name,
    offset,
    reason: ruleBroken(rule),
  });
}

/** What is not allowed in a head, and that it comes after the last one that there was to be. */
export function tellHead(
  connection: Http1Connection,
  direction: DirectionState,
  { faults, closes }: Pick<ReadHead, 'faults' | 'closes'>,
  position: Position,
): void {
  const { from } = direction;
  if (direction.closing === 'said') {
    direction.closing = 'disregarded';
    tellFault(connection, direction, 'http1.after-close', from, position);
  }
  for (const { rule, at } of faults) tellFault(connection, direction, rule, from + at, position);
  if (closes && direction.closing === 'no') direction.closing = 'said';
}

/** No content follows the response that has none: then its length is all that was wrong with it. */
export function settleEmpty(connection: Http1Connection): void {
  const { s2c } = connection;
  const { untold = null } = s2c.empty ?? {};
  s2c.empty = null;
  if (untold !== null) tellFault(connection, s2c, 'http1.length-of-nothing', untold.offset, untold.position);
}

/** What stands where a start-line must stand, and is none. */
export function startLineFault({ name, empty, closing }: DirectionState, otherwise?: PlainRuleId): GivenRule {
  if (empty !== null) {
    const { ordinal, answer } = empty;
    return ordinal === null
      ? reason('http1.content-of-interim', { Answer: answer })
      : reason('http1.content-of-nothing', { n: ordinal, Answer: answer });
  }
  // Whatever it is, nothing was to come.
  if (closing === 'said') return 'http1.after-close';
  return otherwise ?? (name === 'c2s' ? 'http1.request-line' : 'http1.status-line');
}

/** A fault after which nothing in this direction can be read. */
export function giveUp(
  connection: Http1Connection,
  direction: DirectionState,
  rule: GivenRule,
  offset: number,
  position: Position,
): void {
  tellFault(connection, direction, rule, offset, position);
  direction.empty = null;
  endMessage(connection, direction, 'cut', position, 'unreadable');
}
