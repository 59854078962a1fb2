/** Real bytes: what the ws package and undici's WebSocket write on a loopback connection is read as what they sent. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { WebSocket as UndiciWebSocket } from 'undici';
import { describe, expect, it } from 'vitest';
import { WebSocketServer, WebSocket as WsWebSocket } from 'ws';
import { detect } from '../../../src/dissect/detect.ts';
import type { Direction } from '../../../src/model/trace.ts';
import { byteByByte, whole } from '../http2/replay.ts';
import { close, fin, type Step, sends } from '../steps.ts';
import { type Replay, replay } from './replay.ts';

interface Peer {
  send(data: string | Buffer): void;
  /** Resolves with the next message that is whole. */
  next(): Promise<unknown>;
  close(code: number): void;
}

/** What both sides say, in turns: the client, then the server, until the client closes. */
const talk = [
  'Hello',
  'Grüße, 世界 😀',
  '',
  'x'.repeat(125),
  'y'.repeat(126),
  Buffer.alloc(70_000, 7),
  Buffer.alloc(0),
];

/** Runs the talk through a relay that records what crosses it. */
async function record(deflate: boolean, clientOf: (url: string) => Promise<Peer>): Promise<Step[]> {
  const steps: Step[] = [];
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    perMessageDeflate: deflate ? { threshold: 0 } : false,
  });
  await once(server, 'listening');
  const relay = createServer({ allowHalfOpen: true }, (front) => {
    const { port } = server.address() as AddressInfo;
    const back = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    pass(front, back, 'c2s', steps);
    pass(back, front, 's2c', steps);
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  try {
    server.on('connection', (socket) => {
      let heard = 0;
      socket.on('message', (data, isBinary) => {
        heard += 1;
        if (heard === 3) socket.ping('ping');
        const answer = isBinary ? (data as Buffer) : data.toString();
        if (heard !== 2) socket.send(answer);
        else {
          socket.send('Gr', { fin: false });
          socket.send('üße', { fin: true });
        }
      });
    });
    const { port } = relay.address() as AddressInfo;
    const client = await clientOf(`ws://127.0.0.1:${port}/`);
    for (const data of talk) {
      client.send(data);
      await client.next();
    }
    // The relay has closed once both connections through it have.
    const closed = new Promise((resolve) => relay.close(resolve));
    client.close(1000);
    await closed;
    return [...steps, close];
  } finally {
    server.close();
  }
}

function pass(from: Socket, to: Socket, direction: Direction, steps: Step[]): void {
  from.on('data', (bytes) => {
    steps.push(sends(direction, bytes));
    to.write(bytes);
  });
  from.on('end', () => {
    steps.push(fin(direction));
    to.end();
  });
  from.on('error', () => to.destroy());
}

async function wsClient(url: string): Promise<Peer> {
  const socket = new WsWebSocket(url, { perMessageDeflate: { threshold: 0 } });
  await once(socket, 'open');
  return {
    send: (data) => socket.send(data),
    next: () => once(socket, 'message'),
    close: (code) => socket.close(code, 'bye'),
  };
}

async function undiciClient(url: string): Promise<Peer> {
  const socket = new UndiciWebSocket(url);
  const event = (name: 'open' | 'message') =>
    new Promise((resolve) => socket.addEventListener(name, resolve, { once: true }));
  await event('open');
  return {
    send: (data) => socket.send(typeof data === 'string' ? data : new Uint8Array(data)),
    next: () => event('message'),
    close: (code) => socket.close(code, 'bye'),
  };
}

const read = ({ raw }: Replay, direction: Direction) =>
  raw
    .filter((message) => message.kind === 'websocket' && message.direction === direction)
    .map(({ websocket, text, content, ending }) => [
      websocket?.opcode,
      websocket?.frames,
      text,
      content,
      ending,
    ]);

const rest = [
  ['text', 1, '', 0, 'websocket FIN'],
  ['text', 1, 'x'.repeat(125), 125, 'websocket FIN'],
  ['text', 1, 'y'.repeat(126), 126, 'websocket FIN'],
  ['binary', 1, undefined, 70_000, 'websocket FIN'],
  ['binary', 1, undefined, 0, 'websocket FIN'],
];

describe.each([
  ['ws', wsClient],
  ['undici', undiciClient],
])('%s as the client and ws as the server', { timeout: 60_000 }, (_, clientOf) => {
  it('are read as what they sent', async () => {
    const steps = await record(false, clientOf);
    for (const cut of [whole, byteByByte]) {
      const found = replay(detect, steps, cut);
      expect(found.faults).toEqual([]);
      expect(found.protocols).toEqual(['HTTP/1.1', 'WebSocket']);
      expect(read(found, 'c2s')).toEqual([
        ['text', 1, 'Hello', 5, 'websocket FIN'],
        ['text', 1, 'Grüße, 世界 😀', 20, 'websocket FIN'],
        ...rest,
      ]);
      expect(read(found, 's2c')).toEqual([
        ['text', 1, 'Hello', 5, 'websocket FIN'],
        ['text', 2, 'Grüße', 7, 'websocket FIN'],
        ...rest,
      ]);
      expect(found.controls.map((line) => line.replace(/ \d+\.\.\d+$/, '')).sort()).toEqual([
        'c2s close {"length":5,"code":1000}',
        'c2s pong {"length":4}',
        's2c close {"length":5,"code":1000}',
        's2c ping {"length":4}',
      ]);
    }
  });

  it('are read as compressed where they agreed on it', async () => {
    const found = replay(detect, await record(true, clientOf), whole);
    expect(found.faults).toEqual([]);
    for (const direction of ['c2s', 's2c'] as const) {
      const messages = found.raw.filter(
        ({ kind, direction: own }) => kind === 'websocket' && own === direction,
      );
      expect(messages).toHaveLength(talk.length);
      const compressed = messages.filter(({ websocket }) => websocket?.compressed);
      // undici compresses nothing that it sends.
      if (direction === 's2c' || clientOf === wsClient) expect(compressed).toHaveLength(talk.length);
      expect(compressed.filter(({ text }) => text !== undefined)).toEqual([]);
      expect(messages.map(({ ending }) => ending)).toEqual(talk.map(() => 'websocket FIN'));
    }
  });
});
