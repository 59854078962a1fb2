/** HTTP and WebSocket between the two ends: requests in turns, and messages that run while others are answered. */
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import {
  type ClientHttp2Stream,
  connect,
  createServer as createHttp2Server,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { createWebSocketStream, WebSocket, WebSocketServer } from 'ws';
import type { End } from './sockets.ts';
import { lines, talkAtOnce, talkInTurns } from './streams.ts';

const requests = 5;

/** Each answer is begun when the whole request has come, and each request when the whole answer has. */
export const keepAlive: End = {
  serve: () =>
    createServer(async (incoming, response) => {
      let length = 0;
      for await (const chunk of incoming) length += (chunk as Buffer).length;
      response.end(`${length} bytes\n`);
    }),
  async speak(host, port) {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let count = 0; count < requests; count++) {
      const outgoing = request({ host, port, agent, method: 'POST' });
      outgoing.end('x'.repeat(count * 1000));
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
      await response.toArray();
    }
    agent.destroy();
  },
};

/** The answer is begun with the head of the request, and neither waits for the other then. */
export const upload: End = {
  serve: () =>
    createServer(async (incoming: IncomingMessage, response: ServerResponse) => {
      response.flushHeaders();
      await talkAtOnce(response, incoming, lines);
      response.end();
    }),
  async speak(host, port) {
    const outgoing = request({ host, port, method: 'POST' });
    outgoing.flushHeaders();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    await talkAtOnce(outgoing, response, lines);
    outgoing.end();
    await finished(response);
  },
};

const streams = 3;

/** Several streams at once, each a request with an answer that run at the same time. */
export const http2AtOnce = http2(
  async (stream) => {
    stream.respond({ ':status': 200 });
    await talkAtOnce(stream, stream, lines);
    stream.end();
  },
  async (open) => {
    const talks = Array.from({ length: streams }, async () => {
      const stream = open();
      await talkAtOnce(stream, stream, lines);
      stream.end();
      await finished(stream);
    });
    await Promise.all(talks);
  },
);

/** One stream after another. That SETTINGS of either side are under way at once is no message. */
export const http2InTurns = http2(
  async (stream) => {
    await text(stream);
    stream.respond({ ':status': 200 });
    stream.end('whole\n');
  },
  async (open) => {
    for (let count = 0; count < requests; count++) {
      const stream = open();
      stream.end('x'.repeat(count * 1000));
      await text(stream);
    }
  },
);

function http2(
  answer: (stream: ServerHttp2Stream) => Promise<void>,
  ask: (open: () => ClientHttp2Stream) => Promise<void>,
): End {
  return {
    serve: () => createHttp2Server().on('stream', (stream: ServerHttp2Stream) => void answer(stream)),
    async speak(host, port) {
      const session = connect(`http://${host}:${port}`);
      await ask(() => session.request({ ':method': 'POST' }));
      session.close();
      await once(session, 'close');
    },
  };
}

/** A message of WebSocket is a line, whatever is in it. */
function webSocket(talk: (stream: Duplex, begins: boolean) => Promise<void>): End {
  return {
    serve() {
      const server = createServer();
      new WebSocketServer({ server }).on(
        'connection',
        (socket) => void talk(createWebSocketStream(socket), false),
      );
      return server;
    },
    async speak(host, port) {
      const socket = new WebSocket(`ws://${host}:${port}`, { perMessageDeflate: false });
      await talk(createWebSocketStream(socket), true);
      socket.close();
      await once(socket, 'close');
    },
  };
}

export const webSocketAtOnce = webSocket((stream) => talkAtOnce(stream, stream, lines));
export const webSocketInTurns = webSocket((stream, begins) => talkInTurns(stream, stream, lines, { begins }));
