/**
 * How long silence must last before it counts as a refusal. It is counted in causes first: exchanges that were begun
 * and completed on the same bench meanwhile had to pass the same event loop, tap and server as what did not come.
 */
import { setTimeout as delay } from 'node:timers/promises';

export const graceExchanges = 20;
export const graceMilliseconds = 200;

export interface GraceOptions {
  /** One control exchange, to its end. */
  request: (nth: string) => Promise<unknown>;
  /** How many graces. */
  patience: number;
  signal: AbortSignal;
}

/** Resolves when the grace has passed or the signal is aborted; never if a control exchange does not end. */
export async function passGrace({ request, patience, signal }: GraceOptions): Promise<void> {
  const clock = delay(graceMilliseconds * patience, undefined, { signal }).catch(() => {});
  for (let done = 0; done < graceExchanges * patience && !signal.aborted; done++)
    await request(`${done + 1}`);
  await clock;
}
