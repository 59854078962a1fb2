/** The data that a page carries for its script. Types alone: what runs in a browser must not need Node's. */

import type { Message } from '../../model/message.ts';
import type { Grade } from '../../model/rules/rule.ts';
import type { Direction } from '../../model/trace.ts';

/** Place in the tap's order, and nanoseconds since the trace began. */
export type Place = [seq: number, at: number];

export interface LabData {
  lab: string;
  questions: QuestionData[];
}

export interface QuestionData {
  question: string;
  gates: { what: string; place: Place }[];
  connections: ConnectionData[];
}

export interface ConnectionData {
  connection: number;
  protocol: string;
  /** Why bytes are no messages, and how many there are. */
  opaque?: string;
  opened: Place;
  closed: Place | null;
  /** What kept the tap from its work. */
  error: string | null;
  messages: MessageData[];
  controls: { what: string; direction: Direction; read: [string, string][]; place: Place }[];
  ends: EndData[];
  faults: { grade: Grade; what: string; direction: Direction; place: Place }[];
  /** Pieces of two messages that were under way at once. */
  ties?: TieData[];
  /** The client's address, where it says something. */
  client?: string;
  /** Messages before those that are here. */
  earlier?: number;
}

/** A piece in which a message was recorded, and whether it crossed with one of the other direction. */
export type PieceData = [...Place, crossed: 0 | 1];

/** Each by the ordinal of its message, and the place of its piece. */
export interface TieData {
  client: [ordinal: number, ...Place];
  server: [ordinal: number, ...Place];
}

export interface EndData {
  direction: Direction;
  how: 'FIN' | 'RST';
  place: Place;
}

export interface MessageData
  extends Pick<
    Message,
    'direction' | 'kind' | 'ordinal' | 'exchange' | 'from' | 'to' | 'bytes' | 'content' | 'whole'
  > {
  /** In the reader's language. */
  ending: string | null;
  /** HTTP/2 stream identifier. */
  stream: number | null;
  begin: Place;
  end: Place | null;
  label: string;
  read: [name: string, value: string][];
  /** Its first bytes, a line each. */
  excerpt: string[];
  /** In order; nothing where there is one alone, or more than can be told apart. */
  pieces?: PieceData[];
}
