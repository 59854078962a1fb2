/**
 * One TCP connection of a capture: SYN, FIN, RST and segments in, trace events out (RFC 9293 §3.5, §3.6). It is
 * reported once it is known to have been accepted; from then on whatever the capture does not hold is a gap.
 */
import type { LentBytesEvent, Piece, ToldEvent } from '../../model/piece.ts';
import { type Address, type Direction, type OpenEvent, ofDirection, opposite } from '../../model/trace.ts';
import {
  beginAt,
  isImplausible,
  type Lane,
  type LaneListener,
  lookForGap,
  newLane,
  settle,
  takeAcknowledgement,
  takeFin,
  takeSegment,
} from './lane.ts';
import { inOrder } from './order.ts';

/** Receives the events of one connection after its `open`. */
export type EventListener = (event: ToldEvent) => void;

/** What the connections of a capture share: the order of events, the present time, and who wants to know. */
export interface Order {
  seq: number;
  at: number;
  connections: number;
  /** Gives the listener for the events of this connection. */
  opened(open: OpenEvent): EventListener;
}

export interface Segment {
  /** Of its sender. */
  direction: Direction;
  /** Both as signed 32 bits. */
  sequence: number;
  acknowledged: number;
  flags: number;
  /** The captured part of the payload, lent. */
  piece: Piece;
  /** The payload's own length. */
  length: number;
}

export const flag = { FIN: 1, SYN: 2, RST: 4, ACK: 16 } as const;

export interface Tcp {
  take(segment: Segment): void;
  /** Whether this SYN cannot belong to the connection, so that a new one begins. */
  isNew(segment: Segment): boolean;
  /** What waits is delivered. `damaged`: the record ends before its time, so that anything may have followed. */
  finish(damaged: boolean): void;
  /** Another connection has taken its place. */
  abandon(): void;
  /** Asked for, and not yet known to be accepted. */
  isAsked(): boolean;
  isOver(): boolean;
  /** Of a connection that is over: what tells its stragglers from a new connection, and nothing else. */
  remains(): Tcp;
}

const nothing = (): void => {};
const no = (): boolean => false;
const yes = (): boolean => true;

/** `first` are the numbers of the SYNs. */
function remainsOf(first: Record<Direction, number | null>): Tcp {
  return {
    take: nothing,
    finish: nothing,
    abandon: nothing,
    isAsked: no,
    isOver: yes,
    isNew({ direction, sequence, flags }) {
      if ((flags & flag.SYN) === 0) return false;
      return (flags & flag.ACK) === 0 || first[direction] !== sequence;
    },
    remains: () => remainsOf(first),
  };
}

/** `midway`: the capture does not hold its beginning. */
export function tcp(order: Order, client: Address, server: Address, midway: boolean): Tcp {
  const lanes: Record<Direction, Lane> = { c2s: newLane(), s2c: newLane() };
  let tell: EventListener | null = null;
  let connection = 0;
  let over = false;

  const place = () => ({ seq: ++order.seq, at: order.at, connection });

  /** The one event of which there are millions. */
  let lent: LentBytesEvent | null = null;

  const said = inOrder(lanes, {
    bytes(direction, piece, at) {
      const seq = ++order.seq;
      lent ??= { type: 'lent', seq, at, connection, direction, piece };
      lent.seq = seq;
      lent.at = at;
      lent.direction = direction;
      lent.piece = piece;
      tell?.(lent);
    },
    gap(direction, length, at) {
      tell?.({ type: 'gap', seq: ++order.seq, at, connection, direction, length });
    },
    end(direction, at) {
      tell?.({ type: 'end', seq: ++order.seq, at, connection, direction });
    },
  });

  const listen = (direction: Direction): LaneListener => ({
    bytes: (piece, acknowledged) => said.bytes(direction, piece, acknowledged, order.at),
    gap: (length) => said.gap(direction, length, order.at),
    end: (acknowledged) => said.end(direction, acknowledged, order.at),
  });
  const listeners: Record<Direction, LaneListener> = { c2s: listen('c2s'), s2c: listen('s2c') };

  function open(): void {
    if (tell !== null) return;
    connection = ++order.connections;
    tell = order.opened({
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
    tell?.({ type: 'close', ...place() });
  }

  function settleBoth(): void {
    settle(lanes.c2s, listeners.c2s);
    settle(lanes.s2c, listeners.s2c);
    said.tellAll();
  }

  function takeSyn({ direction, sequence }: Segment): void {
    const lane = lanes[direction];
    lane.first ??= sequence;
    if (lane.first === sequence) beginAt(lane, (sequence + 1) | 0);
  }

  return {
    take(segment) {
      if (over) return;
      const { direction, flags, length } = segment;
      const lane = ofDirection(lanes, direction);
      const listener = ofDirection(listeners, direction);
      const isSyn = (flags & flag.SYN) !== 0;
      const sequence = isSyn ? (segment.sequence + 1) | 0 : segment.sequence;
      const isReset = (flags & flag.RST) !== 0;
      if (isReset && tell === null) {
        // Refused: there never was a connection.
        over = true;
        return;
      }
      if (isSyn) takeSyn(segment);
      const answers = (flags & flag.ACK) !== 0;
      if (answers || length > 0) open();
      if (isReset) {
        // No receiver takes one that is so far off, RFC 9293 §3.10.7.4; and if it was real, much is missing.
        if (isImplausible(lane, sequence)) {
          listener.gap(null);
          return;
        }
        settleBoth();
        if (!lanes.c2s.ended || !lanes.s2c.ended) tell?.({ type: 'reset', ...place(), direction });
        close();
        return;
      }
      const acknowledged = answers ? segment.acknowledged : null;
      if (acknowledged !== null) {
        const other = opposite(direction);
        takeAcknowledgement(ofDirection(lanes, other), acknowledged, ofDirection(listeners, other));
      }
      takeSegment(lane, sequence, segment.piece, length, acknowledged, listener);
      if ((flags & flag.FIN) !== 0) takeFin(lane, (sequence + length) | 0, acknowledged, listener);
      lookForGap(lanes.c2s, listeners.c2s);
      lookForGap(lanes.s2c, listeners.s2c);
      if (!lanes.c2s.ended || !lanes.s2c.ended) return;
      said.tellAll();
      close();
    },
    isNew({ direction, sequence, flags }) {
      if ((flags & flag.SYN) === 0) return false;
      const { first, start } = lanes[direction];
      if ((flags & flag.ACK) !== 0) return false;
      // A SYN that comes late, or whose acknowledgement came first, names the number before the first byte.
      if (first !== null) return first !== sequence;
      return midway && start !== null && start !== ((sequence + 1) | 0);
    },
    finish(damaged) {
      if (over || tell === null) return;
      settleBoth();
      for (const direction of ['c2s', 's2c'] as const)
        if (damaged && !lanes[direction].ended) listeners[direction].gap(null);
    },
    abandon() {
      if (over) return;
      settleBoth();
      close();
    },
    isAsked: () => tell === null && !over,
    isOver: () => over,
    remains: () => remainsOf({ c2s: lanes.c2s.first, s2c: lanes.s2c.first }),
  };
}
