/**
 * The one Fastify application that serves every HTTP version: a single route that hands each exchange to the
 * script. Content goes through unread, because when it is read is what the questions are about.
 */
import type { ServerHttp2Stream } from 'node:http2';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorFor } from '../../model/reason.ts';
import { loopback } from '../../wire/address.ts';
import type { Scope } from '../../wire/scope.ts';
import { loadFastify } from '../libraries.ts';
import type { Part, Script, ServerExchange } from '../script.ts';
import type { Origin } from '../subject.ts';
import { createArrivingText } from '../text.ts';
import { keepConnections } from './server-connections.ts';

const noSchema = (): never => {
  throw new Error('no route has a schema');
};

/** What would compile schemas is not loaded: it takes as long as half of Fastify. */
export const schemaController = {
  compilersFactory: { buildValidator: noSchema, buildSerializer: noSchema },
};

/** The route and content parser of the application, for whichever server Fastify was told to use. */
export function route(app: RoutableApplication, script: Script): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  app.all('/*', (request, reply) => {
    const exchange = serverExchange(request, reply);
    script
      .find(exchange.path)(exchange)
      .catch((error: unknown) => {
        if (!reply.sent) reply.code(500).send(error instanceof Error ? error.message : 'failed');
      });
    return reply;
  });
}

/** HTTP/1.1, or HTTP/2 with prior knowledge (h2c), on a free loopback port. */
export async function serveApplication(
  script: Script,
  scope: Scope,
  { http2 = false }: { http2?: boolean } = {},
): Promise<Origin> {
  const { fastify } = loadFastify();
  const app = http2
    ? fastify({ http2: true, schemaController })
    : fastify({ forceCloseConnections: true, schemaController });
  route(app as RoutableApplication, script);
  const connection = keepConnections(app.server, scope);
  let limit: number | undefined;
  if ('keepAliveTimeout' in app.server === false) {
    app.server.on('stream', (stream: ServerHttp2Stream) => {
      const { session } = stream;
      const apply = () => limit !== undefined && session?.setTimeout(limit);
      stream.once('finish', apply); // Idle from here on.
    });
  }
  const listening = app.listen({ host: loopback, port: 0 });
  // Deferred after the connections, so done before them: the server stops listening, then what is left is destroyed.
  scope.defer(async () => {
    // One that is closed before it listens would listen all the same.
    await listening.catch(() => {});
    void app.close().catch(() => {});
  });
  await listening;
  const { address: host, port } = app.server.address() as { address: string; port: number };
  return {
    host,
    port,
    connection,
    idleLimit(milliseconds) {
      limit = milliseconds;
      if ('keepAliveTimeout' in app.server) app.server.keepAliveTimeout = milliseconds;
    },
  };
}

function serverExchange(request: FastifyRequest, reply: FastifyReply): ServerExchange {
  const text = createArrivingText();
  const content = request.body instanceof Readable ? request.body : null;
  if (content) {
    content.setEncoding('utf8');
    content.on('data', (chunk: string) => text.add(chunk));
    content.on('end', () => text.end());
    content.on('close', () => text.fail(errorFor('error.request-cut')));
    content.on('error', (error) => text.fail(error));
  } else text.end();
  return {
    path: request.url,
    received: (part) => text.contains(part),
    whole: () => text.whole,
    async respond(...parts) {
      const texts = parts.filter((part) => typeof part === 'string');
      reply.header('content-type', 'text/plain; charset=utf-8');
      reply.header('content-length', Buffer.byteLength(texts.join('')));
      const sent = new Promise<void>((resolve) => {
        reply.raw.once('finish', resolve);
        reply.raw.once('close', resolve);
      });
      if (texts.length === parts.length) reply.send(texts.join(''));
      else reply.send(Readable.from(inOrder(parts), { objectMode: true, highWaterMark: 1 }));
      await sent;
    },
    announce: (name, value) => void reply.header(name, value),
    noContent: () => void reply.code(204).send(),
    stream(contentType, texts) {
      reply.header('content-type', contentType).header('cache-control', 'no-store');
      reply.send(Readable.from(texts, { objectMode: true, highWaterMark: 1 }));
    },
    ...connectionOf(request),
    push(path, content) {
      const stream = (request.raw as { stream?: PushableStream }).stream;
      if (!stream?.pushStream) return null;
      if (!stream.pushAllowed) return Promise.resolve(false);
      return new Promise((resolve) => {
        stream.pushStream({ ':path': path }, (error, pushed) => {
          if (error) return resolve(false);
          pushed.on('error', () => {}); // A push that the client resets: the wire shows it.
          pushed.respond({ ':status': 200, 'content-type': 'text/plain' });
          pushed.end(content);
          resolve(true);
        });
      });
    },
  };
}

function connectionOf({ raw }: FastifyRequest): Pick<ServerExchange, 'hangUp' | 'gone'> {
  const { session } = (raw as { stream?: ServerHttp2Stream }).stream ?? {};
  const ends = session ?? raw.socket;
  return {
    hangUp: () => (session ? session.close() : raw.socket.destroySoon()),
    gone: () => new Promise((resolve) => ends.once('close', () => resolve())),
  };
}

async function* inOrder(parts: Part[]): AsyncGenerator<string> {
  for (const part of parts) {
    if (typeof part === 'string') yield part;
    else await part();
  }
}

/** What HTTP/1.1 and HTTP/2 applications of Fastify have in common here. */
export interface RoutableApplication {
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(
    type: string,
    parser: (request: FastifyRequest, payload: Readable, done: (error: null, body: Readable) => void) => void,
  ): unknown;
  all(path: string, handler: (request: FastifyRequest, reply: FastifyReply) => FastifyReply): unknown;
}

/** The part of node:http2's ServerHttp2Stream that a push needs. */
interface PushableStream {
  pushAllowed: boolean;
  pushStream(
    headers: Record<string, string>,
    callback: (error: Error | null, pushed: PushedStream) => void,
  ): void;
}

interface PushedStream {
  on(event: 'error', listener: () => void): void;
  respond(headers: Record<string, string | number>): void;
  end(content: string): void;
}
