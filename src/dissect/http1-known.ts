/**
 * Clients and servers mostly send the same head again and again: where the bytes are those of the last one, they need
 * not be searched for their end nor made into text once more.
 */
import type { Lane } from './http1-lane.ts';
import type { Section } from './section.ts';

/** Bytes; a longer head is not worth keeping. */
const longestKnown = 4096;

/** Whether these bytes begin here. */
export function standsAt(known: Buffer, bytes: Buffer, from: number): boolean {
  const to = from + known.length;
  return to <= bytes.length && bytes.compare(known, 0, known.length, from, to) === 0;
}

export function remember(lane: Lane, { kept, text }: Section, bytes: Buffer, from: number, to: number): void {
  if (kept !== null || text === null || to - from > longestKnown || lane.known?.text === text) return;
  lane.known = { bytes: Buffer.from(bytes.subarray(from, to)), text };
}
