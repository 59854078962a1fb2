/** HTTP/2 in clear text with prior knowledge (RFC 9113 §3.3), with undici, and with a client that takes push. */
import type { HttpSubject } from '../subject.ts';
import { serveApplication } from './application.ts';
import { http2Client } from './http2-client.ts';
import { noTimeouts, undiciClient } from './undici-client.ts';
import { unsolicitedHttp2 } from './unsolicited.ts';

const streams = 100;

export const http2Streams: HttpSubject = {
  name: 'HTTP/2 streams',
  version: '2',
  client: 'library',
  libraries: ['fastify', 'undici'],
  atOnce: streams,
  serve: (script, scope) => serveApplication(script, scope, { http2: true }),
  connect: undiciClient({
    dispatcher: ({ H2CClient }, origin) =>
      new H2CClient(origin, { ...noTimeouts, maxConcurrentStreams: streams, pipelining: streams }),
  }),
  bare: http2Client,
  unsolicited: unsolicitedHttp2,
};

/** The same server with node:http2's client, which takes what undici refuses with ENABLE_PUSH 0: RFC 9113 §8.4. */
export const http2Push: HttpSubject = {
  ...http2Streams,
  name: 'HTTP/2 server push',
  libraries: ['fastify'],
  connect: http2Client,
};
