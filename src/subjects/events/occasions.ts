/**
 * The same twenty events for every way of delivering them, on a virtual schedule: times are milliseconds of the
 * story, not of the clock. What happens next happens when what came before has had its effect, so nothing sleeps
 * and a delay is what the way of delivering costs, not what the machine does.
 */

import { note } from '../../model/scripts/note.ts';
import type { Stage } from '../stage.ts';
import type { ArrivingText } from '../text.ts';

/** Virtual milliseconds at which the events occur: now and then, and twice in a rush. */
export const occasions = [
  180, 420, 430, 440, 1130, 1710, 2260, 2950, 2960, 2970, 2980, 3540, 4090, 4630, 5270, 5880, 6410, 7020,
  7560, 8190,
];

/** When the story ends. */
export const storyEnd = 9000;

/** The text of the nth event, counted from 1; none is part of another. */
export const eventText = (nth: number): string => `event-${String(nth).padStart(2, '0')}`;

export interface Delivery {
  /** The event occurs at the server. */
  occur(text: string): void;
  /** What the client has been handed so far. */
  heard: Pick<ArrivingText, 'soFar' | 'contains'>;
  /** Virtual milliseconds between polls; null where the client is told. */
  pollEvery: number | null;
  /** Asks the server for what has occurred since. */
  poll?(): Promise<void>;
  /** After each event that was delivered: the client is ready for the next one. */
  ready?(): Promise<unknown>;
  /** One more exchange, in which the client says how many events it was handed; then what is still open is ended. */
  report(events: number): Promise<void>;
}

/** Lets the story happen. Marks each occurrence and each delivery in the trace. */
export async function playOut(stage: Stage, delivery: Delivery): Promise<void> {
  const { heard, pollEvery, poll } = delivery;
  let delivered = 0;
  const noteDelivered = async (virtual: number) => {
    for (; delivered < occasions.length && heard.soFar().includes(eventText(delivered + 1)); delivered++) {
      const figures = { event: delivered + 1, virtual };
      await stage.mark(note('event delivered', figures));
    }
  };
  for (const { virtual, event } of story(pollEvery)) {
    if (event === null) await poll?.();
    else {
      await stage.mark(note('event occurred', { event, virtual }));
      delivery.occur(eventText(event));
      if (pollEvery === null) await heard.contains(eventText(event));
    }
    await noteDelivered(virtual);
    if (event !== null) await delivery.ready?.();
  }
  await delivery.report(delivered);
}

/** Events and polls in the order of the story; a poll comes after the events of the same moment. */
function story(pollEvery: number | null): { virtual: number; event: number | null }[] {
  const events = occasions.map((virtual, index) => ({ virtual, event: index + 1 }));
  if (pollEvery === null) return events;
  const polls = Array.from({ length: Math.floor(storyEnd / pollEvery) }, (_, index) => ({
    virtual: (index + 1) * pollEvery,
    event: null,
  }));
  return [...events, ...polls].sort((a, b) => a.virtual - b.virtual);
}
