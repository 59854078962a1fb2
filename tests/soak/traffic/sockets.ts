/** Clients that write what they say themselves: old ones, those that finish early, those that break off, those that talk nonsense. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { half } from './origin.ts';
import type { Kind, Visit } from './tally.ts';

/** Connected, and counted. */
async function dial({ port, tally }: Visit): Promise<{ socket: Socket; closed: Promise<unknown> }> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  tally.connections += 1;
  // A reset is what some of them come for.
  socket.on('error', () => {});
  return { socket, closed };
}

/** Resolves once it has come; rejects if the connection ends before. */
function until(socket: Socket, wanted: string): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    const onData = (bytes: Buffer) => {
      text += bytes.toString('latin1');
      if (!text.includes(wanted)) return;
      socket.off('data', onData);
      resolve();
    };
    socket.on('data', onData);
    socket.once('close', () => reject(new Error(`the connection ended, and ${wanted} had not come`)));
  });
}

const request = (path: string, version = '1.1'): string => `GET ${path} HTTP/${version}\r\nHost: a\r\n\r\n`;
const answered = '\r\n\r\nok';

export const short: Kind = {
  name: 'HTTP/1.0, short',
  async run(visit) {
    const { socket, closed } = await dial(visit);
    socket.write(request('/ok', '1.0'));
    await until(socket, answered);
    visit.tally.exchanges += 1;
    socket.end();
    await closed;
  },
};

export const socketKinds: readonly Kind[] = [
  short,
  {
    name: 'finishes before it is answered',
    async run(visit) {
      const { socket, closed } = await dial(visit);
      socket.end(request('/ok'));
      await until(socket, answered);
      visit.tally.exchanges += 1;
      await closed;
    },
  },
  {
    name: 'resets when it has its answer',
    async run(visit) {
      const { socket, closed } = await dial(visit);
      socket.write(request('/ok'));
      await until(socket, answered);
      visit.tally.exchanges += 1;
      socket.resetAndDestroy();
      await closed;
    },
  },
  {
    name: 'resets within its answer',
    async run(visit) {
      const { socket, closed } = await dial(visit);
      socket.write(request(`/held/${visit.name()}`));
      await until(socket, half);
      visit.tally.exchanges += 1;
      visit.tally.halves += 1;
      socket.resetAndDestroy();
      await closed;
    },
  },
  {
    name: 'resets within its request',
    async run(visit) {
      const { socket, closed } = await dial(visit);
      const name = visit.name();
      const there = visit.came(name);
      socket.write(`GET /part/${name} HTTP/1.1\r\nHo`);
      await there;
      visit.tally.exchanges += 1;
      visit.tally.lost += 1;
      socket.resetAndDestroy();
      await closed;
    },
  },
  {
    name: 'resets at once',
    async run(visit) {
      const { socket, closed } = await dial(visit);
      socket.resetAndDestroy();
      await closed;
    },
  },
  {
    name: 'says nothing and leaves',
    async run(visit) {
      const { socket, closed } = await dial(visit);
      socket.resume().end();
      await closed;
    },
  },
  {
    name: 'is reset by its server within the answer',
    async run(visit) {
      const { socket, closed } = await dial(visit);
      const name = visit.name();
      socket.write(request(`/held/${name}`));
      await until(socket, half);
      visit.tally.exchanges += 1;
      visit.tally.halves += 1;
      visit.reset(name);
      await closed;
    },
  },
  {
    name: 'is reset by its server without an answer',
    async run(visit) {
      const { socket, closed } = await dial(visit);
      socket.resume().write(request('/reset'));
      visit.tally.exchanges += 1;
      visit.tally.lost += 1;
      await closed;
    },
  },
  {
    name: 'garbage',
    async run(visit) {
      const { socket, closed } = await dial(visit);
      const bytes = Buffer.from(Array.from({ length: 1 + visit.random(2000) }, () => visit.random(256)));
      // No letter with which a request may begin.
      bytes[0] = 0xff;
      socket.resume().end(bytes);
      await closed;
    },
  },
];
