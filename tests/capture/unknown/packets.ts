/** What two ends say, as the packets of a capture: cut into segments, in turn or at once. */
import { c2s, opening, pcap, s2c } from '../build.ts';
import type { Saying } from './sayings.ts';

/** How long the next segment is. */
export type Cut = () => number;
export const whole: Cut = () => 1400;
export const single: Cut = () => 1;

/**
 * Each end waits for what the other says, and acknowledges all of it; `atOnce`: neither has received anything of what
 * the other says since the exchange before.
 */
export function captureOf(sayings: readonly Saying[], cut: Cut, atOnce = false): Buffer {
  const at = { c2s: 101, s2c: 201 };
  const packets = [...opening];
  let known = { ...at };
  for (const [nth, { by, bytes }] of sayings.entries()) {
    if (!atOnce || nth % 2 === 0) known = { ...at };
    for (let from = 0; from < bytes.length; ) {
      const part = bytes.subarray(from, from + Math.max(1, cut())).toString('latin1');
      packets.push(by === 'c2s' ? c2s(at.c2s, part, known.s2c) : s2c(at.s2c, part, known.c2s));
      at[by] += part.length;
      from += part.length;
    }
  }
  packets.push(c2s(at.c2s, '', at.s2c, 'F'), s2c(at.s2c, '', at.c2s + 1, 'F'));
  return pcap(packets);
}

/** The client says all that it has to say before the server says anything. */
export const pipelined = (sayings: readonly Saying[]): Saying[] => [
  ...sayings.filter(({ by }) => by === 'c2s'),
  ...sayings.filter(({ by }) => by === 's2c'),
];

/** The server says something before anybody else does. */
export const greeted = (sayings: readonly Saying[], greeting: string): Saying[] => [
  { by: 's2c', bytes: Buffer.from(greeting, 'latin1') },
  ...sayings,
];

export const reversed = (sayings: readonly Saying[]): Saying[] =>
  sayings.map(({ by, bytes }) => ({ by: by === 'c2s' ? 's2c' : 'c2s', bytes }));
