/** A whole trace with its messages beside it: what answers, strips and `explain` are derived from. For small traces. */
import type { Control, Message, Violation } from './message.ts';
import type { Direction, MarkEvent, OpenEvent, Position } from './trace.ts';

export interface ConnectionEnd extends Position {
  direction: Direction;
  how: 'FIN' | 'RST';
}

export interface ConnectionTranscript {
  open: OpenEvent;
  /** Ordinal among the connections that are not the bench's control connections, from 1. */
  connection: number;
  protocol: string | null;
  /** In order of beginning. */
  messages: Message[];
  controls: Control[];
  violations: Violation[];
  ends: ConnectionEnd[];
  closed: Position | null;
  /** Error code where the tap failed on this connection. */
  error: string | null;
}

/** Up to the mark 'question ended': facts are taken before teardown. Control connections are left out. */
export interface Transcript {
  question: string;
  connections: ConnectionTranscript[];
  marks: MarkEvent[];
}
