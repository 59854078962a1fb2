/**
 * Gives events their place in the tap's total order and hands them on as they come. It keeps nothing: who wants
 * the bytes keeps the events. An error in a listener never reaches the traffic.
 */
import type { MarkEvent, TraceEvent } from '../model/trace.ts';

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

export function createRecorder(listener: (event: TraceEvent) => void): Recorder {
  const notify = guarded(listener);
  const began = process.hrtime.bigint();
  let seq = 0;
  let connections = 0;
  let clients = 0;
  return {
    record(event) {
      const placed = {
        seq: ++seq,
        at: Number(process.hrtime.bigint() - began),
        ...event,
      } as unknown as TraceEvent;
      notify(placed);
      return placed;
    },
    latest: () => seq,
    connection: () => ++connections,
    client: () => ++clients,
  };
}
