/**
 * What the dissectors make of bytes: messages (the application's units), control (recorded, never a message)
 * and faults (bytes that the protocol does not allow). RFC 9112, RFC 9113, RFC 6455.
 */

import type { Reason } from './reason.ts';
import type { Fault } from './rules/fault.ts';
import type { Direction, Position } from './trace.ts';

export type MessageKind = 'request' | 'response' | 'push' | 'websocket' | 'datagram' | 'record';

/** What ended a message. */
export type Ending =
  | 'headers' // no content follows: GET without a body, HEAD, 204, 304, CONNECT, 101
  | 'content-length'
  | 'chunked'
  | 'FIN' // close-delimited, RFC 9112 §6.3
  | 'END_STREAM'
  | 'RST_STREAM'
  | 'newline'
  | 'datagram'
  | 'websocket FIN'
  | 'cut'; // the connection went away, or a gap in the record, in the middle of it

/** What an HTTP dissector read in the header section of a message. Text is as on the wire: untrusted. */
export interface HttpFields {
  /** '1.0', '1.1', '2' */
  version: string;
  method?: string;
  /** Request target, or :path. */
  path?: string;
  /** The :protocol pseudo-header of an extended CONNECT, RFC 8441. */
  protocol?: string;
  status?: number;
  /** HTTP/2 stream identifier. */
  stream?: number;
  /** For HTTP/1.x: whether this message lets the connection persist, RFC 9112 §9.3. */
  persistent?: boolean;
  /** Field values that say how the connection is handled, where they were sent. */
  connection?: string;
  keepAlive?: string;
  contentType?: string;
  /** Bytes of content as announced: of HTTP/1.x where its framing goes by that, of HTTP/2 in responses. RFC 9110 §8.6. */
  length?: number;
  upgrade?: string;
}

/** What the frames of a WebSocket message say of it, RFC 6455 §5.2. */
export interface WebSocketFields {
  opcode: 'text' | 'binary';
  frames: number;
  /** By permessage-deflate, RFC 7692. */
  compressed: boolean;
}

/**
 * One application unit in one direction. It is reported as it begins, with `end` null; until it is reported as ended
 * its figures grow. Only its dissector writes to it.
 */
export interface Message {
  readonly connection: number;
  readonly direction: Direction;
  readonly kind: MessageKind;
  /** Ordinal among the messages of this direction on this connection, in order of beginning, from 1. */
  readonly ordinal: number;
  /** HTTP: ordinal of the exchange on this connection, in the order in which the requests began, from 1. */
  readonly exchange: number | null;
  readonly begin: Position;
  readonly end: Position | null;
  /** `seq` of the event with its last byte so far. */
  readonly reached?: number;
  /** Offset of the first byte in this direction of this connection. */
  readonly from: number;
  /** Offset after the last byte read so far. */
  readonly to: number;
  /** Bytes of its own on the wire (on HTTP/2 those of its frames, so less than `to - from` where streams interleave). */
  readonly bytes: number;
  /** Bytes of content (HTTP: without framing; WebSocket: payload). */
  readonly content: number;
  readonly ending: Ending | null;
  /** False where it was cut, or its stream was reset before it was whole. */
  readonly whole: boolean;
  /** Who ended it with RST_STREAM, RFC 9113 §6.4. A client that cancels what it asked for breaks no rule. */
  readonly resetBy?: 'client' | 'server';
  readonly http?: Readonly<HttpFields>;
  readonly websocket?: Readonly<WebSocketFields>;
  /** The text of a record, datagram or WebSocket message, cut to its first 200 characters. Untrusted. */
  readonly text?: string;
}

/** Recorded, never a message: 1xx, SETTINGS, ping … */
export interface Control extends Position {
  connection: number;
  direction: Direction;
  /** Such as 'SETTINGS', 'GOAWAY', '103 Early Hints', 'ping'; 'gap' and 'limit' where not all can be known. */
  what: string;
  /** Figures and codes of it: { ENABLE_PUSH: 0 }, { stream: 3, error: 8 }. */
  detail: Record<string, number | string>;
  /** Of a limit: which one was reached. */
  reason?: Reason;
  from: number;
  to: number;
}

/** Why bytes are not read: their protocol is not known, or they are encrypted, or what a tunnel carries is not known. */
export type Opacity = 'unknown' | 'encrypted' | 'tunnel';

/** Application data of TLS, of which nothing is known but that it is there. */
export interface Enciphered {
  /** How many records of it began. */
  records: number;
  /** It can be no handshake: TLS 1.2 and before. */
  isSaid: boolean;
}

/** Receives what a dissector finds, as it finds it. */
export interface MessageListener {
  /**
   * What the bytes of a connection were recognised as: 'HTTP/1.0', 'HTTP/1.1', 'HTTP/2', 'WebSocket', 'records',
   * 'datagrams', 'TLS', 'unknown'. `isProvisional`: so far; its messages hold until `opaque` says otherwise.
   */
  protocol(connection: number, protocol: string, isProvisional?: boolean): void;
  /** From here on nothing is read in the connection's bytes. What was told of it provisionally is taken back. */
  opaque?(connection: number, how: Opacity): void;
  /** Of what was read last in this direction of a connection that is encrypted, a part may be what an application says. */
  enciphered?(connection: number, direction: Direction, what: Enciphered): void;
  /** A message was recognised. Its `begin` may lie before the event that is being read, never before `pending`. */
  begun(message: Message): void;
  /**
   * A message that has begun goes on at this offset, and what lies between is not its own. Told while its `to` still is
   * that of what came before.
   */
  resumed?(message: Message, from: number): void;
  /** Bytes of a message's content as they come, without framing, lent for this call; `seq`: of the event that brought them. */
  content?(message: Message, bytes: Uint8Array, seq: number): void;
  ended(message: Message): void;
  /** A push that was reported as a message was reset by the client after all. */
  withdrawn(message: Message): void;
  control(control: Control): void;
  fault(fault: Fault): void;
}
