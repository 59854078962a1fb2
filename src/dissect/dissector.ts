/**
 * The one interface of all dissectors: bytes in, messages out, nothing kept that is not still open.
 * A dissector reads both directions of one connection, because HTTP needs the request to read the response
 * (HEAD, CONNECT, RFC 9112 §6.3). It never throws: what it cannot accept is a violation.
 */
import type { Piece } from '../model/piece.ts';
import type { Direction, Position } from '../model/trace.ts';

export interface ConnectionDissector {
  /** Bytes of one direction, cut anywhere. They are lent for this call: what is kept of them is copied. */
  bytes(direction: Direction, piece: Piece, position: Position): void;
  /** FIN of this direction. */
  end(direction: Direction, position: Position): void;
  /** The connection is gone (RST or closed): what is unfinished is cut. */
  close(position: Position): void;
  /**
   * `seq` of the first byte in this direction that belongs to nothing reported so far, or Infinity.
   * No message that is reported later begins before it.
   */
  pending(direction: Direction): number;
}
