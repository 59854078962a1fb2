/**
 * The origin behind a real proxy: the one application on a single port, for whatever the proxy comes with. HTTP/1.x,
 * HTTP/2 with prior knowledge (RFC 9113 §3.3, told by its preface), WebSocket by upgrade (RFC 6455) or on a stream (RFC 8441).
 */
import { createServer as createHttp2Server, type ServerHttp2Stream } from 'node:http2';
import { createServer, type Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { originPath } from '../../model/scripts/through.ts';
import { listen } from '../../wire/address.ts';
import type { Scope } from '../../wire/scope.ts';
import { type RoutableApplication, route } from '../http/application.ts';
import { loadFastify, loadWs } from '../libraries.ts';
import type { Script } from '../script.ts';
import type { Target } from '../target.ts';
import { openReceiver, openSender } from '../websocket/ws-parts.ts';

/** Listens on a free loopback port. The script's paths begin with `originPath`. */
export async function serveOrigin(script: Script, scope: Scope): Promise<Target> {
  const anywhere: Script = {
    on: script.on,
    find: (path) => script.find(path.slice(Math.max(0, path.indexOf(originPath)))),
  };
  const servers = [await http1(anywhere), await http2(anywhere)] as const;
  const sockets = new Set<Socket>();
  const door = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {}); // The tap records what happened.
    const sort = () => {
      const begun: Buffer | null = socket.read();
      if (begun === null) return;
      socket.unshift(begun);
      if (begun.length < preface.length && preface.startsWith(begun.toString('latin1'))) return;
      socket.off('readable', sort);
      const [text, binary] = servers;
      (begun.toString('latin1').startsWith(preface) ? binary : text).emit('connection', socket);
    };
    socket.on('readable', sort);
  });
  scope.defer(() => {
    for (const socket of sockets) socket.destroy();
    door.close();
  });
  return listen(door);
}

/** No method of HTTP/1.x begins so. */
const preface = 'PRI ';

/** What can be handed a connection that somebody else accepted. */
interface Takes {
  emit(event: 'connection', socket: Socket): boolean;
}

async function http1(script: Script): Promise<Takes> {
  const app = loadFastify().fastify({
    // A request that ends before its time is the proxy's doing, and there is nobody left to tell.
    clientErrorHandler: (error, socket) => {
      if (error.code === 'HPE_INVALID_EOF_STATE') socket.destroy();
      else socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    },
  });
  await serve(app, script);
  const { WebSocketServer } = loadWs();
  const webSocket = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  app.server.on('upgrade', (request, socket, head) => {
    webSocket.handleUpgrade(request, socket, head, (end) => {
      end.on('error', () => {});
      end.on('message', (data) => end.send(reply(String(data))));
    });
  });
  return app.server;
}

async function http2(script: Script): Promise<Takes> {
  const app = loadFastify().fastify({
    http2: true,
    serverFactory: (handler) => createHttp2Server({ settings: { enableConnectProtocol: true } }, handler),
  });
  await serve(app as unknown as HookedApplication, script);
  app.server.on('connect', (_request, { stream }: { stream: ServerHttp2Stream }) => talkOn(stream));
  app.server.on('sessionError', () => {});
  return app.server;
}

async function serve(app: HookedApplication, script: Script): Promise<void> {
  // A proxy that caches must ask every time.
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', 'no-store');
    done();
  });
  route(app, script);
  await app.ready();
}

/** A WebSocket on a stream, RFC 8441 §5. */
function talkOn(stream: ServerHttp2Stream): void {
  stream.on('error', () => {});
  stream.respond({ ':status': 200 });
  const receiver = openReceiver();
  const sender = openSender(stream);
  receiver.on('error', () => stream.close());
  receiver.on('message', (data: Buffer) =>
    sender.send(
      Buffer.from(reply(String(data))),
      { compress: false, binary: false, mask: false, fin: true },
      () => {},
    ),
  );
  stream.on('data', (bytes: Buffer) => receiver.write(bytes));
}

const reply = (text: string): string => `answer to ${text}`;

interface HookedApplication extends RoutableApplication {
  addHook(
    name: 'onRequest',
    hook: (request: FastifyRequest, reply: FastifyReply, done: () => void) => void,
  ): unknown;
  ready(): PromiseLike<unknown>;
}
