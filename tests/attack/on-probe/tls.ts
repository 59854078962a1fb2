/** Servers of TLS that are broken or mean harm (RFC 8446): the handshake is none, stops, or leads nowhere. */
import { createServer as createTlsServer } from 'node:tls';
import { certificateFor } from '../../../src/wire/certificate.ts';
import { endless, whenAsked } from '../../commands/probe/hostile/servers.ts';
import { listening, rawServer } from '../../commands/probe/probed.ts';
import type { Hostile } from './hostile.ts';

/** A record of TLS: its type, the version of 1.2, and its content. */
const record = (type: number, content: readonly number[]): string =>
  Buffer.from([type, 3, 3, content.length >> 8, content.length & 0xff, ...content]).toString('latin1');

const [alert, handshake] = [21, 22];
const serverHello = [2, 0, 0, 70, 3, 3, ...Array<number>(32).fill(7)];

type Serve = Parameters<typeof createTlsServer>[1];

const secured = (serve: NonNullable<Serve>) => async (): Promise<number> => {
  const server = createTlsServer({ ...(await certificateFor('localhost')) }, (socket) => {
    socket.on('error', () => {});
    serve(socket);
  });
  return listening(server);
};

/** Whom nothing was said to in clear text cannot be reached: exit code 2. */
const unreached = { scheme: 'https', code: 2 } as const;
const failing = { scheme: 'https', code: 1 } as const;

export const tlsServers: Readonly<Record<string, Hostile>> = {
  'TLS that is answered in clear text': {
    ...unreached,
    serve: () => whenAsked((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
  },
  'TLS that is never answered': { ...unreached, serve: () => rawServer((socket) => socket.resume()) },
  // Who hangs up is there.
  'TLS that is closed at once': { ...failing, serve: () => whenAsked((socket) => socket.end()) },
  'TLS that is reset at once': { ...failing, serve: () => whenAsked((socket) => socket.resetAndDestroy()) },
  'TLS that is refused by an alert': {
    ...unreached,
    serve: () => whenAsked((socket) => socket.end(record(alert, [2, 40]), 'latin1')),
  },
  'TLS whose ServerHello stops half-way': {
    ...unreached,
    serve: () => whenAsked((socket) => socket.write(record(handshake, serverHello), 'latin1')),
  },
  'TLS that is answered with warnings without end': {
    ...unreached,
    serve: () => whenAsked((socket) => endless(socket, '', record(alert, [1, 90]))),
  },
  'TLS, and then silence': { ...failing, serve: secured((socket) => socket.resume()) },
  'TLS, and then garbage without end': {
    ...failing,
    serve: secured((socket) => endless(socket, '', '\0\x01garbage')),
  },
  'TLS, and then a close': { ...failing, serve: secured((socket) => socket.end()) },
};
