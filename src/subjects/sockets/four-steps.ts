/**
 * The socket interface in four steps, open, write, read and close, as POSIX has it: an interface that says nothing
 * of what lies beneath. One program text, over whatever socket it is given.
 */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket as StreamSocket } from 'node:net';
import { deferred } from '../../model/deferred.ts';
import { errorFor } from '../../model/reason.ts';
import { bind } from '../../wire/address.ts';
import type { Scope } from '../../wire/scope.ts';
import type { Target } from '../target.ts';

export interface FourSteps {
  open(): Promise<void>;
  write(text: string): Promise<void>;
  /** The next line. */
  read(): Promise<string>;
  close(): Promise<void>;
}

const words = ['one', 'two', 'three'];

/** The program of the client. */
export async function ask({ open, write, read, close }: FourSteps): Promise<void> {
  await open();
  for (const word of words) {
    await write(`${word}\n`);
    await read();
  }
  await close();
}

/** The program of the server. */
export async function reply({ open, write, read, close }: FourSteps): Promise<void> {
  await open();
  for (let asked = 0; asked < words.length; asked++) await write(`answer to ${await read()}\n`);
  await close();
}

/** Over a stream, TCP's or a Unix-domain one: connecting, or already connected. */
export function streamSteps(to: Target | { path: string } | StreamSocket, scope: Scope): FourSteps {
  const socket = 'write' in to ? to : connect(to);
  scope.defer(() => socket.destroy());
  const chunks = socket.setEncoding('utf8')[Symbol.asyncIterator]() as AsyncIterator<string>;
  let text = '';
  return {
    async open() {
      if (socket.connecting) await once(socket, 'connect');
    },
    async write(said) {
      socket.write(said);
    },
    async read() {
      while (!text.includes('\n')) {
        const { value, done } = await chunks.next();
        if (done) throw errorFor('error.cut-line');
        text += value;
      }
      const [line = ''] = text.split('\n');
      text = text.slice(line.length + 1);
      return line;
    },
    async close() {
      socket.end();
    },
  };
}

/** Over datagrams: towards an address, or, for a server, towards whoever wrote last. */
export function datagramSteps(to: Target | DatagramSocket, scope: Scope): FourSteps {
  const socket = 'send' in to ? to : createSocket('udp4');
  scope.defer(() => socket.close());
  let other = 'send' in to ? null : to;
  const arrived: string[] = [];
  let arrival = deferred();
  socket.on('message', (bytes, from) => {
    if ('send' in to) other = { host: from.address, port: from.port };
    arrived.push(bytes.toString('utf8').trimEnd());
    arrival.resolve();
  });
  return {
    async open() {
      if (!('send' in to)) await bind(socket);
    },
    async write(said) {
      if (!other) throw errorFor('error.nobody-wrote');
      socket.send(said, other.port, other.host);
    },
    async read() {
      while (arrived.length === 0) {
        arrival = deferred();
        await arrival.promise;
      }
      return arrived.shift() ?? '';
    },
    async close() {
      // UDP has nothing to close on the wire; the scope gives the port back.
    },
  };
}
