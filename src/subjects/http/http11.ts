/** HTTP/1.1 (RFC 9112) on one Fastify server, with undici handling its connections in four ways. */
import type { HttpSubject } from '../subject.ts';
import { serveApplication } from './application.ts';
import { rawClient } from './raw-client.ts';
import { noTimeouts, undiciClient } from './undici-client.ts';
import { unsolicitedHttp1 } from './unsolicited.ts';

/** One connection, kept alive, one request at a time: RFC 9112 §9.3. */
export const http11KeepAlive: HttpSubject = {
  name: 'HTTP/1.1 keep-alive',
  version: '1.1',
  client: 'library',
  libraries: ['fastify', 'undici'],
  atOnce: 1,
  serve: (script, scope) => serveApplication(script, scope),
  connect: undiciClient({ dispatcher: ({ Client }, origin) => new Client(origin, noTimeouts) }),
  bare: rawClient({ version: '1.1', reuse: true }),
  unsolicited: unsolicitedHttp1('1.1'),
};

/** `Connection: close` in every request: RFC 9112 §9.6. */
export const http11Close: HttpSubject = {
  ...http11KeepAlive,
  name: 'HTTP/1.1 closing',
  atOnce: Number.POSITIVE_INFINITY,
  connect: undiciClient({
    dispatcher: ({ Pool }, origin) => new Pool(origin, noTimeouts),
    request: { reset: true },
  }),
  bare: rawClient({ version: '1.1', reuse: false, fields: ['Connection: close'] }),
};

const depth = 8;

/** Requests sent without waiting for the responses before them: RFC 9112 §9.3.2. */
export const http11Pipelining: HttpSubject = {
  ...http11KeepAlive,
  name: 'HTTP/1.1 pipelining',
  atOnce: depth,
  connect: undiciClient({
    dispatcher: ({ Client }, origin) => new Client(origin, { ...noTimeouts, pipelining: depth }),
    request: { blocking: false },
  }),
};

const connections = 6;

/** Six connections, as browsers have: RFC 9112 §9.4 leaves the number to the client. */
export const http11Pool: HttpSubject = {
  ...http11KeepAlive,
  name: 'HTTP/1.1 pool of six',
  atOnce: connections,
  connect: undiciClient({
    dispatcher: ({ Pool }, origin) => new Pool(origin, { ...noTimeouts, connections }),
  }),
};

/** The same server with requests that say nothing of the connection, so that the default is seen: RFC 9112 §9.3. */
export const http11Default: HttpSubject = {
  ...http11KeepAlive,
  name: 'HTTP/1.1 by default',
  client: 'bench',
  libraries: ['fastify'],
  connect: rawClient({ version: '1.1', reuse: true }),
};
