/**
 * What the live page is told, in small events that are folded one after another. Types alone: what runs in a browser
 * must not need Node's. The events travel as server-sent events (HTML Living Standard §9.2).
 */
import type { Grade } from '../../../model/rules/rule.ts';
import type { Direction } from '../../../model/trace.ts';
import type { Mode } from '../../../model/verdict.ts';
import type { ConnectionData } from '../shapes.ts';

export type LiveEvent = LiveSnapshot | LiveChange | LiveForgotten | LiveTotals | LiveOver;

/** Everything that is kept, for a page that comes new or was away for too long. */
export interface LiveSnapshot {
  what: 'snapshot';
  /** Of this observation alone: another one is known by it. */
  run: string;
  /** Where clients connect. */
  front: string;
  connections: ConnectionData[];
  /** How many connections were opened that are not kept any more. */
  forgotten: number;
  totals: LiveTotals | null;
  over: boolean;
}

/** A connection was opened, or something happened on it. */
export interface LiveChange {
  what: 'connection';
  /** As it is now, but of messages, controls and faults only those that are new or have changed. */
  line: ConnectionData;
  /** A push that the client reset is no message after all. */
  withdrawn: [Direction, ordinal: number][];
  /** So many of the newest are kept of each. */
  kept: { messages: number; controls: number; faults: number };
}

/** Old connections make room for new ones. */
export interface LiveForgotten {
  what: 'forgotten';
  connections: number[];
  /** Altogether. */
  forgotten: number;
}

/** What was counted and how it is judged so far, in the reader's language. */
export interface LiveTotals {
  what: 'totals';
  connections: number;
  open: number;
  figures: [name: string, text: string][];
  verdicts: LiveVerdict[];
  /** A list for each grade of which there is any. */
  broken: LiveBroken[];
  /** What makes a verdict uncertain. */
  troubles: string[];
}

/** Rules that were broken, a line for each. */
export interface LiveBroken {
  grade: Grade;
  head: string;
  lines: string[];
}

export interface LiveVerdict {
  where: string;
  mode: Mode | 'inconclusive';
  word: string;
  because: string;
  /** Names of messages, as in verdicts.ts. */
  evidence: string[];
}

/** Nothing more will come of this observation. */
export interface LiveOver {
  what: 'over';
}
