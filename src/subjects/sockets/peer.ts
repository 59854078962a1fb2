/** One end of a stream that carries text: what the reference channels and the sockets talk through. */
import { connect, createServer, type Socket } from 'node:net';
import { errorFor } from '../../model/reason.ts';
import { listen, listenOnPath } from '../../wire/address.ts';
import type { Scope } from '../../wire/scope.ts';
import type { Target } from '../target.ts';
import { type ArrivingText, createArrivingText } from '../text.ts';

export interface Peer {
  say(text: string): void;
  heard: ArrivingText;
  /** In how many pieces it came. */
  pieces(): number;
  /** Sends FIN. */
  finish(): void;
  /** Resolves when the other side has finished. */
  otherFinished: Promise<void>;
}

export function createPeer(socket: Socket, scope: Scope): Peer {
  const heard = createArrivingText();
  socket.setNoDelay(true);
  socket.setEncoding('utf8');
  let pieces = 0;
  socket.on('data', (text: string) => {
    pieces += 1;
    heard.add(text);
  });
  const otherFinished = new Promise<void>((resolve) => {
    socket.on('end', () => {
      heard.end();
      resolve();
    });
  });
  socket.on('error', (error) => heard.fail(error));
  socket.on('close', () => heard.fail(errorFor('error.closed')));
  scope.defer(() => socket.destroy());
  return {
    heard,
    otherFinished,
    pieces: () => pieces,
    say: (text) => void socket.write(text),
    finish: () => void socket.end(),
  };
}

/** A client's end of a TCP connection, or of a Unix-domain one. */
export const dial = (to: Target | { path: string }, scope: Scope): Peer =>
  createPeer(connect({ ...to, allowHalfOpen: true }), scope);

/** Listens on a free loopback port, or on a path; `onPeer` is given the server's end of each connection. */
export async function answerCalls(
  scope: Scope,
  onPeer: (peer: Peer) => void,
  path?: string,
): Promise<Target> {
  const server = createServer({ allowHalfOpen: true }, (socket) => onPeer(createPeer(socket, scope)));
  scope.defer(() => server.close());
  if (path === undefined) return listen(server);
  await listenOnPath(server, path);
  return { host: path, port: 0 };
}
