/**
 * The server of the traffic: HTTP/1.0 and HTTP/1.1, HTTP/2 with prior knowledge and WebSocket on one port, told apart by
 * what the client says first. What it holds back, it holds until the client lets it go.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { listen } from '../../../src/wire/address.ts';

export interface Origin {
  port: number;
  /** Resolves once the beginning of a request has come that asks for /part/NAME. */
  came(part: string): Promise<void>;
  /** Resets the connection on which an answer is held under this name. Throws if there is none. */
  reset(held: string): void;
  /** Resolves once no connection is open. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** Of an answer that is held: what comes at once, of how much. */
export const half = 'half of';
export const whole = `${half} an answer`;

type Request = IncomingMessage | Http2ServerRequest;
type Response = ServerResponse | Http2ServerResponse;

export async function openOrigin(): Promise<Origin> {
  const held = new Map<string, Socket>();
  const parts = new Map<string, () => void>();
  const sockets = new Set<Socket>();
  let becameQuiet = () => {};

  // One signature for both versions: what is called here they have in common.
  const answer = (request: Request, response: Response): void => {
    const [, what, name = ''] = /^\/([^/]*)(?:\/(.*))?$/.exec(request.url ?? '') ?? [];
    const { socket } = request;
    const respond = (text: string | Buffer) => {
      response.writeHead(200, { 'content-length': text.length });
      (response as ServerResponse).end(text);
    };
    response.on('error', () => {});
    // Of a request over HTTP/2 that nobody reads Node resets the stream, which may come before the answer has its end.
    request.resume();
    if (what === 'large') respond(Buffer.alloc(Number(name), 'x'));
    else if (what === 'held') {
      held.set(name, socket);
      response.writeHead(200, { 'content-length': whole.length });
      (response as ServerResponse).write(half);
    } else if (what === 'reset') socket.resetAndDestroy();
    else request.on('end', () => respond('ok'));
  };

  const http1 = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 }, answer);
  // Node gives up an unsent answer at the client's FIN unless it is told not to.
  Object.assign(http1, { httpAllowHalfOpen: true });
  http1.on('clientError', (_error, socket) => socket.destroy());
  new WebSocketServer({ server: http1, perMessageDeflate: false }).on('connection', (socket) => {
    socket.on('message', (message, isBinary) => socket.send(message, { binary: isBinary }));
    socket.on('error', () => {});
  });
  const http2 = createHttp2Server(answer);
  http2.on('sessionError', () => {});

  const server = createTcpServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) becameQuiet();
    });
    const onEnd = () => socket.end();
    socket.once('end', onEnd);
    socket.once('data', (bytes) => {
      const first = bytes.toString('latin1');
      const taker = first.startsWith('PRI ') ? http2 : /^[A-Z]+ /.test(first) ? http1 : null;
      if (taker === null) return;
      const [, part = ''] = /^GET \/part\/(\S+) /.exec(first) ?? [];
      parts.get(part)?.();
      parts.delete(part);
      socket.off('end', onEnd);
      socket.pause();
      socket.unshift(bytes);
      taker.emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  const { port } = await listen(server);
  return {
    port,
    came: (part) => new Promise((resolve) => parts.set(part, resolve)),
    reset(name) {
      const socket = held.get(name);
      if (!socket) throw new Error(`nothing is held as ${name}`);
      held.delete(name);
      socket.resetAndDestroy();
    },
    async quiet() {
      held.clear();
      while (sockets.size > 0)
        await new Promise<void>((resolve) => {
          becameQuiet = resolve;
        });
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
