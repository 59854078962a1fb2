/**
 * What came early waits here for what comes before it: a heap by sequence number, so that segments in any order take
 * time in proportion. Of two with the same number the one that came first is the first.
 */
import { copyOf } from '../../model/slice.ts';
import type { Payload } from './segment.ts';

export interface Early {
  /** Kept as a copy. */
  add(payload: Payload): void;
  /** The one with the lowest number. */
  first(): Payload | undefined;
  removeFirst(): void;
  clear(): void;
  count(): number;
  /** How many bytes they are. */
  bytes(): number;
}

interface Entry {
  payload: Payload;
  /** Place in the order in which they came. */
  nth: number;
}

export function createEarly(): Early {
  let heap: Entry[] = [];
  let came = 0;
  let bytes = 0;

  const isBefore = (a: Entry, b: Entry): boolean => {
    const ahead = (a.payload.sequence - b.payload.sequence) | 0;
    return ahead < 0 || (ahead === 0 && a.nth < b.nth);
  };

  function rise(entry: Entry, from: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(entry, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = entry;
  }

  function sink(entry: Entry): void {
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (!isBefore(child, entry)) break;
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = entry;
  }

  return {
    add(payload) {
      const entry = { payload: copyOfPayload(payload), nth: came++ };
      bytes += lengthOf(payload);
      heap.push(entry);
      rise(entry, heap.length - 1);
    },
    first: () => heap[0]?.payload,
    removeFirst() {
      const [first] = heap;
      const last = heap.pop();
      if (first === undefined || last === undefined) return;
      bytes -= lengthOf(first.payload);
      if (last !== first) sink(last);
    },
    clear() {
      heap = [];
      bytes = 0;
    },
    count: () => heap.length,
    bytes: () => bytes,
  };
}

export const copyOfPayload = ({ sequence, slice, length, acknowledged, isAtMost }: Payload): Payload => ({
  sequence,
  slice: copyOf(slice),
  length,
  acknowledged,
  isAtMost,
});

const lengthOf = ({ slice }: Payload): number => slice.to - slice.from;
