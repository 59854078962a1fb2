/**
 * The tap on a thread of its own, with the same interface. On one event loop the tap, the client and the server
 * take turns, and that keeps an order which no network promises; a verdict must not depend on it.
 */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import type { TraceEvent } from '../../src/model/trace.ts';
import { guarded, type Mark } from '../../src/wire/recorder.ts';
import type { Tap, TapOptions } from '../../src/wire/tap.ts';
import type { WithholdRequest } from '../../src/wire/withholding.ts';

/** Made once: to compile it anew in each thread would take longer than what most threads are for. */
let threadProgram: URL | null = null;

function bundled(module: string): URL {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL(module, import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  return new URL(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`);
}

/** Rejects with the system's error if the address cannot be listened on. */
export async function openTapThread({ to, at, tls, terminate, listener }: TapOptions): Promise<Tap> {
  threadProgram ??= bundled('./tap-worker.ts');
  const worker = new Worker(threadProgram, {
    workerData: { to, at, tls, terminate },
  });
  const exited = new Promise((resolve) => worker.once('exit', resolve));
  const tell = guarded(listener);
  const waiting = new Map<number, { resolve: (done: Done) => void; reject: (error: Error) => void }>();
  let calls = 0;
  let failure: Error | null = null;

  const opened = await new Promise<Pick<Tap, 'address' | 'control'>>((resolve, reject) => {
    worker.on('message', (report: Report) => {
      if (report.type === 'event') tell(report.event);
      else if (report.type === 'opened') resolve(report);
      else if (report.type === 'failed')
        reject(Object.assign(new Error(report.message), { code: report.code }));
      else {
        waiting.get(report.call)?.resolve(report);
        waiting.delete(report.call);
      }
    });
    // A thread that is lost must not leave anyone waiting.
    worker.on('error', (error) => {
      failure = error;
      reject(error);
      for (const { reject } of waiting.values()) reject(error);
    });
  });

  /** Resolves when the thread has done it. */
  const ask = (call: number, what: Task) =>
    new Promise<Done>((resolve, reject) => {
      if (failure) return reject(failure);
      worker.postMessage({ call, ...what } satisfies Command);
      waiting.set(call, { resolve, reject });
    });

  return {
    address: opened.address,
    control: opened.control,
    async mark(mark) {
      const { event } = await ask(++calls, { type: 'mark', mark });
      if (!event) throw new Error('the thread gave the mark no place');
      return event;
    },
    async entrance() {
      const { entrance } = await ask(++calls, { type: 'entrance' });
      if (!entrance) throw new Error('the thread opened no entrance');
      return entrance;
    },
    withhold(request) {
      const of = ++calls;
      const begun = ask(of, { type: 'withhold', request }).then(() => {});
      begun.catch(() => {});
      return {
        begun,
        release: async () => {
          await ask(++calls, { type: 'release', of });
        },
      };
    },
    async close() {
      worker.postMessage({ call: ++calls, type: 'close' } satisfies Command);
      await exited;
    },
  };
}

export type Task =
  | { type: 'mark'; mark: Mark }
  | { type: 'withhold'; request: WithholdRequest }
  /** `of` is the call that asked for it. */
  | { type: 'release'; of: number }
  | { type: 'entrance' }
  | { type: 'close' };

export type Command = Task & { call: number };

export interface Done {
  type: 'done';
  call: number;
  /** The mark in its place. */
  event?: TraceEvent;
  /** Where the entrance is. */
  entrance?: Tap['address'];
}

export type Report =
  | ({ type: 'opened' } & Pick<Tap, 'address' | 'control'>)
  | { type: 'failed'; code: string | undefined; message: string }
  | { type: 'event'; event: TraceEvent }
  | Done;
