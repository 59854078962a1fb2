/** What the connections of a capture share: the order of their events, the present time, and who receives them. */
import type { ToldEvent } from '../model/slice.ts';
import type { OpenEvent } from '../model/trace.ts';

export interface EventOrder {
  seq: number;
  /**
   * NaN before the first packet, and for speed no integer from the beginning: else all objects that hold a time would
   * change their form, and all code be compiled again, once it is more nanoseconds than a small integer holds.
   */
  at: number;
  connections: number;
  /** Gives the listener for the events of this connection. */
  opened(open: OpenEvent): EventListener;
}

/** Receives the events of one connection after its `open`. */
export type EventListener = (event: ToldEvent) => void;
