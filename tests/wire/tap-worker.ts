/** The thread behind `tap-thread.ts`: a tap that is told what to do by messages and reports by messages. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Hold, openTap, type TapOptions } from '../../src/wire/tap.ts';
import type { Command, Report } from './tap-thread.ts';

const port = parentPort;
if (!port) throw new Error('this module runs in a worker thread');
const report = (what: Report) => port.postMessage(what);

try {
  const tap = await openTap({
    ...(workerData as Pick<TapOptions, 'to' | 'at' | 'tls' | 'terminate'>),
    listener: (event) => report({ type: 'event', event }),
  });
  const holds = new Map<number, Hold>();
  port.on('message', async (command: Command) => {
    const { call } = command;
    if (command.type === 'mark') {
      report({ type: 'done', call, event: await tap.mark(command.mark) });
    } else if (command.type === 'hold') {
      const hold = tap.hold(command.request);
      holds.set(call, hold);
      hold.held.then(() => report({ type: 'done', call }));
    } else if (command.type === 'release') {
      await holds.get(command.hold)?.release();
      holds.delete(command.hold);
      report({ type: 'done', call });
    } else {
      await tap.close();
      port.close();
    }
  });
  report({ type: 'opened', front: tap.front, control: tap.control });
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  report({ type: 'failed', code, message });
  port.close();
}
