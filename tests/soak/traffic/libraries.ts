/** Clients of libraries: HTTP/1.1 kept alive, uploads, HTTP/2, WebSocket. */
import { once } from 'node:events';
import { type ClientHttp2Session, connect as connectHttp2, constants } from 'node:http2';
import { Readable } from 'node:stream';
import { Client } from 'undici';
import { WebSocket } from 'ws';
import type { Kind, Visit } from './tally.ts';

/** Its connections are counted, and closed in the end. */
async function withClient(visit: Visit, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client(`http://127.0.0.1:${visit.port}`);
  client.on('connect', () => {
    visit.tally.connections += 1;
  });
  try {
    await use(client);
  } finally {
    await client.close();
  }
}

async function asked(
  visit: Visit,
  client: Client,
  options: Omit<Parameters<Client['request']>[0], 'origin'>,
) {
  const { statusCode, body } = await client.request(options);
  const bytes = await body.arrayBuffer();
  if (statusCode !== 200) throw new Error(`the answer is ${statusCode}`);
  visit.tally.exchanges += 1;
  return bytes.byteLength;
}

async function withSession(visit: Visit, use: (session: ClientHttp2Session) => Promise<void>): Promise<void> {
  const session = connectHttp2(`http://127.0.0.1:${visit.port}`);
  session.on('error', () => {});
  const closed = once(session, 'close');
  await once(session, 'connect');
  visit.tally.connections += 1;
  try {
    await use(session);
  } finally {
    session.close();
    await closed;
  }
}

async function stream(visit: Visit, session: ClientHttp2Session, path: string, bytes = 2): Promise<void> {
  const opened = session.request({ ':path': path });
  let length = 0;
  opened.on('data', (bytes: Buffer) => {
    length += bytes.length;
  });
  await once(opened, 'end');
  if (length !== bytes) throw new Error(`the answer has ${length} bytes, and not ${bytes}`);
  visit.tally.exchanges += 1;
}

const mostBytes = 300_000;

export const libraryKinds: readonly Kind[] = [
  {
    name: 'HTTP/1.1, kept alive',
    run: (visit) =>
      withClient(visit, async (client) => {
        const [requests, most] = [1 + visit.random(20), mostBytes];
        for (let nth = 0; nth < requests; nth++)
          await asked(visit, client, {
            method: 'GET',
            path: nth % 5 < 4 ? '/ok' : `/large/${visit.random(most)}`,
          });
      }),
  },
  {
    name: 'HTTP/1.1, uploads',
    run: (visit) =>
      withClient(visit, async (client) => {
        const bytes = Buffer.alloc(1 + visit.random(mostBytes), 'x');
        await asked(visit, client, { method: 'POST', path: '/upload', body: bytes });
        const pieces = Array.from({ length: 1 + visit.random(20) }, () =>
          bytes.subarray(0, 1 + visit.random(5000)),
        );
        await asked(visit, client, { method: 'POST', path: '/upload', body: Readable.from(pieces) });
      }),
  },
  {
    name: 'HTTP/2, streams at once',
    run: (visit) =>
      withSession(visit, async (session) => {
        const streams = Array.from({ length: 1 + visit.random(30) }, (_, nth) => {
          const bytes = nth % 7 < 6 ? 2 : 1 + visit.random(mostBytes);
          return stream(visit, session, bytes === 2 ? '/ok' : `/large/${bytes}`, bytes);
        });
        await Promise.all(streams);
      }),
  },
  {
    name: 'HTTP/2, a stream cancelled',
    run: (visit) =>
      withSession(visit, async (session) => {
        const opened = session.request({ ':path': `/held/${visit.name()}` });
        opened.on('error', () => {});
        const closed = once(opened, 'close');
        await once(opened, 'data');
        visit.tally.exchanges += 1;
        visit.tally.halves += 1;
        opened.close(constants.NGHTTP2_CANCEL);
        await closed;
        await stream(visit, session, '/ok');
      }),
  },
  {
    name: 'WebSocket',
    async run(visit) {
      const socket = new WebSocket(`ws://127.0.0.1:${visit.port}/`, { perMessageDeflate: false });
      const closed = once(socket, 'close');
      await once(socket, 'open');
      visit.tally.connections += 1;
      visit.tally.exchanges += 1;
      const messages = 1 + visit.random(20);
      for (let nth = 0; nth < messages; nth++) {
        socket.send('x'.repeat(1 + visit.random(2000)));
        await once(socket, 'message');
        visit.tally.exchanges += 1;
      }
      socket.close();
      await closed;
    },
  },
];
