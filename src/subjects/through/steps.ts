/** The steps of an exchange through a proxy: when all parts have been taken, and a time for what comes next. */

import { deferred } from '../../model/deferred.ts';
import { errorFor, reason } from '../../model/reason.ts';
import { within } from '../../wire/within.ts';
import type { Stage } from '../stage.ts';
import type { ClientExchange } from '../subject.ts';

/** The same parts, and a promise that tells when the last has been taken, or why there will be none. */
export function sentOf(parts: AsyncIterable<string>): { parts: AsyncIterable<string>; sent: Promise<void> } {
  const sent = deferred();
  async function* passedOn() {
    try {
      yield* parts;
      sent.resolve();
    } catch (error) {
      sent.reject(error);
    }
  }
  return { parts: passedOn(), sent: sent.promise };
}

/** The proxy may hang up while the next request is on its way: then it is sent again, once (RFC 9112 §9.3.1). */
export async function answered(ask: () => ClientExchange): Promise<void> {
  const exchange = ask();
  let began = false;
  exchange.began.then(
    () => {
      began = true;
    },
    () => {},
  );
  await exchange.finished.catch((error: unknown) => {
    if (began) throw error;
    return ask().finished;
  });
}

/** Rejects with the code DEADLINE. */
export async function inTime(step: Promise<unknown>, seconds: number): Promise<void> {
  const came = await within(
    step.then(() => true),
    seconds * 1000,
  );
  if (!came)
    throw Object.assign(errorFor(reason('error.nothing-came', { n: seconds })), { code: 'DEADLINE' });
}

/**
 * Several requests are to be at the origin at the same time, which answers none before. Where they are not, some wait for the
 * others, which are then answered: a proxy may have no more workers than that, and none for what counts causes either.
 */
export async function together(stage: Stage, seconds: number): Promise<Together> {
  const gate = await stage.gate('the answers');
  stage.pause(seconds * 1000).then(gate.release);
  return gate;
}

export interface Together {
  passed(): Promise<void>;
  /** All have come. */
  release(): Promise<void>;
}
