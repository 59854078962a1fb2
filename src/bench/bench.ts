/**
 * The bench: one subject with the tap between its two ends, for one question. Every question has a bench of its
 * own, so that they can wait side by side and nothing that one does can be taken for another's.
 */
import type { Direction, OpenEvent, TraceEvent } from '../model/trace.ts';
import { openScript, type Script } from '../subjects/script.ts';
import type { BareClient, Client, HttpSubject, Line, Origin } from '../subjects/subject.ts';
import { closeGate, type Gate } from '../wire/gate.ts';
import type { Mark } from '../wire/recorder.ts';
import type { Scope } from '../wire/scope.ts';
import { type Hold, openTap, type Tap, type TapOptions } from '../wire/tap.ts';
import { passGrace } from './grace.ts';

export interface Bench {
  subject: HttpSubject;
  script: Script;
  origin: Origin;
  /** The subject's ordinary client. */
  client: Client;
  /** A further client on a connection of its own; see `HttpSubject.bare`. */
  bare(): BareClient;
  /** Closes a gate. */
  gate(of: string): Promise<Gate>;
  mark(mark: Mark): Promise<TraceEvent>;
  /** Withholds a direction in the tap; see `wire/hold.ts`. */
  hold(direction: Direction, text: string): Hold;
  /** Resolves with the first event, past or to come, that the tap saw and that fits. */
  seen(fits: (event: TraceEvent) => boolean): Promise<TraceEvent>;
  /** The connection that was opened last, if nobody has ended it yet. */
  openConnection(): Promise<{ connection: number; line: Line | undefined } | null>;
  trace: readonly TraceEvent[];
}

export interface BenchOptions {
  /** How many graces must pass before a gate is released by hand; more when a no is being confirmed. */
  patience: number;
  openTap?: (options: TapOptions) => Promise<Tap>;
}

export async function setUpBench(
  subject: HttpSubject,
  scope: Scope,
  { patience, openTap: open = openTap }: BenchOptions,
): Promise<Bench> {
  const trace: TraceEvent[] = [];
  const watchers = new Set<(event: TraceEvent) => void>();
  const script = openScript();
  const origin = await subject.serve(script, scope);
  const tap = await open({
    to: { host: origin.host, port: origin.port },
    listener(event) {
      trace.push(event);
      for (const watch of watchers) watch(event);
    },
  });
  scope.defer(() => tap.close());

  const grace = (signal: AbortSignal) =>
    passGrace({ request: (path) => control.request(path).finished, patience, signal });
  const control = subject.bare(tap.control, scope);

  return {
    subject,
    script,
    origin,
    trace,
    client: subject.connect(tap.front, scope),
    bare: () => subject.bare(tap.front, scope),
    gate: (of) => closeGate({ of, mark: tap.mark, grace }),
    mark: tap.mark,
    hold: (direction, text) => tap.hold({ direction, text }),
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
    async openConnection() {
      // A mark comes back only after everything before it has come.
      await tap.mark({ type: 'mark', mark: 'looked', of: 'open connections' });
      const open = trace.findLast((event): event is OpenEvent => event.type === 'open' && !event.control);
      const over = (event: TraceEvent) =>
        (event.type === 'end' || event.type === 'reset' || event.type === 'close') &&
        event.connection === open?.connection;
      if (!open || trace.some(over)) return null;
      const port = open.back.tap && 'port' in open.back.tap ? open.back.tap.port : 0;
      return { connection: open.connection, line: origin.line(port) };
    },
  };
}
