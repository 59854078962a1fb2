/**
 * The trace is the one source of everything that is reported: what crossed the tap, in the tap's order.
 * It holds no interpretation, so that it can be stored and judged again later.
 */

/** The client is who opened the connection (on UDP: who sent first). */
export type Direction = 'c2s' | 's2c';

export const opposite = (direction: Direction): Direction => (direction === 'c2s' ? 's2c' : 'c2s');

export type Peer = 'client' | 'server';

/** Who sends in this direction. */
export const senderOf = (direction: Direction): Peer => (direction === 'c2s' ? 'client' : 'server');

/** Of two the one of this direction. For every packet this is worth more than a look-up by name. */
export const ofDirection = <Each>(both: Record<Direction, Each>, direction: Direction): Each =>
  direction === 'c2s' ? both.c2s : both.s2c;

/** As `ofDirection`, for a count that changes. */
export const addTo = (counts: Record<Direction, number>, direction: Direction, amount: number): void => {
  if (direction === 'c2s') counts.c2s += amount;
  else counts.s2c += amount;
};

/** A TCP or UDP address, or the path of a Unix-domain socket. */
export type Address = { host: string; port: number } | { path: string };

export type Transport = 'tcp' | 'unix' | 'udp';

/** Where in the trace something happened. */
export interface Position {
  /** Place in the tap's total order; no two events share one. */
  seq: number;
  /** Monotonic nanoseconds since the trace began: for display and timings, never for verdicts. */
  at: number;
}

/** The sides of a proxy that stands between two taps: its clients are in front, the origin is at the back. */
export type Side = 'front' | 'back';

/** The tap accepted a connection (UDP: saw the first datagram of a flow). */
export interface OpenEvent extends Position {
  type: 'open';
  /** Ordinal of the connection in this trace, counted from 1. */
  connection: number;
  transport: Transport;
  /** The client's side of the tap: who connected, and to what. */
  front: { client: Address; tap: Address };
  /** The server's side of the tap: what the tap connects from (null where that is not known), and to what. */
  back: { tap: Address | null; server: Address };
  /** Of which side of a proxy the tap is, where there is one. */
  side?: Side;
  /** Which client it belongs to, where the bench knows: one number, one client. Elsewhere its address tells. */
  client?: number;
  /** A connection of the bench's own that only counts causes while a gate is closed; no fact is taken from it. */
  control: boolean;
  /**
   * `seq` of what the client asked for it after, where that is not the event before: its SYN (RFC 9293 §3.5) comes a
   * round trip before it is accepted, and a tap that speaks TLS tells of a connection once that is agreed.
   */
  asked?: number;
  /** The tap speaks TLS to the server, and the bytes are the clear text. `alpn` is the protocol agreed on, RFC 7301. */
  tls?: { alpn: string | false };
}

/** Bytes that the tap received from one side (UDP: one datagram). A chunk is not a message. */
export interface BytesEvent extends Position {
  type: 'bytes';
  connection: number;
  direction: Direction;
  bytes: Uint8Array;
  /**
   * How many bytes of the other direction, recorded before these, had surely not reached the sender of these when it
   * sent them: the tap withheld them, or the segment does not acknowledge them (RFC 9293 §3.4). 0: it had received
   * everything. Absent where the record cannot tell, as behind a relay that withholds nothing.
   */
  underWay?: number;
}

/** FIN: the sender of this direction has finished. */
export interface EndEvent extends Position {
  type: 'end';
  connection: number;
  direction: Direction;
}

/** RST, sent by the sender of this direction. */
export interface ResetEvent extends Position {
  type: 'reset';
  connection: number;
  direction: Direction;
}

/** Nothing more can cross this connection. */
export interface CloseEvent extends Position {
  type: 'close';
  connection: number;
}

/** Bytes that crossed and are not in the record: a capture lost or shortened packets, or began later than the connection. */
export interface GapEvent extends Position {
  type: 'gap';
  /** 0: the record as a whole ends before its time. */
  connection: number;
  direction: Direction;
  /** How many bytes are missing; null where nobody knows. */
  length: number | null;
}

/** The tap could not do its work on this connection, for example reach the server. */
export interface ErrorEvent extends Position {
  type: 'error';
  connection: number;
  /** An error code such as ECONNREFUSED. */
  code: string;
}

/** The code where nothing failed, but the client left before its server was reached. */
export const clientLeft = 'ECONNABORTED';

/** Code of an ErrorEvent: the server closed the connection, by FIN, before TLS was agreed (RFC 8446 §2). */
export const handshakeClosed = 'ERR_TLS_HANDSHAKE_CLOSED';

export type MarkName =
  | 'question begun'
  | 'question ended'
  | 'gate closed'
  | 'gate released'
  | 'grace passed'
  | 'deadline passed'
  | 'noted';

/** Something that the bench did. `of` names the question or the gate. */
export interface MarkEvent extends Position {
  type: 'mark';
  mark: MarkName;
  of: string;
  /** For a released gate: by the event that it waited for, or by hand after the grace or the deadline. */
  by?: 'cause' | 'hand';
  /** Figures that belong to the mark, such as the configured idle time in milliseconds. */
  figures?: Record<string, number>;
}

export type ConnectionEvent =
  | OpenEvent
  | BytesEvent
  | EndEvent
  | ResetEvent
  | CloseEvent
  | ErrorEvent
  | GapEvent;
export type TraceEvent = ConnectionEvent | MarkEvent;
