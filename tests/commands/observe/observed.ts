/** `observe` as a program of its own, between clients and a server of the tests' own. */
import { createHash } from 'node:crypto';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { type Observing, type Starting, startObserve } from './observing.ts';

export { factsOf, mostMemory, type Observed, type Observing, pour, resultOf } from './observing.ts';

/** Resolves when it listens; rejects with what it said if it ends before. */
export const observe = (to: number, ...args: string[]): Promise<Observing> => begun(startObserve(to, args));

/** The same, and Node says of each of its collections of garbage what it was. */
export const observeGarbage = (to: number): Promise<Observing> =>
  begun(startObserve(to, [], { node: ['--trace-gc'] }));

/** The same, with so many files open at the most. */
export const observeWithin = (files: number, to: number, ...args: string[]): Promise<Observing> =>
  begun(startObserve(to, args, { files }));

function begun({ child, listening }: Starting): Promise<Observing> {
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return listening;
}

/** A server that does this with each connection; resolves with its port. */
export async function serve(take: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    take(socket);
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A connection; what it has got, and how it ended, once it has. */
export function dial(port: number): {
  socket: Socket;
  over: Promise<Story>;
  got(text: string): Promise<void>;
} {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  onTestFinished(() => {
    socket.destroy();
  });
  const story: Story = { text: '', how: [] };
  let changed = () => {};
  socket.on('data', (bytes) => {
    story.text += bytes.toString('latin1');
    changed();
  });
  socket.on('end', () => story.how.push('FIN'));
  socket.on('error', ({ code }: NodeJS.ErrnoException) => story.how.push(code ?? 'ERROR'));
  return {
    socket,
    over: new Promise((resolve) => socket.once('close', () => resolve(story))),
    got: (text) =>
      new Promise((resolve) => {
        changed = () => {
          if (story.text.includes(text)) resolve();
        };
        changed();
      }),
  };
}

export interface Story {
  text: string;
  how: string[];
}

/** Checksum and length of all that is read until FIN. */
export function checksum(socket: Socket): Promise<string> {
  const hash = createHash('sha256');
  let length = 0;
  socket.on('data', (bytes) => {
    hash.update(bytes);
    length += bytes.length;
  });
  return new Promise((resolve) => socket.once('end', () => resolve(`${length} ${hash.digest('hex')}`)));
}
