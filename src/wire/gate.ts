/**
 * A gate: what waits behind it goes on only when its cause has come. If the cause cannot come, the grace passes and
 * the gate is released by hand, so that the withheld exchange can show that it was alive. Both are in the trace.
 */
import { deferred } from '../model/deferred.ts';
import type { Mark } from './recorder.ts';

export interface Gate {
  /** Resolves when the gate is released. */
  passed(): Promise<void>;
  /** The cause has come. Later calls do nothing. */
  release(): Promise<void>;
  /** Resolves when the cause has come or, failing that, when the gate was released by hand after the grace. */
  settled(): Promise<void>;
}

export interface GateOptions {
  of: string;
  /** Noted in the trace, such as how many graces must pass. */
  figures: Record<string, number>;
  mark: (mark: Mark) => Promise<unknown>;
  /** Resolves when the grace has passed; gives up early when the signal says that nobody waits any more. */
  grace: (signal: AbortSignal) => Promise<void>;
}

/** Resolves once the closed gate stands in the trace. */
export async function closeGate({ of, figures, mark, grace }: GateOptions): Promise<Gate> {
  await mark({ type: 'mark', mark: 'gate closed', of, figures });
  const opened = deferred();
  const released = new AbortController();
  const release = async (by: 'cause' | 'hand') => {
    if (released.signal.aborted) return opened.promise;
    released.abort();
    await mark({ type: 'mark', mark: 'gate released', of, by });
    opened.resolve();
  };
  const losePatience = async () => {
    await grace(released.signal);
    if (released.signal.aborted) return;
    await mark({ type: 'mark', mark: 'grace passed', of });
    await release('hand');
  };
  let patience: Promise<void> | null = null;
  return {
    passed: () => opened.promise,
    release: () => release('cause'),
    async settled() {
      patience ??= losePatience();
      await Promise.race([opened.promise, patience]);
      await opened.promise;
    },
  };
}
