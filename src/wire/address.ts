/** Addresses as sockets give them, and as they are printed. */

import type { Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo, ListenOptions, Server, Socket } from 'node:net';
import { deferred } from '../model/deferred.ts';
import { errorFor, reason } from '../model/reason.ts';
import type { Address } from '../model/trace.ts';

/** The only address that anything listens on unless the user names another. */
export const loopback = '127.0.0.1';

/** The address on which a server listens. Throws if it does not listen. */
export function listeningOn(server: { address: Server['address'] }): { host: string; port: number } {
  const address = server.address();
  if (address === null || typeof address === 'string') throw errorFor('error.no-port');
  const { address: host, port }: AddressInfo = address;
  return { host, port };
}

/** Resolves once a server listens on a free (or the given) port; rejects with the system's error (EADDRINUSE …). */
export async function listen(
  server: Server,
  host: string = loopback,
  port = 0,
): Promise<{ host: string; port: number }> {
  await beginToListen(server, { host, port, backlog: 4096 });
  return listeningOn(server);
}

/** The same on a path, which becomes a Unix-domain socket. Rejects if it is too long for one. */
export async function listenOnPath(server: Server, path: string): Promise<void> {
  if (isTooLong(path)) throw errorFor(reason('error.long-path', { n: longestPath }));
  await beginToListen(server, { path });
}

/** Bytes of a socket's path: unix(7), without the NUL at its end. Node would take its beginning for the path. */
export const longestPath = process.platform === 'linux' ? 107 : 103;

export const isTooLong = (path: string): boolean => Buffer.byteLength(path) > longestPath;

/** One that is closed before it listens would listen all the same. */
async function beginToListen(server: Server, options: ListenOptions): Promise<void> {
  const gone = deferred<never>();
  const onClose = () => {
    server.once('listening', () => server.close());
    gone.reject(errorFor('error.closed'));
  };
  server.once('close', onClose);
  const listening = once(server, 'listening'); // Rejects with an error that comes first.
  server.listen(options);
  await Promise.race([listening, gone.promise]).finally(() => server.off('close', onClose));
}

/** The same for datagrams. */
export async function bind(
  socket: DatagramSocket,
  host: string = loopback,
  port = 0,
): Promise<{ host: string; port: number }> {
  const listening = once(socket, 'listening');
  socket.bind(port, host);
  await listening;
  const bound = socket.address();
  return { host: bound.address, port: bound.port };
}

export function remoteAddress(socket: Socket): Address {
  return socket.remoteAddress === undefined
    ? { path: '' }
    : { host: socket.remoteAddress, port: socket.remotePort ?? 0 };
}

export function localAddress(socket: Socket): Address | null {
  return socket.localAddress === undefined
    ? null
    : { host: socket.localAddress, port: socket.localPort ?? 0 };
}
