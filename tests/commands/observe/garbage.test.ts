/** What a large body leaves behind is collected while it is young: to look at everything takes half of the time. */
import { once } from 'node:events';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { listen } from '../../../src/wire/address.ts';
import { observeGarbage } from './observed.ts';

const piece = Buffer.alloc(1024 * 1024);
const pieces = 600;

it('a large body does not make it look at everything again and again', async () => {
  const server = createServer((socket) => {
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${pieces * piece.length}\r\nConnection: close\r\n\r\n`;
    const body = function* () {
      yield Buffer.from(head);
      for (let nth = 0; nth < pieces; nth++) yield piece;
    };
    socket.resume();
    Readable.from(body()).pipe(socket);
  });
  onTestFinished(() => void server.close());
  const observing = await observeGarbage((await listen(server)).port);
  const [response] = await once(get({ port: observing.port, agent: false }), 'response');
  let came = 0;
  response.on('data', (bytes: Buffer) => {
    came += bytes.length;
  });
  await once(response, 'end');
  const { code, stdout } = await observing.stop();
  expect([code, came]).toEqual([0, pieces * piece.length]);
  const [young, all] = [/Scavenge/g, /Mark-Compact/g].map((kind) => stdout.match(kind)?.length ?? 0);
  expect(young).toBeGreaterThan(all ?? 0);
  expect(all).toBeLessThan(10);
});
