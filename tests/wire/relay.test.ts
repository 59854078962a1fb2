/**
 * The relay where the tap cannot lead it: errors that are no reset, a reset behind a FIN, sockets without resets.
 * What was recorded is compared in words, one an event: 'c2s "hello"' are bytes from the client, 's2c end' is the
 * server's FIN; neighbouring bytes of one direction are one.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { TraceEvent } from '../../src/model/trace.ts';
import { listen } from '../../src/wire/address.ts';
import { createRecorder } from '../../src/wire/recorder.ts';
import { relay, sendReset } from '../../src/wire/relay.ts';
import { eventsInWords, patient } from './tapped-server.ts';

vi.setConfig(patient);

/** The two ends of a connection, on TCP or on a path. */
async function pair(path?: string) {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
  const address = path ? { path } : await listen(server);
  if (path) await new Promise<void>((resolve) => server.listen({ path }, resolve));
  const accepted = once(server, 'connection');
  const near = connect({ ...address, allowHalfOpen: true });
  const [far] = (await accepted) as [Socket];
  if (near.connecting) await once(near, 'connect');
  server.close();
  onTestFinished(() => {
    for (const socket of [near, far]) socket.destroy();
  });
  return { near, far };
}

/** A relayed connection with the sockets of the relay itself at hand. */
async function relayed(path?: string) {
  const events: TraceEvent[] = [];
  const front = await pair(path && `${path}.front`);
  const back = await pair(path && `${path}.back`);
  const [client, server] = [front.far, back.near.pause()];
  relay({ recorder: createRecorder((event) => events.push(event)), connection: 1, client, server });
  const ends = { client: front.near, server: back.far.resume() };
  const closed = Promise.all(
    [client, server].map((socket) => new Promise((resolve) => socket.once('close', resolve))),
  );
  return { events, relaying: { client, server }, ends, closed };
}

/**
 * The error that an end comes to. What Node tells as an end may hide a reset, which it notices when it writes: so the
 * end then speaks until there is an error.
 */
const errorOf = (socket: Socket) =>
  new Promise<string>((resolve) => {
    const speak = () => {
      if (!socket.destroyed) socket.write('?', () => setImmediate(speak));
    };
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? 'ERROR'));
    socket.once('close', () => resolve('none'));
    socket.once('end', speak);
    socket.resume();
  });

const resets = ['ECONNRESET', 'EPIPE'];

const failed = (code: string) => Object.assign(new Error(code), { code });

it('an error that is no reset is told by its code, and the other side is reset', async () => {
  const { events, relaying, ends, closed } = await relayed();
  const seen = errorOf(ends.client);
  relaying.server.destroy(failed('ETIMEDOUT'));
  expect(resets).toContain(await seen);
  await closed;
  expect(eventsInWords(events)).toEqual(['error ETIMEDOUT', 'close']);
});

it.each(resets)('%s is a reset by the side on which it is seen, and told once', async (code) => {
  const { events, relaying, ends, closed } = await relayed();
  const seen = errorOf(ends.server);
  relaying.client.destroy(failed(code));
  relaying.client.emit('error', failed(code));
  expect(resets).toContain(await seen);
  await closed;
  expect(eventsInWords(events)).toEqual(['c2s reset', 'close']);
});

it('a reset that comes while a FIN is being sent is sent after it', async () => {
  const { near, far } = await pair();
  near.resume();
  const seen = errorOf(far);
  const closed = once(near, 'close');
  near.end();
  process.nextTick(() => sendReset(near));
  await closed;
  expect(resets).toContain(await seen);
});

it('a reset does not wait for bytes that the other side does not read', async () => {
  const { near, far } = await pair();
  while (near.write(Buffer.alloc(1 << 20))) {}
  near.end();
  sendReset(near);
  await once(near, 'close');
  expect(resets).toContain(await errorOf(far));
});

it('nothing is told of a connection after its reset but its close', async () => {
  const { events, relaying, ends, closed } = await relayed();
  // The FIN towards the client is on its way when the server's socket fails, so the client's is still open.
  relaying.server.emit('end');
  process.nextTick(() => {
    relaying.server.destroy(failed('ECONNRESET'));
    relaying.client.emit('data', Buffer.from('late'));
    process.nextTick(() => {
      relaying.client.emit('data', Buffer.from('later'));
      relaying.client.emit('end');
    });
  });
  expect(resets).toContain(await errorOf(ends.client));
  await closed;
  expect(eventsInWords(events)).toEqual(['s2c end', 'c2s "late"', 's2c reset', 'close']);
});

it('a Unix-domain connection has no reset to pass on: it is closed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'relay-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { events, relaying, ends, closed } = await relayed(join(folder, 'socket'));
  const ended = once(ends.server, 'end');
  relaying.client.destroy(failed('ECONNRESET'));
  await ended;
  await closed;
  expect(eventsInWords(events)).toEqual(['c2s reset', 'close']);
});

it('a Unix-domain connection that is closed has ended, and was not reset', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'relay-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { events, ends, closed } = await relayed(join(folder, 'socket'));
  const ended = once(ends.server, 'end');
  ends.client.destroy();
  await ended;
  ends.server.end();
  await closed;
  expect(eventsInWords(events)).toEqual(['c2s end', 's2c end', 'close']);
});

it('a connection is closed when both its sockets are', async () => {
  const { events, relaying, ends, closed } = await relayed();
  const told: string[][] = [];
  for (const socket of [relaying.client, relaying.server])
    socket.once('close', () => told.push(eventsInWords(events)));
  const seen = errorOf(ends.client);
  relaying.server.destroy(failed('ECONNRESET'));
  await Promise.all([seen, closed]);
  expect(told).toEqual([['s2c reset'], ['s2c reset', 'close']]);
});
