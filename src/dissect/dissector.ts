/**
 * The one interface of all dissectors: bytes in, messages out, nothing kept that is not still open.
 * A dissector reads both directions of one connection, because HTTP needs the request to read the response
 * (HEAD, CONNECT, RFC 9112 §6.3). It never throws: what it cannot accept is a fault.
 */
import type { MessageListener } from '../model/message.ts';
import type { Slice } from '../model/slice.ts';
import type { Direction, Position } from '../model/trace.ts';
import type { Counts } from './counts.ts';

export interface ConnectionDissector {
  /**
   * Bytes of one direction, cut anywhere. They are lent for this call: what is kept of them is copied. `offset` is
   * that of the first of them in this direction of the connection; without it they follow on those before.
   */
  bytes(direction: Direction, slice: Slice, position: Position, offset?: number): void;
  /** FIN of this direction. */
  end(direction: Direction, position: Position): void;
  /** The connection is gone (RST or closed): what is unfinished is cut. */
  close(position: Position): void;
  /**
   * `seq` of the first byte in this direction, or without one in either, that belongs to nothing reported so far, or
   * Infinity. No message that is reported later begins before it.
   */
  pending(direction?: Direction): number;
  /** Nothing more is read, though the connection may go on: what was undecided is decided. */
  finish?(position: Position): void;
  /** Bytes of this direction are not in the record. Without it, nothing after the gap can be read in either direction. */
  gap?(direction: Direction, length: number | null, position: Position): void;
}

/** Makes the dissector of a connection. `counts`: what the connection has had before, where it has been upgraded. */
export type Dissect = (connection: number, listener: MessageListener, counts?: Counts) => ConnectionDissector;

/** What HTTP/1.x gives way to: after a 101, RFC 9110 §7.8, or the 2xx to a CONNECT, §9.3.6. */
export interface Upgraded {
  /** The protocol of the 101, in lower case; null: a tunnel. */
  protocol: string | null;
  /** The value of Sec-WebSocket-Extensions in that response. */
  extensions: string | undefined;
  /** What asked for it. In h2c its answer is yet to come, RFC 7540 §3.2. */
  request: UpgradeRequest;
}

export interface UpgradeRequest {
  /** Ordinal on this connection. */
  exchange: number;
  method: string;
  /** The value of HTTP2-Settings, RFC 7540 §3.2.1; empty without one. */
  settings: string;
}

/** What reads on. */
export type UpgradeTo = (upgraded: Upgraded) => Dissect;
