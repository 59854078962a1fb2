/** A stage: a trace that fills as a tap sees things, marks and gates in it, and a scope that clears it all away. */
import { setTimeout as delay } from 'node:timers/promises';
import { note } from '../model/scripts/note.ts';
import type { TraceEvent } from '../model/trace.ts';
import type { Stage } from '../subjects/stage.ts';
import { closeGate } from '../wire/gate.ts';
import { createRecorder, type Mark, type Recorder } from '../wire/recorder.ts';
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
  const shared = createRecorder(listener);
  const taps: Tap[] = [];
  let controlExchange: (nth: string) => Promise<unknown> = async () => {};

  const mark = async (what: Mark): Promise<TraceEvent> => {
    const [last, ...others] = taps.toReversed();
    // A mark comes back only after everything before it has come, and that goes for every tap.
    for (const tap of others) await tap.mark(note('another tap'));
    return last ? last.mark(what) : shared.record(what);
  };
  const over = new AbortController();
  scope.defer(() => over.abort());
  const grace = (graces: number) => (signal: AbortSignal) =>
    passGrace({ request: controlExchange, patience: graces, signal });

  return {
    scope,
    trace,
    mark,
    async tap(to, { control, ...options } = {}) {
      const opened = await open({
        to: 'path' in to ? { path: to.path } : { host: to.host, port: to.port },
        ...options,
        listener: placedAnew(shared),
        recorder: shared,
      });
      scope.defer(() => opened.close());
      taps.push(opened);
      if (control) controlExchange = control(opened.control, scope);
      return opened;
    },
    async udpTap(to) {
      const opened = await openUdpTap(to, shared);
      scope.defer(() => opened.close());
      return opened.address;
    },
    async unixTap(path) {
      const opened = await openUnixTap(path, shared);
      scope.defer(() => opened.close());
      return opened;
    },
    gate: (of, figures) => {
      const { graces = patience, ...others } = figures ?? {};
      return closeGate({ of, figures: { graces, ...others }, mark, grace: grace(graces) });
    },
    pause: (milliseconds) =>
      delay(milliseconds, undefined, { signal: over.signal }).catch(() => new Promise(() => {})),
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

/** A tap on a thread counts for itself: its events, connections and clients are given their place among those of the others. */
function placedAnew(shared: Recorder): (event: TraceEvent) => void {
  const connections = new Map<number, number>();
  const clients = new Map<number, number>();
  return ({ seq: _, at: __, ...event }) => {
    if (event.type === 'mark') return void shared.record(event);
    const connection = anew(connections, event.connection, shared.connection);
    if (event.type !== 'open') return void shared.record({ ...event, connection });
    // Of another order.
    const { asked: _asked, ...open } = event;
    const { client } = open;
    const known = client === undefined ? {} : { client: anew(clients, client, shared.client) };
    shared.record({ ...open, connection, ...known });
  };
}

function anew(known: Map<number, number>, old: number, next: () => number): number {
  const number = known.get(old) ?? next();
  known.set(old, number);
  return number;
}
