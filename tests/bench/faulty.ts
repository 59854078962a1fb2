/** Subjects with one fault each, most of them made from the right ones. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type Http2Session,
} from 'node:http2';
import { connect, type Socket } from 'node:net';
import type { Part, Script, ServerExchange } from '../../src/subjects/script.ts';
import type { BareClient, HttpSubject, Origin } from '../../src/subjects/subject.ts';
import type { Target } from '../../src/subjects/target.ts';
import { createArrivingText } from '../../src/subjects/text.ts';
import { listen } from '../../src/wire/address.ts';
import type { Scope } from '../../src/wire/scope.ts';

/** The same subject, but its server looks up other handlers. */
export const withScript = (subject: HttpSubject, change: (script: Script) => Script): HttpSubject => ({
  ...subject,
  serve: (script, scope) => subject.serve(change(script), scope),
});

/** Reads the whole request before the handler sees anything of it. */
export const buffering = (subject: HttpSubject): HttpSubject =>
  withScript(subject, (script) => ({
    ...script,
    find: (path) => async (exchange) => {
      await exchange.whole();
      await script.find(path)(exchange);
    },
  }));

/** Says `keep-alive` in every response, and closes after it. The client is not asked again before it has noticed. */
export function keepAliveLiar(right: HttpSubject): HttpSubject {
  const gone = new Set<Promise<unknown>>();
  return {
    ...right,
    serve: (script, scope) =>
      serveNode(script, scope, async ({ request, response }, parts) => {
        const { socket } = request;
        gone.add(new Promise((resolve) => socket.once('close', resolve)));
        response.setHeader('connection', 'keep-alive');
        response.setHeader('content-length', lengthOf(parts));
        await inOrder(parts, (text) => response.write(text));
        response.end(() => socket.end());
      }),
    connect(to, scope) {
      const client = right.connect(to, scope);
      return {
        ...client,
        request(path, content) {
          const exchange = client.request(path, content);
          const finished = exchange.finished.then(async (text) => {
            await Promise.all(gone);
            return text;
          });
          finished.catch(() => {});
          return { ...exchange, finished };
        },
      };
    },
  };
}

/** HTTP/1.0 without a word of keep-alive, and the connection stays open all the same. */
export const stayingHttp10 = (right: HttpSubject): HttpSubject => ({
  ...right,
  serve: (script, scope) =>
    serveNode(script, scope, async ({ request }, parts) => {
      request.socket.write(`HTTP/1.0 200 OK\r\ncontent-length: ${lengthOf(parts)}\r\n\r\n`);
      await inOrder(parts, (text) => request.socket.write(text));
    }),
});

/** Allows one stream at a time: SETTINGS_MAX_CONCURRENT_STREAMS 1. */
export const oneStreamAllowed = (right: HttpSubject): HttpSubject => ({
  ...right,
  atOnce: 1,
  serve: (script, scope) => serveHttp2(script, scope, { maxConcurrentStreams: 1, inTurn: false }),
});

/** Takes every stream, and begins with each only when the one before it on its connection is done. */
export const oneStreamServed = (right: HttpSubject): HttpSubject => ({
  ...right,
  atOnce: 1,
  serve: (script, scope) => serveHttp2(script, scope, { maxConcurrentStreams: 100, inTurn: true }),
});

/** What to do with bytes that answer no request: hand them to the next one that asks, or throw them away. */
export const heedless = (right: HttpSubject, surplus: 'next request' | 'ignored'): HttpSubject => ({
  ...right,
  client: 'bench',
  connect: (to, scope) => heedlessClient(to, scope, surplus),
});

const lengthOf = (parts: Part[]): number =>
  Buffer.byteLength(parts.filter((part) => typeof part === 'string').join(''));

async function inOrder(parts: Part[], write: (text: string) => unknown): Promise<void> {
  for (const part of parts) {
    if (typeof part === 'string') write(part);
    else await part();
  }
}

interface Received {
  request: IncomingMessage;
  response: ServerResponse;
}

/** node:http, with its responses sent in a way that the caller chooses. */
async function serveNode(
  script: Script,
  scope: Scope,
  send: (received: Received, parts: Part[]) => Promise<void>,
): Promise<Origin> {
  const server = createServer((request, response) => {
    const exchange = exchangeOf(request, (parts) => send({ request, response }, parts));
    script
      .find(exchange.path)(exchange)
      .catch(() => request.socket.destroy());
  });
  const connections = new Map<number, Socket>();
  server.on('connection', (socket: Socket) => {
    connections.set(socket.remotePort ?? 0, socket);
    socket.on('error', () => {});
    scope.defer(() => socket.destroy());
  });
  scope.defer(() => void server.close());
  return {
    ...(await listen(server)),
    connection: (port) => {
      const socket = connections.get(port);
      return socket?.writable
        ? {
            write: (bytes) => void socket.write(bytes),
            clientFinished: new Promise((resolve) => {
              socket.once('end', resolve);
              socket.once('close', resolve);
            }),
          }
        : undefined;
    },
    idleLimit(milliseconds) {
      server.keepAliveTimeout = milliseconds;
    },
  };
}

async function serveHttp2(
  script: Script,
  scope: Scope,
  { maxConcurrentStreams, inTurn }: { maxConcurrentStreams: number; inTurn: boolean },
): Promise<Origin> {
  const server = createHttp2Server({ settings: { maxConcurrentStreams } });
  const before = new WeakMap<object, Promise<unknown>>();
  server.on('session', (session: Http2Session) => {
    session.on('error', () => {});
    scope.defer(() => session.destroy());
  });
  server.on('request', async (request: Http2ServerRequest, response: Http2ServerResponse) => {
    const over = new Promise<void>((resolve) => response.stream.once('close', resolve));
    const session = response.stream.session ?? server;
    const earlier = before.get(session);
    before.set(session, over);
    const exchange = exchangeOf(request, async (parts) => {
      response.writeHead(200);
      await inOrder(parts, (text) => response.write(text));
      response.end();
    });
    if (inTurn) await earlier;
    await script
      .find(exchange.path)(exchange)
      .catch(() => response.stream.close());
  });
  scope.defer(() => void server.close());
  return { ...(await listen(server)), connection: () => undefined, idleLimit: () => {} };
}

function exchangeOf(
  request: IncomingMessage | Http2ServerRequest,
  respond: (parts: Part[]) => Promise<void>,
): ServerExchange {
  const content = createArrivingText();
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => content.add(chunk));
  request.on('end', () => content.end());
  return {
    path: request.url ?? '',
    received: content.contains,
    whole: () => content.whole,
    respond: (...parts) => respond(parts),
    noContent: () => {},
    stream: () => {},
    announce: () => {},
    hangUp: () => {},
    gone: async () => {},
    push: () => null,
  };
}

/** HTTP/1.1 with Content-Length, one request at a time, on one connection that it never leaves. */
function heedlessClient(to: Target, scope: Scope, surplus: 'next request' | 'ignored'): BareClient {
  const socket = connect({ ...to, allowHalfOpen: true, noDelay: true });
  scope.defer(() => socket.destroy());
  socket.on('error', () => {});
  const heard = createArrivingText();
  const waiting: ((text: string) => void)[] = [];
  const kept: string[] = [];
  let read = '';
  socket.on('data', (bytes: Buffer) => {
    read += bytes.toString('latin1');
    for (;;) {
      const whole = /^.*?content-length: (\d+).*?\r\n\r\n/is.exec(read);
      const end = whole ? whole[0].length + Number(whole[1]) : Number.POSITIVE_INFINITY;
      if (!whole || read.length < end) return;
      const text = read.slice(whole[0].length, end);
      read = read.slice(end);
      const next = waiting.shift();
      if (next) next(text);
      else if (surplus === 'next request') kept.push(text);
    }
  });
  return {
    heard,
    finish: () => void socket.end(),
    request(path) {
      const text = createArrivingText();
      const take = (response: string) => {
        heard.add(response);
        text.add(response);
        text.end();
      };
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${to.host}:${to.port}\r\n\r\n`);
      const early = kept.shift();
      if (early === undefined) waiting.push(take);
      else take(early);
      const began = text.whole.then(() => {});
      const continued = new Promise<void>(() => {});
      return { began, continued, received: text.contains, soFar: text.soFar, finished: text.whole };
    },
  };
}
