/** The two ends of a conversation, and those that talk on a socket, in the clear or over TLS. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer, type SecureVersion } from 'node:tls';
import { type Framing, talkAtOnce, talkInTurns } from './streams.ts';

export interface Identity {
  key: string;
  cert: string;
}

/** Of servers of HTTP/2 the types say less than of others. */
type Listener = Pick<Server, 'listen' | 'once'>;

export interface End {
  /** To be bound by the caller. */
  serve(identity: Identity): Listener;
  /** Resolves when the client has nothing more to say. */
  speak(host: string, port: number): Promise<void>;
}

type Talk = (socket: Socket, isClient: boolean) => Promise<void>;

export function clear(talk: Talk): End {
  return {
    serve: () => createServer((socket) => void talk(socket.setNoDelay(), false)),
    async speak(host, port) {
      const socket = connect(port, host).setNoDelay();
      await once(socket, 'connect');
      await talk(socket, true);
      await hangUp(socket);
    },
  };
}

export function encrypted(version: SecureVersion, talk: Talk): End {
  const versions = { minVersion: version, maxVersion: version };
  return {
    serve: (identity) =>
      createTlsServer({ ...identity, ...versions }, (socket) => void talk(socket.setNoDelay(), false)),
    async speak(host, port) {
      const socket = connectTls({ host, port, ...versions, rejectUnauthorized: false }).setNoDelay();
      await once(socket, 'secureConnect');
      await talk(socket, true);
      await hangUp(socket);
    },
  };
}

async function hangUp(socket: Socket): Promise<void> {
  socket.end();
  await once(socket, 'close');
}

export const atOnce =
  (framing: Framing): Talk =>
  (socket) =>
    talkAtOnce(socket, socket, framing);

export const inTurns =
  (framing: Framing, first: 'client' | 'server'): Talk =>
  (socket, isClient) =>
    talkInTurns(socket, socket, framing, { begins: isClient === (first === 'client') });
