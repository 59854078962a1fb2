/** A TCP segment as it is taken out of its packet (RFC 9293 §3.1), and on the way to where its bytes are put in order. */
import type { Slice } from '../../model/slice.ts';
import type { Direction } from '../../model/trace.ts';

/** What a segment says of what its sender had received. */
export interface Heard {
  /** All before this number, as signed 32 bits; null without ACK. */
  acknowledged: number | null;
  /** It may have been less: the record is of one who stood between the two. */
  isAtMost: boolean;
}

export interface Payload extends Heard {
  /** As signed 32 bits. */
  sequence: number;
  /** The captured part, lent. */
  slice: Slice;
  /** Its own length. */
  length: number;
}

export interface Segment extends Payload {
  /** Of its sender. */
  direction: Direction;
  flags: number;
}

/**
 * An option of our own, experimental (RFC 6994): the acknowledgement is what had been passed on, and its sender may have
 * received less. Captures that are synthesised from a relay's record say so with it, whatever they are converted to.
 */
export const atMostOption = 0xfe04_4856 | 0;

export const flag = { FIN: 1, SYN: 2, RST: 4, ACK: 16 } as const;
