/**
 * One direction of an HTTP/1.x connection, and what both share. Each direction has its own state; they meet only
 * where a response needs its request. RFC 9112 §9.2.
 */
import type { Ending, HttpFields, Message, MessageListener } from '../../model/message.ts';
import type { Direction, Position } from '../../model/trace.ts';
import { type Counts, nextOrdinal } from '../counts.ts';
import type { ConnectionDissector, UpgradeTo } from '../dissector.ts';
import { type Body, newBody } from './body.ts';
import { type Framing, persists } from './framing.ts';
import type { Fields, RequestLine, StatusLine } from './head.ts';
import type { KnownHead } from './known.ts';
import type { Section } from './section.ts';

/** `release` reads again the client's bytes that were held until an answer told what they are. */
export const newHttp1 = (
  connection: number,
  listener: MessageListener,
  counts: Counts,
  upgradeTo: UpgradeTo,
  release: () => void,
): Http1 => ({
  connection,
  listener,
  counts,
  upgradeTo,
  c2s: newLane('c2s'),
  s2c: newLane('s2c'),
  outstanding: [],
  answered: 0,
  overfull: false,
  latest: null,
  reported: false,
  upgrade: null,
  gapped: false,
  release,
});

function newLane(direction: Direction): Lane {
  return {
    direction,
    state: 'between',
    offset: 0,
    from: 0,
    begin: { seq: 0, at: 0 },
    section: null,
    solicited: false,
    body: null,
    by: 'headers',
    message: null,
    skipped: false,
    known: null,
    read: null,
  };
}

/** A message whose head begins where the lane says. It is not yet reported. */
export function newMessage(
  state: Http1,
  lane: Lane,
  exchange: number | null,
  http: HttpFields,
  end: number,
): Message {
  lane.message = {
    connection: state.connection,
    direction: lane.direction,
    kind: lane.direction === 'c2s' ? 'request' : 'response',
    ordinal: nextOrdinal(state.counts, lane.direction),
    exchange,
    begin: lane.begin,
    end: null,
    from: lane.from,
    to: end,
    bytes: end - lane.from,
    content: 0,
    ending: null,
    whole: false,
    http,
  };
  return lane.message;
}

export function describe(http: HttpFields, minor: number, fields: Fields, framing: Framing): void {
  http.persistent = persists(minor, fields, framing);
  if (fields.connection !== undefined) http.connection = fields.connection;
  if (fields.keepAlive !== undefined) http.keepAlive = fields.keepAlive;
  if (fields.contentType !== undefined) http.contentType = fields.contentType;
  if (fields.upgrade !== undefined) http.upgrade = fields.upgrade;
}

/** The head is read: on to the content, or to the end if there is none. `end` is the offset after the head. */
export function beginContent(
  state: Http1,
  lane: Lane,
  framing: Framing,
  end: number,
  position: Position,
): void {
  grow(lane, end, 0);
  lane.section = null;
  lane.by = framing.by;
  if (framing.by === 'headers' || (framing.by === 'content-length' && framing.length === 0)) {
    finish(state, lane, framing.by, position);
  } else {
    lane.body = newBody(framing);
    lane.state = 'content';
  }
}

export function grow(lane: Lane, to: number, content: number): void {
  if (lane.message === null) return;
  lane.message.to = to;
  lane.message.bytes = to - lane.message.from;
  lane.message.content = content;
}

/** The message of this lane, or what was skipped in its place, is over. */
export function finish(state: Http1, lane: Lane, ending: Ending, position: Position): void {
  const { message } = lane;
  lane.message = null;
  lane.body = null;
  lane.section = null;
  lane.skipped = false;
  lane.state = 'between';
  if (message === null) return;
  message.end = position;
  message.ending = ending;
  message.whole = ending !== 'cut';
  state.listener.ended(message);
}

export function violate(state: Http1, lane: Lane, what: string, offset: number, position: Position): void {
  if (lane.skipped) return;
  state.listener.violation({
    ...position,
    connection: state.connection,
    side: lane.direction === 'c2s' ? 'client' : 'server',
    direction: lane.direction,
    offset,
    what,
  });
}

/** After this nothing in this direction can be read: the rest is ignored. */
export function giveUp(state: Http1, lane: Lane, what: string, offset: number, position: Position): void {
  violate(state, lane, what, offset, position);
  finish(state, lane, 'cut', position);
  lane.state = 'ignored';
}

/** Whether this lane holds, or dropped, bytes that may be a message which is not reported. */
export function isUnread(lane: Lane): boolean {
  return lane.state === 'ignored' || (lane.state === 'head' && lane.message === null);
}

export interface Lane {
  direction: Direction;
  state:
    | 'between' // messages
    | 'head'
    | 'content'
    | 'held' // until the answer tells what the client's bytes are
    | 'taken over'
    | 'ignored'
    | 'lost' // after a gap in the record
    | 'finished';
  /** Offset of what is read next; while a piece is being read, what the offset of its index 0 would be. */
  offset: number;
  /** Where the head that is being read, or was read last, begins. */
  from: number;
  begin: Position;
  section: Section | null;
  /** s2c: a request was outstanding, or begun, when this response began. */
  solicited: boolean;
  body: Body | null;
  by: Framing['by'];
  /** The message that has begun and not ended. */
  message: Message | null;
  /** What is being read is no message, and all that there is to say of it has been said. */
  skipped: boolean;
  /** The last head that came in one piece. On a connection that is kept alive the next one is often the same. */
  known: KnownHead | null;
  /** What was read in the last head. */
  read: ReadHead | null;
}

/** A head's text and what it says, which is the same whenever the text is. */
export interface ReadHead {
  text: string;
  line: RequestLine | StatusLine;
  fields: Fields;
  /** c2s: what the head alone says; s2c: the answer to this method. */
  framing: Framing;
  method: string;
  http: HttpFields;
}

/** A request that has no final response yet. */
export interface Exchange {
  ordinal: number;
  method: string;
  minor: number;
  /** Of CONNECT and Upgrade: whether what follows is still HTTP/1.x. */
  change: 'none' | 'asked' | 'refused' | 'accepted';
}

export interface Http1 {
  connection: number;
  listener: MessageListener;
  counts: Counts;
  upgradeTo: UpgradeTo;
  c2s: Lane;
  s2c: Lane;
  /** In the order of the requests, which is that of their responses. */
  outstanding: Exchange[];
  /** The last request that has its final response. */
  answered: number;
  /** So many requests went unanswered that those which followed were counted, and not kept. */
  overfull: boolean;
  /** The request that was begun last. */
  latest: Exchange | null;
  reported: boolean;
  upgrade: ConnectionDissector | null;
  /** The record has a gap, so that bytes which make no sense are nobody's fault. */
  gapped: boolean;
  /** Reads again the client's bytes that were held until an answer told what they are. */
  release(): void;
}

/** Nothing more is read in this direction. */
export function isOver({ state }: Lane): boolean {
  return state === 'ignored' || state === 'finished';
}

/** A head begins at this offset. */
export function beginHead(state: Http1, lane: Lane, from: number, position: Position): void {
  lane.state = 'head';
  lane.from = from;
  lane.begin = position;
  lane.section = null;
  lane.solicited = state.outstanding.length > 0 || isUnread(state.c2s);
}
