/**
 * The tap on a thread of its own, with the same interface. On one event loop the tap, the client and the server
 * take turns, and that keeps an order which no network promises; a verdict must not depend on it.
 */
import { Worker } from 'node:worker_threads';
import type { TraceEvent } from '../model/trace.ts';
import type { HoldRequest } from './hold.ts';
import type { Mark } from './recorder.ts';
import type { Tap, TapOptions } from './tap.ts';

/** Rejects with the system's error if the address cannot be listened on. */
export async function openTapThread({ to, at, listener }: TapOptions): Promise<Tap> {
  const worker = new Worker(new URL('./tap-worker.ts', import.meta.url), {
    workerData: { to, at },
    execArgv: ['--import', import.meta.resolve('tsx')],
  });
  const waiting = new Map<number, (event: TraceEvent) => void>();
  const held = new Map<number, () => void>();
  let calls = 0;
  const post = (command: Command) => worker.postMessage(command);

  const opened = await new Promise<Pick<Tap, 'front' | 'control'>>((resolve, reject) => {
    worker.on('message', (report: Report) => {
      if (report.type === 'opened') resolve(report);
      else if (report.type === 'failed')
        reject(Object.assign(new Error(report.message), { code: report.code }));
      else if (report.type === 'held') held.get(report.call)?.();
      else if (report.type === 'marked') waiting.get(report.call)?.(report.event);
      else listener(report.event);
    });
    worker.once('error', reject);
  });

  return {
    front: opened.front,
    control: opened.control,
    mark(mark) {
      const call = ++calls;
      return new Promise((resolve) => {
        waiting.set(call, (event) => {
          waiting.delete(call);
          resolve(event);
        });
        post({ type: 'mark', call, mark });
      });
    },
    hold(request) {
      const call = ++calls;
      const reached = new Promise<void>((resolve) => held.set(call, resolve));
      post({ type: 'hold', call, request });
      return { held: reached, release: async () => post({ type: 'release', call }) };
    },
    async close() {
      const exited = new Promise((resolve) => worker.once('exit', resolve));
      post({ type: 'close' });
      await exited;
    },
  };
}

export type Command =
  | { type: 'mark'; call: number; mark: Mark }
  | { type: 'hold'; call: number; request: HoldRequest }
  | { type: 'release'; call: number }
  | { type: 'close' };

export type Report =
  | ({ type: 'opened' } & Pick<Tap, 'front' | 'control'>)
  | { type: 'failed'; code: string | undefined; message: string }
  | { type: 'event'; event: TraceEvent }
  | { type: 'marked'; call: number; event: TraceEvent }
  | { type: 'held'; call: number };
