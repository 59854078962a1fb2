/** The thread behind `tap-thread.ts`: a tap that is told what to do by messages and reports by messages. */
import { parentPort, workerData } from 'node:worker_threads';
import { openTap, type TapOptions, type Withheld } from '../../src/wire/tap.ts';
import type { Command, Report } from './tap-thread.ts';

const port = parentPort;
if (!port) throw new Error('this module runs in a worker thread');
const report = (what: Report) => port.postMessage(what);

try {
  const tap = await openTap({
    ...(workerData as Pick<TapOptions, 'to' | 'at' | 'tls' | 'terminate'>),
    listener: (event) => report({ type: 'event', event }),
  });
  const withheld = new Map<number, Withheld>();
  port.on('message', async (command: Command) => {
    const { call } = command;
    if (command.type === 'mark') {
      report({ type: 'done', call, event: await tap.mark(command.mark) });
    } else if (command.type === 'entrance') {
      report({ type: 'done', call, entrance: await tap.entrance() });
    } else if (command.type === 'withhold') {
      const one = tap.withhold(command.request);
      withheld.set(call, one);
      one.begun.then(() => report({ type: 'done', call }));
    } else if (command.type === 'release') {
      await withheld.get(command.of)?.release();
      withheld.delete(command.of);
      report({ type: 'done', call });
    } else {
      await tap.close();
      port.close();
    }
  });
  report({ type: 'opened', address: tap.address, control: tap.control });
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  report({ type: 'failed', code, message });
  port.close();
}
