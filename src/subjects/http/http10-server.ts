/**
 * Genuine HTTP/1.0 (RFC 1945) in front of the same application: Node's own server answers `HTTP/1.1` whatever
 * it is asked. By default a response ends with the connection (RFC 1945 §7.2.2); with `keepAlive` it speaks the
 * Keep-Alive extension that came later (RFC 2068 §19.7.1), which needs a Content-Length.
 */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { errorFor } from '../../model/reason.ts';
import { listen } from '../../wire/address.ts';
import type { Scope } from '../../wire/scope.ts';
import { loadFastify } from '../libraries.ts';
import type { Script } from '../script.ts';
import type { Origin } from '../subject.ts';
import { type RoutableApplication, route, schemaController } from './application.ts';
import { type Head, readHead } from './head.ts';
import { keepConnections } from './server-connections.ts';

export interface Http10Options {
  keepAlive: boolean;
}

export async function serveHttp10(
  script: Script,
  scope: Scope,
  { keepAlive }: Http10Options,
): Promise<Origin> {
  const app = loadFastify().fastify({ schemaController });
  route(app as RoutableApplication, script);
  let idle = 60_000;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    converse(app, socket, keepAlive, () => idle).catch(() => socket.destroy());
  });
  const connection = keepConnections(server, scope);
  scope.defer(async () => {
    server.close();
    await app.close();
  });
  return {
    ...(await listen(server)),
    connection,
    idleLimit(milliseconds) {
      idle = milliseconds;
    },
  };
}

/** Requests and responses on one connection, until one of them ends it. */
async function converse(app: FastifyInstance, socket: Socket, keepAlive: boolean, idle: () => number) {
  const bytes = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let kept: Buffer = Buffer.alloc(0);
  socket.on('timeout', () => socket.end());
  for (;;) {
    const read = await readHead(bytes, kept);
    if (!read) break;
    const { head } = read;
    socket.setTimeout(0);
    const content = new PassThrough();
    const rest = passContent(bytes, read.rest, head, content);
    rest.catch(() => {}); // Awaited only where the connection goes on.
    const response = await inject(app, head, content);
    const limit = idle();
    const stays =
      keepAlive &&
      response.length !== undefined &&
      /\bkeep-alive\b/i.test(head.fields.get('connection') ?? '');
    const fields = ['content-type', ...(keepAlive ? ['content-length'] : [])]
      .filter((name) => response.fields[name] !== undefined)
      .map((name) => `${name}: ${response.fields[name]}\r\n`);
    if (stays) fields.push(`connection: keep-alive\r\nkeep-alive: timeout=${Math.floor(limit / 1000)}\r\n`);
    socket.write(`HTTP/1.0 ${response.status} ${response.reason}\r\n${fields.join('')}\r\n`);
    await copy(response.content, socket);
    if (!stays) break;
    kept = await rest;
    socket.setTimeout(limit);
  }
  socket.end();
  // What the client may still send is read to its end, so that closing does not become a reset.
  while (!(await bytes.next()).done);
}

/** Writes content as the socket takes it. */
async function copy(content: NodeJS.ReadableStream, socket: Socket) {
  for await (const chunk of content) {
    if (socket.destroyed) throw errorFor('error.client-left');
    if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
  }
}

interface InjectedResponse {
  status: number;
  reason: string;
  length: string | undefined;
  fields: Record<string, string | undefined>;
  content: NodeJS.ReadableStream;
}

async function inject(app: FastifyInstance, head: Head, content: PassThrough): Promise<InjectedResponse> {
  const response = await app.inject({
    method: head.method as 'GET',
    url: head.target,
    headers: Object.fromEntries(head.fields),
    ...(head.fields.has('content-length') ? { payload: content } : {}),
    payloadAsStream: true,
  });
  const fields = response.headers as Record<string, string | undefined>;
  return {
    status: response.statusCode,
    reason: response.statusMessage,
    length: fields['content-length'],
    fields,
    content: response.stream(),
  };
}

/** Passes on as much content as Content-Length says; resolves with the bytes after it. */
async function passContent(bytes: AsyncIterator<Buffer>, first: Buffer, head: Head, to: PassThrough) {
  let wanted = Number(head.fields.get('content-length') ?? 0);
  let chunk = first;
  while (wanted > chunk.length) {
    wanted -= chunk.length;
    if (chunk.length > 0) to.write(chunk);
    const next = await bytes.next();
    if (next.done) {
      to.destroy(errorFor('error.request-cut'));
      return Buffer.alloc(0);
    }
    chunk = next.value;
  }
  to.end(chunk.subarray(0, wanted));
  return chunk.subarray(wanted);
}
