/**
 * The tap under load: it makes a writer wait where nobody reads, loses nothing, and carries thousands at once.
 * What was recorded is compared in words, one an event: 'c2s "hello"' are bytes from the client, 's2c end' is the
 * server's FIN; neighbouring bytes of one direction are one.
 */
import { createHash, randomFillSync } from 'node:crypto';
import type { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import type { Direction, TraceEvent } from '../../src/model/trace.ts';
import {
  brokenRules,
  eventsInWords,
  type OpenTap,
  openTappedServer,
  type Peer,
  patient,
  taps,
} from './tapped-server.ts';

vi.setConfig(patient);

const million = 1_000_000;
const noise = randomFillSync(Buffer.alloc(4 * million));

/** Writes so many bytes, as fast as they are taken, then FIN. */
function pour(socket: Socket, total: number) {
  const hash = createHash('sha256');
  let sent = 0;
  const more = () => {
    while (sent < total) {
      const from = (sent * 7) % (noise.length - 65_536);
      const block = noise.subarray(from, from + Math.min(65_536, total - sent));
      hash.update(block);
      sent += block.length;
      if (!socket.write(block)) return socket.once('drain', more);
    }
    return socket.end();
  };
  more();
  return { sent: () => sent, digest: () => hash.digest('hex') };
}

/** Reads until FIN. */
function drain(socket: Socket) {
  const hash = createHash('sha256');
  let length = 0;
  socket.on('data', (bytes) => {
    hash.update(bytes);
    length += bytes.length;
  });
  const ended = new Promise((resolve) => socket.once('end', resolve));
  socket.resume();
  return { ended, length: () => length, digest: () => hash.digest('hex') };
}

/** A tapped of which only the lengths of the bytes are kept. */
async function countingRig(open: OpenTap, unread: 'client' | 'server') {
  const recorded = { c2s: 0, s2c: 0 };
  const endings: string[] = [];
  const tapped = await openTappedServer(open, {
    unread,
    listener(event) {
      if (event.type === 'mark' || event.connection !== 1 || event.type === 'open') return;
      if (event.type === 'bytes') recorded[event.direction] += event.bytes.length;
      else endings.push(event.type);
    },
  });
  const client = tapped.connect();
  await tapped.until(() => tapped.accepted.length === 1);
  const server = tapped.accepted[0]?.socket;
  if (!server) throw new Error('the server accepted nothing');
  return { tapped, recorded, endings, client: client.socket, server };
}

describe.each(taps)('a tap %s', (_, open) => {
  it.each<[string, Direction]>([
    ['a client', 'c2s'],
    ['a server', 's2c'],
  ])(
    'makes %s wait while the other side does not read, and then delivers everything',
    async (_, direction) => {
      const total = 200 * million;
      const { tapped, recorded, client, server } = await countingRig(
        open,
        direction === 'c2s' ? 'server' : 'client',
      );
      const [from, to] = direction === 'c2s' ? [client, server] : [server, client];
      to.pause();
      const pouring = pour(from, total);
      // Stalled: exchange after exchange goes through the same tap, and nothing more of this has moved.
      let quiet = 0;
      let before = '';
      while (quiet < 20) {
        await tapped.controlExchange();
        await tapped.tap.mark({ type: 'mark', mark: 'grace passed', of: 'a control exchange' });
        const now = `${pouring.sent()} sent, ${from.writableLength} waiting, ${recorded[direction]} recorded`;
        quiet = now === before && from.writableNeedDrain ? quiet + 1 : 0;
        before = now;
      }
      expect(recorded[direction]).toBeLessThan(total / 2);
      expect(pouring.sent()).toBeLessThan(total);
      const draining = drain(to);
      await draining.ended;
      expect(draining.length()).toBe(total);
      expect(draining.digest()).toBe(pouring.digest());
      await tapped.tap.mark({ type: 'mark', mark: 'grace passed', of: 'the end' });
      expect(recorded[direction]).toBe(total);
    },
  );

  it('carries 100 MB each way at once, byte for byte', async () => {
    const total = 100 * million;
    const { tapped, recorded, client, server } = await countingRig(open, 'server');
    const ways = [
      { poured: pour(client, total), drained: drain(server) },
      { poured: pour(server, total), drained: drain(client) },
    ];
    for (const { poured, drained } of ways) {
      await drained.ended;
      expect(drained.length()).toBe(total);
      expect(drained.digest()).toBe(poured.digest());
    }
    await tapped.tap.mark({ type: 'mark', mark: 'grace passed', of: 'the end' });
    expect(recorded).toEqual({ c2s: total, s2c: total });
  });

  it('delivers the reset of a client that was made to wait', async () => {
    const { tapped, endings, client, server } = await countingRig(open, 'server');
    const pouring = pour(client, 200 * million);
    await tapped.until(() => client.writableNeedDrain);
    for (let nth = 1; nth <= 20; nth++) await tapped.controlExchange();
    expect(pouring.sent()).toBeLessThan(200 * million);
    client.resetAndDestroy();
    server.resume();
    await tapped.until(() => endings.includes('close'));
    expect(endings).toEqual(['reset', 'close']);
  });

  it('carries 2,000 connections at once, all recorded', async () => {
    const count = 2000;
    const tapped = await openTappedServer(open);
    const clients: Peer[] = [];
    for (let nth = 0; nth < count; nth++) {
      const client = tapped.connect();
      client.socket.write(`I am ${nth}.`);
      clients.push(client);
    }
    await tapped.until(() => tapped.accepted.length === count);
    await tapped.until(() => tapped.accepted.filter(({ text }) => text.endsWith('.')).length === count);
    for (const { socket, text } of tapped.accepted) socket.write(text.replace('I am', 'You are'));
    await tapped.until(() => clients.filter(({ text }) => text.endsWith('.')).length === count);
    // All are open at this point.
    expect(clients.some(({ closed, ended }) => closed || ended)).toBe(false);
    for (const { socket } of clients) socket.end();
    for (const { socket } of tapped.accepted) socket.end();
    const closes = () => tapped.events.filter(({ type }) => type === 'close').length;
    await tapped.until(() => clients.every(({ closed }) => closed) && closes() === count);
    expect(brokenRules(tapped.events)).toEqual([]);
    expect(clients.map(({ text }) => text)).toEqual(clients.map((_, nth) => `You are ${nth}.`));
    const stories = storiesByName(tapped.events);
    clients.forEach((_, nth) => {
      expect(stories.get(nth)).toEqual(['open', `c2s "I am ${nth}."`, `s2c "You are ${nth}."`, 'close']);
    });
  });
});

/** What is told of each connection but its FINs, whose order is open, by the name that its client gave itself. */
function storiesByName(events: TraceEvent[]) {
  const each = new Map<number, TraceEvent[]>();
  for (const event of events) {
    if (event.type === 'mark') continue;
    each.set(event.connection, [...(each.get(event.connection) ?? []), event]);
  }
  const stories = new Map<number, string[]>();
  for (const [connection, of] of each) {
    const told = eventsInWords(of, connection).filter((word) => !word.endsWith(' end'));
    stories.set(Number(told[1]?.match(/(\d+)\./)?.[1]), told);
  }
  return stories;
}
