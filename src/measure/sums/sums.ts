/** What remains of a connection that is over: plain data that adds up, whoever counted it. */
import type { ConnectionGroup } from '../../model/facts.ts';
import type { Direction } from '../../model/trace.ts';

export interface ConnectionSums {
  one: ConnectionGroup;
  /** See `awaitsFrom`. */
  end: number | null;
  /** `seq` of the latest beginning of an exchange, where it has not been told of. */
  begunUntold: number | null;
  messages: Record<Direction, number>;
  overlaps: number;
  crossings: number;
  unasked: number;
  turnarounds: number;
  switchBacks: number;
  /** The most exchanges at once. */
  most: number;
  exchanges: number;
  protocols: string[];
  isOpaque: boolean;
  bytes: Record<Direction, number>;
}

/** With the lowest connection that spoke each, and its place among what that one spoke. */
export type Protocols = Map<string, { connection: number; place: number }>;
