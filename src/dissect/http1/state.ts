/**
 * What each direction of an HTTP/1.x connection is reading. Each has a state of its own; they meet only where a
 * response needs its request (RFC 9112 §9.2) and where it grants an upgrade (RFC 9110 §7.8). The table says all that
 * can follow on a state, and why; `enter` is the only way from one to the next.
 */

import type { Direction, Position } from '../../model/trace.ts';
import type { OpenMessage } from '../open-message.ts';
import type { Content } from './content.ts';
import { type KnownHead, latestOf, type ReadHead } from './known.ts';
import type { Section } from './section.ts';

const gap = 'a gap in the record: nobody knows what is open';
const over = 'FIN, or the connection is gone';

/** For each state those that may follow, and what leads there. A test holds that there are no others. */
export const transitions: Readonly<Record<State, Partial<Record<State, string>>>> = {
  'between messages': {
    head: 'a byte that is no line end, RFC 9112 §2.2',
    lost: gap,
    over,
  },
  head: {
    content: 'the head is whole, and content follows, RFC 9112 §6',
    'between messages': 'the message ends at its head: interim, without content, or of length 0',
    buffering: 'c2s: so does one that asks for an upgrade',
    upgraded: 's2c: the response grants the upgrade; c2s: it came before the request was whole',
    unreadable: 'it is malformed, too long, or says two lengths',
    lost: gap,
    over,
  },
  content: {
    'between messages': 'the content is whole',
    buffering: 'c2s: so is that of a request that asks for an upgrade',
    upgraded: 'c2s: its upgrade was granted meanwhile',
    unreadable: 'its chunks are malformed, RFC 9112 §7.1',
    lost: gap,
    over,
  },
  /** c2s only: whose the bytes are is said by the response. */
  buffering: {
    'between messages': 'the response refuses the upgrade, or will never come: they are of HTTP/1.x',
    upgraded: 'the response grants it',
    unreadable: 'there are too many of them',
    lost: gap,
    over,
  },
  /** Another dissector reads. */
  upgraded: { over: 'the connection is gone' },
  /** What comes is ignored. */
  unreadable: {
    lost: 'there was a gap before, to which it is put down',
  },
  lost: {
    'between messages': "a slice of the client's bytes begins with a request line",
    head: 's2c: it is whole; what the client sent meanwhile was nonsense, put down to the gap',
    lost: 'another gap',
    over,
  },
  over: {},
};

export type State =
  | 'between messages'
  | 'head'
  | 'content'
  | 'buffering'
  | 'upgraded'
  | 'unreadable'
  | 'lost'
  | 'over';

/** One direction. */
export interface DirectionState {
  name: Direction;
  /** Written by `enter` alone. */
  state: State;
  /** Offset of what is read next; while a slice is being read, what the offset of its index 0 would be. */
  offset: number;
  /** `seq` of the event that brought what is being read, or was read last. */
  seq: number;
  /** Where the head begins that is being read, or was read last. */
  from: number;
  begin: Position;
  /** s2c: a request was outstanding, or begun, when this response began. */
  solicited: boolean;
  /** What reads the head, while only a part of it has come. */
  section: Section | null;
  /** The head, once it is whole. */
  head: string | null;
  /** What reads the content, while there is content to read. */
  content: Content | null;
  /** The message that has begun and not ended. */
  message: OpenMessage | null;
  /** What is being read is no message, and all that there is to say of it has been said. */
  isPassedOver: boolean;
  /** The last head that came in one piece, at first another connection's. The next one is often the same. */
  known: KnownHead | null;
  /** What was read in the last head. */
  read: ReadHead | null;
  /** Whether `Connection: close` has been said, and that all the same more followed, RFC 9112 §9.6. */
  closing: 'no' | 'said' | 'disregarded';
  /**
   * s2c: the last response, where it had no content whatever its fields say; then none may follow it. An interim one has
   * no ordinal. `untold`: that it
   * had a length is not told yet, since content may follow, which says more.
   */
  empty: {
    ordinal: number | null;
    answer: string;
    untold: { offset: number; position: Position } | null;
  } | null;
}

export const createDirectionState = (name: Direction): DirectionState => ({
  name,
  state: 'between messages',
  offset: 0,
  seq: 0,
  from: 0,
  begin: { seq: 0, at: 0 },
  solicited: false,
  section: null,
  head: null,
  content: null,
  message: null,
  isPassedOver: false,
  ...latestOf(name),
  closing: 'no',
  empty: null,
});

/** On to the next state: what belonged to the last one is dropped. `content` is what 'content' is read by. */
export function enter(direction: DirectionState, next: State, content: Content | null = null): void {
  direction.state = next;
  direction.section = null;
  direction.head = null;
  direction.content = content;
  if (content === null) direction.isPassedOver = false;
}

/** Nothing more is read in this direction. */
export function isOver({ state }: DirectionState): boolean {
  return state === 'unreadable' || state === 'over';
}

/** Whether there are, or were, bytes in this direction that may be a message which is not reported. */
export function isUnread({ state, message }: DirectionState): boolean {
  return state === 'unreadable' || (state === 'head' && message === null);
}
