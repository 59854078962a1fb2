/**
 * Clients and servers mostly send the same head again and again: where the bytes are those of the last one, they need
 * not be searched for their end nor made into text once more.
 */
import type { Lane } from './http1-lane.ts';
import type { Section } from './section.ts';

/** Bytes; a longer head is not worth keeping. */
const longestKnown = 4096;

/** The index after the head, where it is the same as the last one. */
export function readKnown({ known }: Lane, section: Section, bytes: Buffer, from: number): number | null {
  if (known === null || section.kept !== null) return null;
  const { length } = known.bytes;
  if (bytes.length - from < length || bytes.compare(known.bytes, 0, length, from, from + length) !== 0)
    return null;
  section.text = known.text;
  return from + length;
}

export function remember(lane: Lane, { kept, text }: Section, bytes: Buffer, from: number, to: number): void {
  if (kept !== null || text === null || to - from > longestKnown || lane.known?.text === text) return;
  lane.known = { bytes: Buffer.from(bytes.subarray(from, to)), text };
}
