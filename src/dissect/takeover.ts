/**
 * What a connection carries after a 101 or after the 2xx to a CONNECT is read by another dissector, which counts
 * from nought. Here its messages, controls and violations are given the ordinals and offsets of the whole
 * connection. RFC 9110 §7.8, §9.3.6.
 */
import type { Message, MessageListener } from '../model/message.ts';
import type { Piece } from '../model/piece.ts';
import type { Direction, Position } from '../model/trace.ts';
import type { ConnectionDissector } from './dissector.ts';

/** `exchanges` is how many the connection has had before. */
export function takeOver(
  connection: number,
  listener: MessageListener,
  dissect: Dissect,
  exchanges: number,
): Takeover {
  const origin = { c2s: { from: 0, messages: 0 }, s2c: { from: 0, messages: 0 } };
  const outers = new WeakMap<Message, Message>();
  const open = new Set<Message>();

  function update(inner: Message): Message {
    const { from, messages } = origin[inner.direction];
    const outer = outers.get(inner) ?? { ...inner };
    outers.set(inner, outer);
    return Object.assign(outer, inner, {
      ordinal: inner.ordinal + messages,
      exchange: inner.exchange === null ? null : inner.exchange + exchanges,
      from: inner.from + from,
      to: inner.to + from,
    });
  }

  function updateOpen(): void {
    for (const message of open) update(message);
  }

  const inner = dissect(connection, {
    protocol: listener.protocol,
    begun(message) {
      open.add(message);
      listener.begun(update(message));
    },
    ended(message) {
      open.delete(message);
      listener.ended(update(message));
    },
    withdrawn(message) {
      open.delete(message);
      listener.withdrawn(update(message));
    },
    control(control) {
      const { from } = origin[control.direction];
      listener.control({ ...control, from: control.from + from, to: control.to + from });
    },
    violation(violation) {
      const { from } = origin[violation.direction];
      listener.violation({ ...violation, offset: violation.offset + from });
    },
  });

  return {
    ...inner,
    bytes(direction, piece, position) {
      inner.bytes(direction, piece, position);
      updateOpen();
    },
    // Either may let bytes be read that were kept until now.
    end(direction, position) {
      inner.end(direction, position);
      updateOpen();
    },
    finish(position) {
      inner.finish?.(position);
      updateOpen();
    },
    begin(direction, from, messages) {
      origin[direction] = { from, messages };
    },
  };
}

/** A dissector that is told when nothing more is read, though the connection may go on: what was undecided is decided. */
export interface FinishingDissector extends ConnectionDissector {
  finish?(position: Position): void;
  /** Bytes of this direction are not in the record. Without it, nothing after the gap can be read in either direction. */
  gap?(direction: Direction, length: number | null, position: Position): void;
}

export type Dissect = (connection: number, listener: MessageListener) => FinishingDissector;

/**
 * What follows a 101 to this protocol (its name in lower case), or, for null, the 2xx to a CONNECT. `extensions`:
 * the value of Sec-WebSocket-Extensions in that answer.
 */
export type Follow = (upgrade: string | null, extensions?: string) => Dissect;

/** A dissector whose bytes may have others between them, of other streams: it can be told the offset of each piece. */
export interface StreamedDissector extends ConnectionDissector {
  bytes(direction: Direction, piece: Piece, position: Position, offset?: number): void;
}

export interface Takeover extends FinishingDissector {
  /** From here on this direction is the new dissector's: the offset, and how many messages came before. */
  begin(direction: Direction, from: number, messages: number): void;
}
