/** The taps beside TCP: datagrams whole and flows apart, Unix-domain streams to their end, and what fails. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { TraceEvent } from '../../src/model/trace.ts';
import { loopback } from '../../src/wire/address.ts';
import { createRecorder } from '../../src/wire/recorder.ts';
import { openUdpTap } from '../../src/wire/udp-tap.ts';
import { openUnixTap } from '../../src/wire/unix-tap.ts';
import { freePorts } from '../peers/support/running.ts';

function recording() {
  const events: TraceEvent[] = [];
  const watchers = new Set<() => void>();
  const record = createRecorder((event) => {
    events.push(event);
    for (const watch of watchers) watch();
  });
  const until = (reached: () => boolean) =>
    new Promise<void>((resolve) => {
      const watch = () => {
        if (!reached()) return;
        watchers.delete(watch);
        resolve();
      };
      watchers.add(watch);
      watch();
    });
  return { events, record, until };
}

/** 'open 1', '1 c2s "text"', 'error 1 ECONNREFUSED' … */
const told = (events: TraceEvent[]): string[] =>
  events.map((event) => {
    if (event.type === 'mark') return 'mark';
    if (event.type === 'bytes')
      return `${event.connection} ${event.direction} "${Buffer.from(event.bytes).toString('latin1')}"`;
    if (event.type === 'error') return `error ${event.connection} ${event.code}`;
    if (event.type === 'end') return `${event.connection} ${event.direction} end`;
    return `${event.type} ${event.connection}`;
  });

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  const listening = once(socket, 'listening');
  socket.bind(0, loopback);
  await listening;
  return socket;
}

it('passes datagrams on whole, both ways, and keeps two senders apart', async () => {
  const { events, record } = recording();
  const server = await bound();
  const tap = await openUdpTap({ host: loopback, port: server.address().port }, record);
  onTestFinished(() => tap.close());
  const [first, second] = [await bound(), await bound()];
  for (const [client, text] of [
    [first, 'one'],
    [second, 'two'],
  ] as const) {
    const asked = once(server, 'message');
    client.send(text, tap.address.port, tap.address.host);
    const [bytes, from] = await asked;
    expect(String(bytes)).toBe(text);
    const answered = once(client, 'message');
    server.send(`re: ${text}`, from.port, from.address);
    expect(String((await answered)[0])).toBe(`re: ${text}`);
  }
  expect(told(events)).toEqual([
    ...['open 1', '1 c2s "one"', '1 s2c "re: one"'],
    ...['open 2', '2 c2s "two"', '2 s2c "re: two"'],
  ]);
  expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
});

it.each([1, 2, 3])('records that nobody receives, after %i datagrams in one go', async (datagrams) => {
  const { events, record, until } = recording();
  const [port = 0] = await freePorts(1);
  const tap = await openUdpTap({ host: loopback, port }, record);
  onTestFinished(() => tap.close());
  const client = await bound();
  for (let nth = 0; nth < datagrams; nth++) client.send('anyone?', tap.address.port, tap.address.host);
  await until(() => told(events).includes('error 1 ECONNREFUSED'));
  expect(told(events).filter((event) => event.startsWith('error'))).toHaveLength(1);
});

it('says that a UDP port is taken', async () => {
  const taken = await bound();
  const { port } = taken.address();
  await expect(openUdpTap({ host: loopback, port: 9 }, recording().record, { port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'other-taps-'));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

it('relays a Unix-domain stream, one half after the other', async () => {
  const { events, record, until } = recording();
  const path = join(await folder(), 'socket');
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('data', () => {});
    socket.on('end', () => socket.end('after the end'));
  });
  onTestFinished(() => void server.close());
  server.listen({ path });
  await once(server, 'listening');
  const tap = await openUnixTap(path, record);
  onTestFinished(() => tap.close());
  const client = connect({ path: tap.path, allowHalfOpen: true });
  client.end('all of it');
  client.resume();
  await until(() => told(events).includes('close 1'));
  expect(told(events)).toEqual([
    ...['open 1', '1 c2s "all of it"', '1 c2s end', '1 s2c "after the end"', '1 s2c end', 'close 1'],
  ]);
});

it('withholds either direction of a Unix-domain stream, and records what crosses', async () => {
  const { events, record, until } = recording();
  const path = join(await folder(), 'socket');
  const server = createServer((socket) => socket.end('from the server'));
  onTestFinished(() => void server.close());
  server.listen({ path });
  await once(server, 'listening');
  const tap = await openUnixTap(path, record);
  onTestFinished(() => tap.close());
  const withheld = (['c2s', 's2c'] as const).map((direction) => tap.withhold({ direction, text: '' }));
  const client = connect({ path: tap.path });
  let heard = '';
  client.on('data', (bytes) => {
    heard += bytes;
  });
  client.end('from the client');
  await Promise.all(withheld.map(({ begun }) => begun));
  const crossed = events.flatMap((event) => (event.type === 'bytes' ? [event.underWay] : []));
  expect(crossed.filter((underWay) => underWay === 15)).toHaveLength(1);
  expect(heard).toBe('');
  for (const one of withheld) await one.release();
  await until(() => told(events).includes('close 1'));
  expect(heard).toBe('from the server');
});

it('says that a path is taken, and that nobody listens behind it', async () => {
  const path = join(await folder(), 'socket');
  await writeFile(`${path}.tap`, '');
  await expect(openUnixTap(path, recording().record)).rejects.toMatchObject({ code: 'EADDRINUSE' });

  const { events, record, until } = recording();
  const nobody = join(await folder(), 'nobody');
  const tap = await openUnixTap(nobody, record);
  onTestFinished(() => tap.close());
  connect({ path: tap.path }).on('error', () => {});
  await until(() => told(events).includes('close 1'));
  expect(told(events)).toEqual(['open 1', 'error 1 ENOENT', 'close 1']);
});
