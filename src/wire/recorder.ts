/**
 * Gives events their place in the tap's total order and hands them on as they come. It keeps nothing: who wants
 * the bytes keeps the events. An error in a listener never reaches the traffic.
 */
import type { MarkEvent, Position, TraceEvent } from '../model/trace.ts';

/** An event before it has its place. */
export type Unplaced<E = TraceEvent> = E extends TraceEvent ? Omit<E, 'seq' | 'at'> : never;

export type Mark = Unplaced<MarkEvent>;

export interface Recorder {
  record<E extends TraceEvent>(event: Unplaced<E>): TraceEvent;
  /** `seq` of the latest event; 0 before the first. */
  latest(): number;
  /** The next connection's ordinal, from 1. */
  connection(): number;
  /** The next number of a client that is told apart, from 1. */
  client(): number;
}

/** The listener, but what it throws ends here, with one warning however often it throws. */
export function guarded(listener: (event: TraceEvent) => void): (event: TraceEvent) => void {
  let warned = false;
  return (event) => {
    try {
      listener(event);
    } catch (error) {
      if (warned) return;
      warned = true;
      process.emitWarning(`the trace's listener failed: ${error instanceof Error ? error.message : error}`);
    }
  };
}

/** To name what an event has takes a tenth of the time of copying it, and nearly all of them are of these kinds. */
const placedAt = ({ seq, at }: Position, event: Unplaced): TraceEvent => {
  switch (event.type) {
    case 'bytes': {
      if (event.underWay !== undefined) return { seq, at, ...event };
      const { type, connection, direction, bytes } = event;
      return { seq, at, type, connection, direction, bytes };
    }
    case 'end': {
      const { type, connection, direction } = event;
      return { seq, at, type, connection, direction };
    }
    case 'close': {
      const { type, connection } = event;
      return { seq, at, type, connection };
    }
    default:
      return { seq, at, ...event };
  }
};

export function createRecorder(listener: (event: TraceEvent) => void): Recorder {
  const notify = guarded(listener);
  const began = process.hrtime.bigint();
  let seq = 0;
  let connections = 0;
  let clients = 0;
  return {
    record(event) {
      const place = { seq: ++seq, at: Number(process.hrtime.bigint() - began) };
      const placed = placedAt(place, event as Unplaced) as TraceEvent;
      notify(placed);
      return placed;
    },
    latest: () => seq,
    connection: () => ++connections,
    client: () => ++clients,
  };
}
