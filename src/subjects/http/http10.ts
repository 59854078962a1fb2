/** HTTP/1.0, closing after each response (RFC 1945), and with the Keep-Alive extension (RFC 2068 §19.7.1). */

import type { HttpSubject } from '../subject.ts';
import { serveHttp10 } from './http10-server.ts';
import { rawClient } from './raw-client.ts';
import { unsolicitedHttp1 } from './unsolicited.ts';

const short = rawClient({ version: '1.0', reuse: false });
const kept = rawClient({ version: '1.0', reuse: true, fields: ['Connection: keep-alive'] });

export const http10: HttpSubject = {
  name: 'HTTP/1.0',
  version: '1.0',
  client: 'bench',
  libraries: ['fastify'],
  atOnce: Number.POSITIVE_INFINITY,
  serve: (script, scope) => serveHttp10(script, scope, { keepAlive: false }),
  connect: short,
  bare: short,
  unsolicited: unsolicitedHttp1('1.0'),
};

export const http10KeepAlive: HttpSubject = {
  ...http10,
  name: 'HTTP/1.0 with Keep-Alive',
  atOnce: 1,
  serve: (script, scope) => serveHttp10(script, scope, { keepAlive: true }),
  connect: kept,
  bare: kept,
};
