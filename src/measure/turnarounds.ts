/**
 * Turnarounds and switch-backs of one connection, from the directions of its messages in order of beginning. What
 * the server says between two messages of the client is one gap; a gap whose messages are all withdrawn pushes was
 * never a turn, and its two changes of direction are taken back.
 */
import type { Direction } from '../model/trace.ts';

/** The server's messages between two of the client's. */
export interface Gap {
  messages: number;
  /** Whether the client spoke before it, and after it. */
  before: boolean;
  after: boolean;
}

export interface Turnarounds {
  turnarounds: number;
  switchBacks: number;
  gap: Gap;
}

export const emptyTurnarounds = (): Turnarounds => ({
  turnarounds: 0,
  switchBacks: 0,
  gap: { messages: 0, before: false, after: false },
});

/** Counts the next message. Returns the gap that it lies in, by which it can be taken back. */
export const takeTurn = (turns: Turnarounds, direction: Direction): Gap => {
  const { gap } = turns;
  if (direction === 's2c') {
    if (gap.messages === 0 && gap.before) turns.turnarounds += 1;
    gap.messages += 1;
    return gap;
  }
  gap.after = true;
  if (gap.messages > 0) {
    turns.turnarounds += 1;
    turns.switchBacks += 1;
  }
  turns.gap = { messages: 0, before: true, after: false };
  return turns.gap;
};

/** Takes a message of the server back. */
export const takeTurnBack = (turns: Turnarounds, gap: Gap): void => {
  gap.messages -= 1;
  if (gap.messages > 0) return;
  turns.turnarounds -= (gap.before ? 1 : 0) + (gap.after ? 1 : 0);
  turns.switchBacks -= gap.after ? 1 : 0;
};
