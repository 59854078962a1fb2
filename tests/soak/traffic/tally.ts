/** What the traffic counted of itself. */

export interface Tally {
  connections: number;
  exchanges: number;
  /** Requests that nothing answered. */
  lost: number;
  /** Answers that broke off. */
  halves: number;
}

export const nothingYet = (): Tally => ({ connections: 0, exchanges: 0, lost: 0, halves: 0 });

/** Goes somewhere, does its part until its connections are closed, and counts it. */
export interface Kind {
  name: string;
  run(visit: Visit): Promise<void>;
}

export interface Visit {
  /** Where clients connect. */
  port: number;
  tally: Tally;
  /** A whole number from 0 up to but without `below`. */
  random(below: number): number;
  /** Resolves once the server has the beginning of a request for /part/NAME. */
  came(part: string): Promise<void>;
  /** Resets the connection on which the server holds an answer under this name. */
  reset(held: string): void;
  /** A name that nobody else has. */
  name(): string;
}

/** Whole numbers that look random, the same for the same seed (Park and Miller's minimal standard). */
export function randomFrom(seed: number): Visit['random'] {
  let state = 1 + (Math.abs(Math.trunc(seed)) % 0x7fff_fffe);
  return (below) => {
    state = (state * 48_271) % 0x7fff_ffff;
    return state % below;
  };
}
