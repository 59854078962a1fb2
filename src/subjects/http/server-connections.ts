/** The server's side of its TCP connections, so that a question can reach beneath the HTTP library. */
import type { Server, Socket } from 'node:net';
import type { Scope } from '../../wire/scope.ts';
import type { ServerConnection } from '../subject.ts';

/** Keeps the connections of a server by the port they come from, and destroys them when the scope closes. */
export function keepConnections(
  server: Pick<Server, 'on'>,
  scope: Scope,
): (port: number) => ServerConnection | undefined {
  const connections = new Map<number, ServerConnection>();
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    sockets.add(socket);
    const clientFinished = new Promise<void>((resolve) => {
      socket.once('end', resolve);
      socket.once('close', () => {
        sockets.delete(socket);
        connections.delete(port);
        resolve();
      });
    });
    socket.on('error', () => {}); // The tap records what happened; here is nothing to do about it.
    connections.set(port, { write: (bytes) => void socket.write(bytes), clientFinished });
  });
  scope.defer(() => {
    for (const socket of sockets) socket.destroy();
  });
  return (port) => connections.get(port);
}
