/**
 * Tells the events of one connection, from the point of view of its client. Where the capture began midway it may take
 * some of its bytes to tell who that is: until then the events wait.
 */
import { copyOf, type LentBytesEvent, type Slice } from '../../model/slice.ts';
import { type Address, type Direction, type OpenEvent, opposite } from '../../model/trace.ts';
import type { EventListener, EventOrder } from '../events.ts';
import type { Waiting } from '../midway/waiting.ts';
import type { OrderListener } from './order.ts';

export interface Telling extends OrderListener {
  /** `isTurned`: who was taken for the client is the server. `asked`: `seq` of the latest event when the client asked for it. */
  open(isTurned: boolean, asked: number): void;
  /** As `open`, once it is known who is who. */
  openLater(wait: Midway): void;
  reset(direction: Direction): void;
  close(): void;
  /** Nothing more will come that could tell. */
  settle(): void;
}

/** Begins the waiting until it is known who is the client, if it is not known. */
export type Midway = (ended: (isTurned: boolean) => void) => Waiting | null;

export interface Ends {
  client: Address;
  server: Address;
}

export function createTelling(order: EventOrder, { client, server }: Ends): Telling {
  let emit: EventListener | null = null;
  let connection = 0;
  let turned = false;
  let waiting: Waiting | null = null;
  let held: (() => void)[] = [];

  /** The one event of which there are millions: one of which it is known what was under way, and one of which it is not. */
  let known: (LentBytesEvent & { underWay: number }) | null = null;
  let unknown: LentBytesEvent | null = null;

  const told = (direction: Direction): Direction => (turned ? opposite(direction) : direction);
  const place = (at: number) => ({ seq: ++order.seq, at, connection });

  /** `asked`: null where nothing happened in between. */
  function open(isTurned: boolean, at: number, asked: number | null): void {
    turned = isTurned;
    connection = ++order.connections;
    const [from, to] = turned ? [server, client] : [client, server];
    const opened: OpenEvent = {
      type: 'open',
      ...place(at),
      transport: 'tcp',
      front: { client: from, tap: to },
      back: { tap: null, server: to },
      control: false,
    };
    if (asked !== null) opened.asked = asked;
    emit = order.opened(opened);
  }

  /** Now, or later if it is not known yet what to call it. */
  function say(what: () => void): void {
    if (waiting === null) what();
    else held.push(what);
  }

  function bytes(direction: Direction, slice: Slice, underWay: number | undefined, at: number): void {
    waiting?.hear(direction, slice);
    if (waiting !== null) {
      const kept = copyOf(slice);
      held.push(() => tellBytes(direction, kept, underWay, at));
    } else tellBytes(direction, slice, underWay, at);
  }

  function tellBytes(direction: Direction, slice: Slice, underWay: number | undefined, at: number): void {
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
    lent.direction = told(direction);
    lent.slice = slice;
    emit?.(lent);
  }

  return {
    // SYN has a number, too.
    open: (isTurned, asked) => open(isTurned, order.at, asked + 1 < order.seq ? asked : null),
    openLater(wait) {
      const began = order.at;
      const asked = order.seq;
      const past = (seq: number) => (seq < order.seq ? seq : null);
      waiting = wait((isTurned) => {
        waiting = null;
        open(isTurned, began, past(asked));
        const all = held;
        held = [];
        for (const what of all) what();
      });
      if (waiting === null) open(false, began, past(asked));
    },
    bytes,
    gap(direction, length, at) {
      say(() => emit?.({ type: 'gap', ...place(at), direction: told(direction), length }));
    },
    end(direction, at) {
      say(() => emit?.({ type: 'end', ...place(at), direction: told(direction) }));
    },
    reset(direction) {
      const { at } = order;
      say(() => emit?.({ type: 'reset', ...place(at), direction: told(direction) }));
    },
    close() {
      waiting?.decide();
      emit?.({ type: 'close', ...place(order.at) });
    },
    settle: () => waiting?.decide(),
  };
}
