/**
 * What is counted from messages. Every figure here is the same from run to run on any machine; what may come
 * out either way (times, bytes, who sent the first FIN) stands in `Varying`.
 */
import type { Opacity } from './message.ts';
import type { Reason } from './reason.ts';
import type { HalfName, LossName } from './reasons/losses.ts';
import type { Direction, Peer } from './trace.ts';

export interface Facts {
  connections: number;
  exchanges: number;
  messages: Record<Direction, number>;
  /** In order of opening. */
  exchangesPerConnection: number[];
  /** Exchanges minus the connections that carried any. */
  reusedExchanges: number;
  /** Changes of direction between one message and the next on the same connection, by order of beginning. */
  turnarounds: number;
  /** Those from s2c to c2s: the line is used again. */
  switchBacks: number;
  /** Pairs of messages of opposite directions on one connection, each beginning before the other has ended. */
  overlaps: number;
  /**
   * Pairs of messages of opposite directions on one connection that crossed: bytes of each were sent before their sender
   * had received those of the other. Only where the record can tell, see `BytesEvent.underWay`. On an opaque connection
   * how often bytes of both directions came to be under way at once.
   */
  crossings: number;
  unasked: number;
  /** The most exchanges that were under way at once on one connection. */
  maxConcurrentExchanges: number;
  /** Why connections after the first of a client were opened, counted by reason. */
  newConnections: Record<string, number>;
  /** Requests that nothing answers, counted by how they were lost; absent where there were none. */
  lost?: Record<string, number>;
  /** Answers that broke off, counted by how; absent where there were none. */
  halfAnswers?: Record<string, number>;
  /** Null where nothing was recognised. */
  protocol: string | null;
  /** Connections in which nothing, or not everything, could be read; absent where there were none. */
  opaque?: number;
}

/** Points at one message: the question whose trace it is in, and ordinals counted from 1. */
export interface Evidence {
  question: string;
  connection: number;
  /** Ordinal among the messages of that direction on that connection. */
  message: number;
  direction: Direction;
}

/**
 * All that the rules of both lenses ask about one connection. Connections with the same answers are judged alike,
 * which is why a group of them needs no more memory than one.
 */
export interface ConnectionShape {
  c2s: boolean;
  s2c: boolean;
  /** Two messages of opposite directions crossed. */
  crossing: boolean;
  /** A crossing between messages of different exchanges: neither was the other's answer. */
  crossingAcross: boolean;
  /** Whether the record can tell of every change of direction that nothing crossed there. */
  crossingsKnown: boolean;
  overlap: boolean;
  /** An overlap between messages of different exchanges. */
  overlapAcross: boolean;
  unasked: boolean;
  /** Who answers whom is not in the bytes: its exchanges are turns, and nothing in it could be unasked. */
  byTurns: boolean;
  /** 0, 1, or 2 for two or more. */
  exchanges: 0 | 1 | 2;
  /** Its exchange ended, and the same client began a later one on another connection. */
  nextElsewhere: boolean;
  /**
   * Why nothing is read in its bytes; absent where they are read. Unless that is a tunnel, it has no messages, and the
   * above is said of bytes.
   */
  opaque?: Opacity;
  /** Of its bytes: whoever began to send had received everything that the other had sent, each time. */
  turnsShown?: boolean;
}

/** Connections of one shape, with the first of them as the example. */
export interface ConnectionGroup {
  shape: ConnectionShape;
  count: number;
  /** Ordinal of the first connection of this shape, from 1. */
  first: number;
  /** Messages of that connection that show the shape, keyed by what they show. */
  shows: Partial<
    Record<
      'message' | 'crossing' | 'crossingAcross' | 'overlap' | 'overlapAcross' | 'unasked' | 'second',
      Omit<Evidence, 'question'>[]
    >
  >;
}

/** Why a verdict from absence cannot be trusted here. */
export interface Damage {
  kind: 'violation' | 'cut' | 'unanswered' | 'tap error' | 'deadline' | 'failed' | 'gap' | 'limit';
  connection: number;
  /** What exactly it is. */
  reason: Reason;
}

/** What was measured in the trace of one question (or script, or observation). */
export interface Measurement {
  question: string;
  facts: Facts;
  groups: ConnectionGroup[];
  damage: Damage[];
  varying: Varying;
}

/** What may differ from run to run. */
export interface Varying {
  bytes: Record<Direction, number>;
  /** Who sent the first FIN or RST, a connection each, in order of opening: 'client', 'server', 'none'; 'failed' if the tap did. */
  firstFin: string[];
  /** From the first event to the last, milliseconds. */
  milliseconds: number;
  times: Times;
  replaced: Replaced;
  /** Half answers too. */
  lost: Listed<Loss>;
  signals: Listed<Signal>;
}

/** Of so many values the smallest, the median and the largest. */
export interface Spread {
  count: number;
  smallest: number;
  median: number;
  largest: number;
}

/** Of HTTP, in milliseconds as the tap saw it; what never was is left out. */
export interface Times {
  /** From the last byte of a request to the first of its answer; 0 where the answer came before that. */
  requestToAnswer?: Spread;
  /** From the first byte of a request to the last of it and of its answer. */
  exchange?: Spread;
  /** From the end of one exchange to the beginning of the next on the same connection, where nothing was under way. */
  idleBeforeReuse?: Spread;
  /** From the end of the last exchange to the first FIN or RST, where nothing was under way. */
  answerToCloseByServer?: Spread;
  answerToCloseByClient?: Spread;
}

/** By the reason of the new connections: the connections that they replaced. */
export type Replaced = Record<string, ReplacedConnections>;

export interface ReplacedConnections {
  /** How many each had carried. */
  exchanges: Spread;
  /** How long they were idle until they were closed, milliseconds; of those that were. */
  idle?: Spread;
}

/** So many of each are listed; the others are counted. */
export interface Listed<One> {
  listed: One[];
  more: number;
}

/** A request whose answer never came, or broke off. */
export interface Loss {
  connection: number;
  /** Ordinal of its exchange on the connection. */
  exchange: number;
  /** HTTP/2 stream identifier. */
  stream?: number;
  method: string;
  /** The request target, its first 200 characters. */
  target: string;
  how: LossName | HalfName;
  /** The code of the RST_STREAM that ended it, RFC 9113 §7. */
  error?: number;
  /** Where it was sent too late: how long after what had made it so, milliseconds. */
  late?: number;
  /** Of half an answer: bytes of content that came, and that did not; null where no length was announced. */
  content?: { came: number; missing: number | null };
  /** What its client did next: the same method and target on this connection, so many milliseconds later; or never. */
  again: { connection: number; exchange: number; milliseconds: number } | null;
  repeat: Repeat;
}

/**
 * Whether it may be asked again without harm: its method is idempotent (RFC 9110 §9.2.2), or the server has said that it
 * did not act on it (RFC 9113 §6.8, §8.7), or neither: it may have been acted on.
 */
export type Repeat = 'idempotent' | 'not-acted-on' | 'perhaps-acted-on';

/** What changes what may be sent, or refuses what was asked for, and where. */
export type Signal = SignalPlace & Signalled;

export interface SignalPlace {
  by: Peer;
  connection: number;
  /** How many exchanges had begun on the connection. */
  exchanges: number;
  /** Since the record began, milliseconds. */
  milliseconds: number;
}

export type Signalled =
  | { what: 'GOAWAY'; lastStream: number; error: number }
  | { what: 'RST_STREAM'; stream: number; error: number }
  /** MAX_CONCURRENT_STREAMS of the server, RFC 9113 §5.1.2. */
  | { what: 'limit-of-streams'; most: number }
  /** RFC 9110 §7.8, RFC 8441 §5. `said`: Upgrade of the answer, where it has one. */
  | { what: 'upgrade-refused'; to: string; status: number; said?: string };
