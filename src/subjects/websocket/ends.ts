/**
 * The two ends of a WebSocket (RFC 6455): undici's client, and a server made of ws, behind an HTTP/1.1 upgrade or
 * on a stream of HTTP/2 (RFC 8441). Both are reached through one interface, so that a talk is written once.
 */
import { createHash } from 'node:crypto';
import { createServer as createHttp2Server, type Http2Session, type ServerHttp2Stream } from 'node:http2';
import type { Dispatcher } from 'undici';
import type { WebSocket } from 'ws';
import { errorFor } from '../../model/reason.ts';
import { listen, loopback } from '../../wire/address.ts';
import type { Scope } from '../../wire/scope.ts';
import { loadUndici, loadWs } from '../libraries.ts';
import type { Target } from '../target.ts';
import { type ArrivingText, createArrivingText } from '../text.ts';
import { openReceiver, openSender } from './ws-parts.ts';

export interface WebSocketEnd {
  /** Sends a text message, or with `fin: false` a first fragment of one, or with `fin: true` the last. */
  send(text: string, options?: { fin: boolean }): void;
  ping(): void;
  /** Texts of whole messages, each with a newline after it. */
  heard: ArrivingText;
  /** How many messages have come. */
  messages(): number;
  /** Begins the closing handshake. */
  close(): void;
  /** Resolves when the other side has closed. */
  closed: Promise<void>;
}

/** undici's client. Rejects if the handshake fails. */
export function dialWebSocket(to: Target, scope: Scope, dispatcher?: Dispatcher): Promise<WebSocketEnd> {
  const undici = loadUndici();
  const socket = new undici.WebSocket(`ws://${to.host}:${to.port}/talk`, dispatcher ? { dispatcher } : {});
  scope.defer(() => socket.close());
  const heard = createArrivingText();
  let messages = 0;
  socket.addEventListener('message', ({ data }) => {
    messages += 1;
    heard.add(`${data}\n`);
  });
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => {
      heard.fail(errorFor('error.websocket-closed'));
      resolve();
    });
  });
  const end: WebSocketEnd = {
    heard,
    closed,
    messages: () => messages,
    send: (text) => socket.send(text),
    ping: () => {}, // The browser's interface, which undici follows, has no ping.
    close: () => socket.close(),
  };
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(end));
    socket.addEventListener('close', () => reject(errorFor('error.websocket-handshake')));
  });
}

/** Listens on a free loopback port; `onEnd` is given the server's end of each WebSocket. */
export function serveWebSocket(scope: Scope, onEnd: (end: WebSocketEnd) => void): Promise<Target> {
  const { WebSocketServer } = loadWs();
  return new Promise((resolve, reject) => {
    const server = new WebSocketServer({ host: loopback, port: 0 });
    scope.defer(() => {
      for (const client of server.clients) client.terminate();
      server.close();
    });
    server.on('error', reject);
    server.on('connection', (socket) => onEnd(wsEnd(socket)));
    server.on('listening', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve({ host: loopback, port: address.port });
    });
  });
}

function wsEnd(socket: WebSocket): WebSocketEnd {
  const heard = createArrivingText();
  let messages = 0;
  socket.on('message', (data) => {
    messages += 1;
    heard.add(`${data}\n`);
  });
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      heard.fail(errorFor('error.websocket-closed'));
      resolve();
    });
  });
  socket.on('error', (error) => heard.fail(error));
  return {
    heard,
    closed,
    messages: () => messages,
    send: (text, { fin } = { fin: true }) => socket.send(text, { fin }),
    ping: () => socket.ping(),
    close: () => socket.close(),
  };
}

export interface Http2WebSocketServer {
  /** Whether the response carries `sec-websocket-accept`, which RFC 8441 §5 does not ask for. */
  accept: boolean;
  onEnd: (end: WebSocketEnd) => void;
}

/** HTTP/2 that takes extended CONNECT, and answers every other request with a short text. */
export function serveWebSocketOverHttp2(
  scope: Scope,
  { accept, onEnd }: Http2WebSocketServer,
): Promise<Target> {
  const server = createHttp2Server({ settings: { enableConnectProtocol: true } });
  const sessions = new Set<Http2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => {}); // The tap records what happened.
  });
  scope.defer(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    if (headers[':protocol'] !== 'websocket') {
      stream.respond({ ':status': 200, 'content-type': 'text/plain' });
      stream.end('an ordinary answer\n');
      return;
    }
    const key = headers['sec-websocket-key'];
    stream.respond({
      ':status': 200,
      ...(accept && typeof key === 'string' ? { 'sec-websocket-accept': acceptFor(key) } : {}),
    });
    onEnd(streamEnd(stream));
  });
  return listen(server);
}

/** RFC 6455 §4.2.2. */
const acceptFor = (key: string) =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');

/** ws's framing on a stream of HTTP/2, for which ws itself has no server. */
function streamEnd(stream: ServerHttp2Stream): WebSocketEnd {
  const heard = createArrivingText();
  const receiver = openReceiver();
  const sender = openSender(stream);
  let messages = 0;
  receiver.on('message', (data: Buffer) => {
    messages += 1;
    heard.add(`${data}\n`);
  });
  receiver.on('error', (error: Error) => heard.fail(error));
  stream.on('data', (chunk: Buffer) => receiver.write(chunk));
  const closed = new Promise<void>((resolve) => {
    receiver.on('conclude', () => {
      sender.close(1000, '', false, () => stream.end());
      resolve();
    });
    stream.on('close', () => {
      heard.fail(errorFor('error.websocket-closed'));
      resolve();
    });
  });
  const options = { compress: false, binary: false, mask: false };
  return {
    heard,
    closed,
    messages: () => messages,
    send(text, { fin } = { fin: true }) {
      sender.send(Buffer.from(text), { ...options, fin }, () => {});
    },
    ping: () => sender.ping('', false, () => {}),
    close: () => sender.close(1000, '', false, () => {}),
  };
}
