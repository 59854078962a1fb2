/**
 * The streams of one HTTP/2 connection that are open, RFC 9113 §5.1. The state of a stream is dropped when both
 * sides have finished with it; those that nobody finishes are kept up to a number, and then only counted.
 */

import type { Ending } from '../../model/message.ts';
import { reason } from '../../model/reason.ts';

import { type Direction, opposite, type Position } from '../../model/trace.ts';
import type { ConnectionDissector } from '../dissector.ts';
import type { OpenMessage } from '../open-message.ts';
import type { Place } from './frames.ts';
import type { Http2Messages } from './messages.ts';
import type { ContentLimit } from './sections/section-rules.ts';
import { createWindow, type Window } from './windows/window.ts';

/** One direction of a stream. It may be open without a message: a tunnel, or what answers no request. */
export interface Half {
  state: 'waiting' | 'open' | 'done';
  message: OpenMessage | null;
  /** Null: its message says nothing of it, or it has been told that it did not keep to it. */
  limit: ContentLimit | null;
  /** For the DATA that goes this way. */
  window: Window;
}

export interface Stream {
  id: number;
  exchange: number | null;
  /** Of the request, or of the promised one. */
  method: string | undefined;
  /** It counts among those that its beginner has open, RFC 9113 §5.1.2. */
  isCounted: boolean;
  /** The request, where it is CONNECT. */
  connect: OpenMessage | null;
  c2s: Half;
  s2c: Half;
}

export interface StreamTable {
  get(id: number): Stream | undefined;
  all(): Stream[];
  /** Whether one more stream may be kept. Tells once when none may be any more. */
  hasRoom(direction: Direction, place: Place): boolean;
  /** A new stream, with what its two directions are to begin with. */
  add(id: number, c2s: Half['state'], s2c: Half['state']): Stream;
  /** Its beginner has sent HEADERS on it; gives how many that side has open now, RFC 9113 §5.1.2. */
  opened(stream: Stream): number;
  /** Both sides are done with it. */
  drop(stream: Stream): void;
  /** This side has reset it. What the other sent before it knew of that may still come, and is allowed. */
  reset(direction: Direction, id: number): void;
  /** Nothing more is read on it, though nobody has reset it: what comes is no fault. */
  forgo(id: number): void;
  /** Whether this side has reset it, as far as that is remembered. */
  isResetBy(direction: Direction, id: number): boolean;
  /** This direction has said all. Its message ends, and the stream too where the other direction is done. */
  finish(stream: Stream, direction: Direction, end: Position, ending: Ending): void;
  /** Whether nobody has begun this stream yet. */
  idle(id: number): boolean;
  /** Of the open streams, by identifier. */
  tunnels: Map<number, ConnectionDissector>;
  /** The highest stream begun by each side. */
  last: Record<Direction, number>;
  /** Tells of a frame on a stream that is not open, unless it may have crossed an RST_STREAM or was not kept. Whether it told. */
  faultWhereClosed(direction: Direction, id: number, place: Place, what: string): boolean;
}

const createHalf = (state: Half['state']): Half => ({
  state,
  message: null,
  limit: null,
  window: createWindow(),
});

/** Streams with even identifiers are begun by the server, RFC 9113 §5.1.1. */
export const isPush = (id: number): boolean => id % 2 === 0;

const mostResetsRemembered = 1000;

/** Far more than any server lets a client open, and little enough to keep one by one. */
const mostOpen = 10_000;

/** `lost`: nothing more of this direction is read, so what it began is not known. */
export function createStreamTable(
  messages: Http2Messages,
  lost: (direction: Direction) => boolean,
): StreamTable {
  const open = new Map<number, Stream>();
  const resets = new Map<number, Direction | 'both' | 'nobody'>();
  const openBy: Record<Direction, number> = { c2s: 0, s2c: 0 };
  let resetsForgotten = false;
  let overfull = false;
  const tunnels = new Map<number, ConnectionDissector>();
  const last: Record<Direction, number> = { c2s: 0, s2c: 0 };

  const begunBy = (id: number): Direction => (isPush(id) ? 's2c' : 'c2s');
  const idle = (id: number): boolean => id > last[begunBy(id)] && !lost(begunBy(id));

  const drop = (stream: Stream): void => {
    open.delete(stream.id);
    tunnels.delete(stream.id);
    if (stream.isCounted) openBy[begunBy(stream.id)] -= 1;
    stream.isCounted = false;
  };

  const remember = (id: number, by: Direction | 'both' | 'nobody'): void => {
    resets.set(id, by);
    const [oldest] = resets.keys();
    if (resets.size > mostResetsRemembered && oldest !== undefined) {
      resets.delete(oldest);
      resetsForgotten = true;
    }
  };

  const isResetBy = (direction: Direction, id: number): boolean => {
    const by = resets.get(id);
    return by === direction || by === 'both';
  };

  return {
    get: (id) => open.get(id),
    all: () => [...open.values()],
    hasRoom: (direction, place) => {
      if (open.size >= mostOpen && !overfull) {
        overfull = true;
        messages.limit(direction, place, 'limit.streams');
      }
      return !overfull;
    },
    add: (id, c2s, s2c) => {
      const stream: Stream = {
        id,
        exchange: null,
        connect: null,
        method: undefined,
        isCounted: false,
        c2s: createHalf(c2s),
        s2c: createHalf(s2c),
      };
      open.set(id, stream);
      return stream;
    },
    opened: (stream) => {
      const by = begunBy(stream.id);
      if (!stream.isCounted) openBy[by] += 1;
      stream.isCounted = true;
      return openBy[by];
    },
    drop,
    reset: (direction, id) => {
      const before = resets.get(id) ?? 'nobody';
      remember(id, before === 'nobody' || before === direction ? direction : 'both');
    },
    forgo: (id) => remember(id, resets.get(id) ?? 'nobody'),
    isResetBy,
    finish: (stream, direction, end, ending) => {
      const half = stream[direction];
      half.state = 'done';
      if (half.message !== null) messages.finish(half.message, end, ending, ending === 'END_STREAM');
      half.message = null;
      tunnels.get(stream.id)?.end(direction, end);
      // A stream that the server began unsolicited has no other direction.
      if (stream[opposite(direction)].state === 'done' || stream.c2s.state === 'waiting') drop(stream);
    },
    idle,
    tunnels,
    last,
    faultWhereClosed: (direction, id, place, what) => {
      if (isResetBy(direction, id)) {
        messages.fault(direction, place, reason('http2.after-own-reset', { Frame: what }));
        return true;
      }
      const forgotten = resetsForgotten || overfull;
      if (lost(begunBy(id)) || (!idle(id) && (resets.has(id) || forgotten))) return false;
      messages.fault(
        direction,
        place,
        reason(idle(id) ? 'http2.idle-stream' : 'http2.closed-stream', { Frame: what }),
      );
      return true;
    },
  };
}
