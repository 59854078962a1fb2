/** What a TCP connection of a capture is to those that bring it its segments, while it lasts and after it (RFC 9293 §3.6.1). */
import type { Direction } from '../../model/trace.ts';
import { flag, type Segment } from './segment.ts';

export interface Tcp {
  /** False: the segment is of another connection between the same ports. */
  take(segment: Segment): boolean;
  /** Whether this SYN cannot belong to the connection, so that a new one may begin. */
  isNew(segment: Segment): boolean;
  /** What waits is delivered. `damaged`: the record ends before its time, so that anything may have followed. */
  finish(damaged: boolean): void;
  /** Another connection has taken its place. */
  abandon(): void;
  /** A SYN was sent, and nobody is known to have accepted. */
  isOpening(): boolean;
  /** Another one is opening between the same ports, and takes the place of this if it is accepted. */
  contest(by: boolean): void;
  /** It is not over, and has its ports for itself. */
  isCurrent(): boolean;
  isOver(): boolean;
  /** Of a connection that is over what tells its stragglers from a new connection, RFC 9293 §3.6.1, and nothing else. */
  timeWait(): Tcp;
}

const nothing = (): void => {};
const no = (): boolean => false;
const yes = (): boolean => true;

/** `first` are the numbers of the SYNs. */
export function timeWait(first: Record<Direction, number | null>): Tcp {
  return {
    take: yes,
    finish: nothing,
    abandon: nothing,
    isOpening: no,
    contest: nothing,
    isCurrent: no,
    isOver: yes,
    isNew({ direction, sequence, flags }) {
      if ((flags & flag.SYN) === 0) return false;
      return (flags & flag.ACK) === 0 || first[direction] !== sequence;
    },
    timeWait: () => timeWait(first),
  };
}
