/** Connections between the same ends in captures that were recorded at the same time: perhaps the same ones. */
import { twiceLine } from './remarks.ts';

export interface Twice {
  /** What is to be told of each connection of a capture. */
  opened(name: string): (ends: string) => void;
  lines(): string[];
}

export function countTwice(): Twice {
  const seenIn = new Map<string, string>();
  const counts = new Map<string, number>();
  return {
    opened: (name) => (ends) => {
      const before = seenIn.get(ends);
      if (before === undefined) seenIn.set(ends, name);
      else if (before !== name) {
        const pair = JSON.stringify([before, name]);
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    },
    lines: () => [...counts].map(([pair, count]) => twiceLine(JSON.parse(pair), count)),
  };
}

interface Span {
  earliest: bigint;
  latest: bigint;
}

/** Those that were recorded while another one was. */
export const overlapping = <One extends Span>(all: readonly One[]): One[] =>
  all.filter((one) =>
    all.some((other) => other !== one && other.earliest <= one.latest && one.earliest <= other.latest),
  );
