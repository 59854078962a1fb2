/**
 * One TCP connection of a capture: SYN, FIN, RST and segments in, trace events out (RFC 9293 §3.5, §3.6). It is
 * reported once it is known to have been accepted; from then on whatever the capture does not hold is a gap.
 */
import type { LentBytesEvent } from '../../model/slice.ts';
import { type Address, type Direction, ofDirection, opposite } from '../../model/trace.ts';
import type { EventListener, EventOrder } from '../events.ts';
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
import { inOrder } from './order.ts';
import { flag, type Segment } from './segment.ts';

export interface Tcp {
  take(segment: Segment): void;
  /** Whether this SYN cannot belong to the connection, so that a new one begins. */
  isNew(segment: Segment): boolean;
  /** What waits is delivered. `damaged`: the record ends before its time, so that anything may have followed. */
  finish(damaged: boolean): void;
  /** Another connection has taken its place. */
  abandon(): void;
  /** A SYN was sent, and nobody is known to have accepted. */
  isOpening(): boolean;
  isOver(): boolean;
  /** Of a connection that is over what tells its stragglers from a new connection, RFC 9293 §3.6.1, and nothing else. */
  timeWait(): Tcp;
}

const nothing = (): void => {};
const no = (): boolean => false;
const yes = (): boolean => true;

/** `first` are the numbers of the SYNs. */
function timeWait(first: Record<Direction, number | null>): Tcp {
  return {
    take: nothing,
    finish: nothing,
    abandon: nothing,
    isOpening: no,
    isOver: yes,
    isNew({ direction, sequence, flags }) {
      if ((flags & flag.SYN) === 0) return false;
      return (flags & flag.ACK) === 0 || first[direction] !== sequence;
    },
    timeWait: () => timeWait(first),
  };
}

/** `midway`: the capture does not hold its beginning. */
export function tcp(order: EventOrder, client: Address, server: Address, midway: boolean): Tcp {
  const states: Record<Direction, DirectionState> = {
    c2s: createDirectionState(),
    s2c: createDirectionState(),
  };
  let emit: EventListener | null = null;
  let connection = 0;
  let over = false;

  const place = () => ({ seq: ++order.seq, at: order.at, connection });

  /** The one event of which there are millions: one of which it is known what was under way, and one of which it is not. */
  let known: (LentBytesEvent & { underWay: number }) | null = null;
  let unknown: LentBytesEvent | null = null;

  const ordered = inOrder(states, {
    bytes(direction, slice, underWay, at) {
      const seq = ++order.seq;
      let lent: LentBytesEvent;
      if (underWay === undefined) {
        unknown ??= { type: 'lent', seq, at, connection, direction, slice };
        lent = unknown;
      } else {
        known ??= { type: 'lent', seq, at, connection, direction, slice, underWay };
        known.underWay = underWay;
        lent = known;
      }
      lent.seq = seq;
      lent.at = at;
      lent.direction = direction;
      lent.slice = slice;
      emit?.(lent);
    },
    gap(direction, length, at) {
      emit?.({ type: 'gap', seq: ++order.seq, at, connection, direction, length });
    },
    end(direction, at) {
      emit?.({ type: 'end', seq: ++order.seq, at, connection, direction });
    },
  });

  const listen = (direction: Direction): DirectionListener => ({
    bytes: (slice, heard) => ordered.bytes(direction, slice, heard, order.at),
    gap: (length) => ordered.gap(direction, length, order.at),
    end: (acknowledged) => ordered.end(direction, acknowledged, order.at),
  });
  const listeners: Record<Direction, DirectionListener> = { c2s: listen('c2s'), s2c: listen('s2c') };

  function open(): void {
    if (emit !== null) return;
    connection = ++order.connections;
    emit = order.opened({
      type: 'open',
      ...place(),
      transport: 'tcp',
      front: { client, tap: server },
      back: { tap: null, server },
      control: false,
    });
    if (!midway) return;
    for (const direction of ['c2s', 's2c'] as const) listeners[direction].gap(null);
  }

  function close(): void {
    if (over) return;
    over = true;
    emit?.({ type: 'close', ...place() });
  }

  function settleBoth(): void {
    settle(states.c2s, listeners.c2s);
    settle(states.s2c, listeners.s2c);
    ordered.emitAll();
  }

  function takeSyn({ direction, sequence }: Segment): void {
    const state = states[direction];
    state.first ??= sequence;
    if (state.first === sequence) beginAt(state, (sequence + 1) | 0);
  }

  return {
    take(segment) {
      if (over) return;
      const { direction, flags, length, acknowledged } = segment;
      const state = ofDirection(states, direction);
      const listener = ofDirection(listeners, direction);
      const isSyn = (flags & flag.SYN) !== 0;
      const sequence = isSyn ? (segment.sequence + 1) | 0 : segment.sequence;
      const isReset = (flags & flag.RST) !== 0;
      if (isReset && emit === null) {
        // Refused: there never was a connection.
        over = true;
        return;
      }
      if (isSyn) takeSyn(segment);
      if (acknowledged !== null || length > 0) open();
      if (isReset) {
        // No receiver takes one that is so far off, RFC 9293 §3.10.7.4; and if it was real, much is missing.
        if (isImplausible(state, sequence)) {
          listener.gap(null);
          return;
        }
        settleBoth();
        if (!states.c2s.ended || !states.s2c.ended) emit?.({ type: 'reset', ...place(), direction });
        close();
        return;
      }
      if (acknowledged !== null) {
        const other = opposite(direction);
        takeAcknowledgement(ofDirection(states, other), acknowledged, ofDirection(listeners, other));
      }
      segment.sequence = sequence;
      takePayload(state, segment, listener);
      if ((flags & flag.FIN) !== 0) takeFin(state, (sequence + length) | 0, acknowledged, listener);
      lookForGap(states.c2s, listeners.c2s);
      lookForGap(states.s2c, listeners.s2c);
      if (!states.c2s.ended || !states.s2c.ended) return;
      ordered.emitAll();
      close();
    },
    isNew({ direction, sequence, flags }) {
      if ((flags & flag.SYN) === 0) return false;
      const { first, start } = states[direction];
      if ((flags & flag.ACK) !== 0) return false;
      // A SYN that comes late, or whose acknowledgement came first, names the number before the first byte.
      if (first !== null) return first !== sequence;
      return midway && start !== null && start !== ((sequence + 1) | 0);
    },
    finish(damaged) {
      if (over || emit === null) return;
      settleBoth();
      for (const direction of ['c2s', 's2c'] as const)
        if (damaged && !states[direction].ended) listeners[direction].gap(null);
    },
    abandon() {
      if (over) return;
      settleBoth();
      close();
    },
    isOpening: () => emit === null && !over,
    isOver: () => over,
    timeWait: () => timeWait({ c2s: states.c2s.first, s2c: states.s2c.first }),
  };
}
