/** Clients of an attack: connections that are counted, and those that behave, who must be answered whatever others do. */
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { within } from '../../../src/wire/within.ts';
import { good, goodAnswer } from './origin.ts';

/** Milliseconds after which nobody waits any more: a good client is given up, an attack goes on. */
export const patience = 30_000;

export interface Dialled {
  socket: Socket;
  /** Whether it was connected; it resolves once that is known. */
  connected: Promise<boolean>;
  closed: Promise<void>;
}

export function dial(port: number): Dialled {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const connected = new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('close', () => resolve(false));
  });
  return { socket, connected, closed };
}

/** Whether the answer to one good request has come. */
export async function isAnswered({ socket, closed }: Dialled): Promise<boolean> {
  let text = '';
  const come = new Promise<boolean>((resolve) => {
    const onData = (bytes: Buffer) => {
      text += bytes.toString('latin1');
      if (text.length < goodAnswer.length) return;
      socket.off('data', onData);
      resolve(text === goodAnswer);
    };
    socket.on('data', onData);
    socket.write(good);
  });
  return (await within(Promise.race([come, closed.then(() => false)]), patience)) ?? false;
}

export interface GoodClients {
  connections: number;
  answered: number;
  unanswered: number;
}

/** One that keeps its connection, and where they find room others one after another, until they are told to stop. */
export async function goodClients(port: number, others: boolean): Promise<{ stop(): Promise<GoodClients> }> {
  const told: GoodClients = { connections: 0, answered: 0, unanswered: 0 };
  const ask = async (client: Dialled) => {
    if (await isAnswered(client)) told.answered += 1;
    else told.unanswered += 1;
  };
  const kept = dial(port);
  if (await kept.connected) told.connections += 1;
  await ask(kept);
  let isOver = false;
  const asking = (async () => {
    while (!isOver && told.unanswered === 0) {
      await ask(kept);
      await delay(10);
      if (!others) continue;
      const fresh = dial(port);
      if (await fresh.connected) told.connections += 1;
      await ask(fresh);
      fresh.socket.end();
      await within(fresh.closed, patience);
      fresh.socket.destroy();
    }
  })();
  return {
    async stop() {
      isOver = true;
      await asking;
      // Who was there before is served afterwards.
      if (told.unanswered === 0) await ask(kept);
      kept.socket.end();
      await within(kept.closed, patience);
      kept.socket.destroy();
      return told;
    },
  };
}
