/** A TCP connection that is known to have been accepted, until both sides have sent FIN or one RST (RFC 9293 §3.6). */
import { type Direction, ofDirection, opposite } from '../../model/trace.ts';
import type { EventOrder } from '../events.ts';
import {
  beginAt,
  createDirectionState,
  type DirectionListener,
  type DirectionState,
  isImplausible,
  lookForGap,
  settle,
  takeAcknowledgement,
  takeFin,
  takePayload,
} from './direction.ts';
import type { Attempt } from './handshake.ts';
import { inOrder } from './order.ts';
import { flag, type Payload, type Segment } from './segment.ts';
import type { Telling } from './telling.ts';

export interface Established {
  /** With these SYNs. */
  begin(chosen: Record<Direction, Attempt | null>): void;
  /** What was before in both directions is not known. */
  lose(): void;
  /** Nothing more is taken once it is over. */
  take(segment: Segment): void;
  /** Whether this SYN cannot belong to the connection. */
  isNew(segment: Segment): boolean;
  /** What waits is delivered. `damaged`: the record ends before its time, so that anything may have followed. */
  finish(damaged: boolean): void;
  abandon(): void;
  isOver(): boolean;
  /** The number of its SYN. */
  first(direction: Direction): number | null;
}

/** `midway`: the capture does not hold its beginning. */
export function established(order: EventOrder, telling: Telling, midway: boolean): Established {
  const states: Record<Direction, DirectionState> = {
    c2s: createDirectionState(),
    s2c: createDirectionState(),
  };
  let over = false;
  const ordered = inOrder(states, telling);

  const listen = (direction: Direction): DirectionListener => ({
    bytes: (slice, heard, cut) => ordered.bytes(direction, slice, cut, heard, order.at),
    gap: (length) => ordered.gap(direction, length, order.at),
    end: (acknowledged) => ordered.end(direction, acknowledged, order.at),
  });
  const listeners: Record<Direction, DirectionListener> = { c2s: listen('c2s'), s2c: listen('s2c') };

  function close(): void {
    over = true;
    telling.close();
  }

  function settleBoth(): void {
    settle(states.c2s, listeners.c2s);
    settle(states.s2c, listeners.s2c);
    ordered.emitAll();
  }

  function acknowledge(direction: Direction, acknowledged: number | null): void {
    if (acknowledged === null) return;
    takeAcknowledgement(ofDirection(states, direction), acknowledged, ofDirection(listeners, direction));
  }

  function begin(direction: Direction, attempt: Attempt | null): void {
    if (attempt === null) return;
    const state = states[direction];
    state.first = attempt.first;
    beginAt(state, (attempt.first + 1) | 0);
  }

  /** With SYN. Without ACK its sender had received nothing. */
  function say(direction: Direction, payload: Payload | null): void {
    if (payload === null) return;
    const acknowledged = payload.acknowledged ?? states[opposite(direction)].start;
    takePayload(states[direction], { ...payload, acknowledged }, listeners[direction]);
  }

  return {
    begin({ c2s, s2c }) {
      begin('c2s', c2s);
      begin('s2c', s2c);
      acknowledge('s2c', c2s?.acknowledged ?? null);
      acknowledge('c2s', s2c?.acknowledged ?? null);
      say('c2s', c2s?.payload ?? null);
      say('s2c', s2c?.payload ?? null);
    },
    lose() {
      listeners.c2s.gap(null);
      listeners.s2c.gap(null);
    },
    take(segment) {
      if (over) return;
      const { direction, flags, length, acknowledged } = segment;
      const state = ofDirection(states, direction);
      const listener = ofDirection(listeners, direction);
      if ((flags & flag.SYN) !== 0) {
        state.first ??= segment.sequence;
        segment.sequence = (segment.sequence + 1) | 0;
        if (state.first === ((segment.sequence - 1) | 0)) beginAt(state, segment.sequence);
      }
      const { sequence } = segment;
      if ((flags & flag.RST) !== 0) {
        // No receiver takes one that is so far off, RFC 9293 §3.10.7.4; and if it was real, much is missing.
        if (isImplausible(state, sequence)) {
          listener.gap(null);
          return;
        }
        settleBoth();
        if (!states.c2s.ended || !states.s2c.ended) telling.reset(direction);
        close();
        return;
      }
      acknowledge(opposite(direction), acknowledged);
      takePayload(state, segment, listener);
      if ((flags & flag.FIN) !== 0) takeFin(state, (sequence + length) | 0, acknowledged, listener);
      lookForGap(states.c2s, listeners.c2s);
      lookForGap(states.s2c, listeners.s2c);
      if (!states.c2s.ended || !states.s2c.ended) return;
      ordered.emitAll();
      close();
    },
    isNew({ direction, sequence, flags }) {
      if ((flags & flag.SYN) === 0 || (flags & flag.ACK) !== 0) return false;
      const { first, start } = states[direction];
      // A SYN that comes late, or whose acknowledgement came first, names the number before the first byte.
      if (first !== null) return first !== sequence;
      return midway && start !== null && start !== ((sequence + 1) | 0);
    },
    finish(damaged) {
      settleBoth();
      for (const direction of ['c2s', 's2c'] as const)
        if (damaged && !states[direction].ended) listeners[direction].gap(null);
      telling.settle();
    },
    abandon() {
      if (over) return;
      settleBoth();
      close();
    },
    isOver: () => over,
    first: (direction) => states[direction].first,
  };
}
