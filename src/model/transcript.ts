/** A whole trace with its messages beside it: what answers, strips and `explain` are derived from. For small traces. */

import type { Control, Message, Opacity } from './message.ts';
import { type BrokenRule, type Fault, listFaults } from './rules/fault.ts';
import { addTo, type Direction, type MarkEvent, type OpenEvent, type Position } from './trace.ts';

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
  /** There were more than are kept. */
  messagesEnd?: boolean;
  controls: Control[];
  faults: Fault[];
  ends: ConnectionEnd[];
  closed: Position | null;
  /** Error code where the tap failed on this connection. */
  error: string | null;
  /** Why nothing is read in its bytes, where that is so; unless that is a tunnel, it has no messages. */
  opaque?: Opacity;
  passed?: Passed;
  /** The first of what was recorded, in order, up to the first gap. */
  pieces?: RecordedPiece[];
  /** Nothing that comes is recorded in `pieces` any more. */
  piecesEnd?: boolean;
  /** By message, what lies in its midst and is not its own, by offset. */
  apart?: Map<Message, [from: number, to: number][]>;
  /** How many of those there are. */
  resumptions?: number;
}

/** Bytes of one direction that were recorded together, by offset. */
export interface RecordedPiece extends Position {
  direction: Direction;
  from: number;
  to: number;
  /** See BytesEvent. */
  underWay?: number;
}

/** What crossed, whatever it means. */
export interface Passed {
  bytes: Record<Direction, number>;
  /** Who sent, at each change of it: the first of them. */
  turns: Direction[];
  /** Who sent last. */
  last: Direction | null;
}

export const nothingPassed = (): Passed => ({ bytes: { c2s: 0, s2c: 0 }, turns: [], last: null });

/** So many turns are remembered. */
const turnsKept = 100;

export const pass = (passed: Passed, direction: Direction, bytes: number): void => {
  if (bytes === 0) return;
  addTo(passed.bytes, direction, bytes);
  if (passed.last === direction) return;
  passed.last = direction;
  if (passed.turns.length < turnsKept) passed.turns.push(direction);
};

/** Up to the mark 'question ended': facts are taken before teardown. Control connections are left out. */
export interface Transcript {
  question: string;
  connections: ConnectionTranscript[];
  marks: MarkEvent[];
}

/** The rules that were broken, in the order of questions, connections and bytes. */
export function faultsIn(transcripts: readonly Transcript[]): BrokenRule[] {
  const list = listFaults();
  for (const { question, connections } of transcripts)
    for (const { faults } of connections) for (const fault of faults) list.add(fault, question);
  return list.listed;
}
