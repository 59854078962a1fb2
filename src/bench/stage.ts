/** A stage: a trace that fills as a tap sees things, marks and gates in it, and a scope that clears it all away. */
import type { TraceEvent } from '../model/trace.ts';
import type { Stage } from '../subjects/stage.ts';
import { closeGate } from '../wire/gate.ts';
import { type Mark, recorder } from '../wire/recorder.ts';
import type { Scope } from '../wire/scope.ts';
import { openTap, type Tap, type TapOptions } from '../wire/tap.ts';
import { openUdpTap } from '../wire/udp-tap.ts';
import { openUnixTap } from '../wire/unix-tap.ts';
import { passGrace } from './grace.ts';

export interface StageOptions {
  /** How many graces must pass before a gate is released by hand; more when a no is being confirmed. */
  patience: number;
  openTap?: (options: TapOptions) => Promise<Tap>;
}

export function setUpStage(scope: Scope, { patience, openTap: open = openTap }: StageOptions): Stage {
  const trace: TraceEvent[] = [];
  const watchers = new Set<(event: TraceEvent) => void>();
  const listener = (event: TraceEvent) => {
    trace.push(event);
    for (const watch of watchers) watch(event);
  };
  const shared = recorder(listener);
  let tap: Tap | null = null;
  let controlExchange: (nth: string) => Promise<unknown> = async () => {};

  const mark = async (what: Mark): Promise<TraceEvent> => (tap ? tap.mark(what) : shared.record(what));
  const grace = (signal: AbortSignal) => passGrace({ request: controlExchange, patience, signal });

  return {
    scope,
    trace,
    mark,
    async tap(to, control) {
      const opened = await open({ to, listener, recorder: shared });
      scope.defer(() => opened.close());
      tap = opened;
      if (control) controlExchange = control(opened.control, scope);
      return opened;
    },
    async udpTap(to) {
      const opened = await openUdpTap(to, shared);
      scope.defer(() => opened.close());
      return opened.front;
    },
    async unixTap(path) {
      const opened = await openUnixTap(path, shared);
      scope.defer(() => opened.close());
      return opened.front;
    },
    hold(direction, text) {
      if (!tap) throw new Error('there is no tap to withhold anything');
      return tap.hold({ direction, text });
    },
    gate: (of) => closeGate({ of, mark, grace }),
    seen(fits) {
      const past = trace.find(fits);
      if (past) return Promise.resolve(past);
      return new Promise((resolve) => {
        const watch = (event: TraceEvent) => {
          if (!fits(event)) return;
          watchers.delete(watch);
          resolve(event);
        };
        watchers.add(watch);
      });
    },
  };
}
