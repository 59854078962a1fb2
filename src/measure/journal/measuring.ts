/** What a measurement is told, and what it gives. */
import type { Measurement } from '../../model/facts.ts';
import type { MessageListener } from '../../model/message.ts';
import type { LentBytesEvent } from '../../model/slice.ts';
import type { Position, TraceEvent } from '../../model/trace.ts';
import type { Remembered } from '../remembered.ts';
import type { Step } from './step.ts';

export interface Measuring extends MessageListener {
  /** Each event that is not of a control connection, before the dissector reads it. Connections are renumbered. */
  event(event: TraceEvent | LentBytesEvent): void;
  /** After the dissector has read it. `pending` is the dissector's, the lower of both directions. */
  settle(pending: (connection: number) => number): void;
  /** What holds up to here. What is unfinished counts as cut. */
  measurement(position: Position): Measurement;
  /** As `measurement`, at the end: nothing can be counted afterwards, and nothing need be copied. */
  conclusion(position: Position): Measurement;
  /** How much is kept at present. */
  remembered(): Remembered;
  /** The next step of a connection that is counted elsewhere, in the order of all events. */
  follow(step: Step): void;
}
