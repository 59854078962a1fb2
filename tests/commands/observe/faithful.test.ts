/** What ends see of each other is the same with `observe` between them as without it. RFC 9293 §3.6 for FIN and RST. */
import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { checksum, dial, factsOf, observe, pour, serve } from './observed.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** The same on the server itself and through `observe`. */
async function bothWays<T>(server: number, scene: (port: number) => Promise<T>) {
  const direct = await scene(server);
  const observing = await observe(server, '--json', '-');
  const observed = await scene(observing.port);
  return { direct, observed, facts: factsOf(await observing.stop()) };
}

const block = Buffer.alloc(1_000_000, 'all work and no play makes a dull stream, ');

describe('observe changes nothing', () => {
  it('of 100 MB each way at once', async () => {
    const seen: Promise<string>[] = [];
    const server = await serve(async (socket) => {
      seen.push(checksum(socket));
      await pour(socket, block, 100);
      socket.end();
    });
    const { direct, observed, facts } = await bothWays(server, async (port) => {
      const { socket } = dial(port);
      const sum = checksum(socket);
      await pour(socket, block, 100);
      socket.end();
      const got = await sum;
      // What the server has not read yet would be lost with the one that passes it on.
      await seen.at(-1);
      return got;
    });
    const hash = createHash('sha256');
    for (let nth = 0; nth < 100; nth++) hash.update(block);
    const sum = `100000000 ${hash.digest('hex')}`;
    expect([direct, observed, ...(await Promise.all(seen))]).toEqual([sum, sum, sum, sum]);
    expect(facts.connections).toBe(1);
  });

  it('of 1,000 connections that are open at once', async () => {
    const server = await serve((socket) => {
      socket.on('data', (bytes) => socket.write(bytes.toString('latin1').toUpperCase()));
      socket.on('end', () => socket.end('BYE'));
    });
    const { direct, observed, facts } = await bothWays(server, async (port) => {
      const all = Array.from({ length: 1000 }, (_, nth) => {
        const one = dial(port);
        one.socket.write(`i am ${nth}.\n`);
        return { ...one, nth };
      });
      await Promise.all(all.map(({ got, nth }) => got(`I AM ${nth}.`)));
      // All are open at this point.
      for (const { socket } of all) socket.end();
      return Promise.all(all.map(({ over }) => over));
    });
    expect(observed).toEqual(direct);
    expect(observed[999]).toEqual({ text: 'I AM 999.\nBYE', how: ['FIN'] });
    expect(facts.connections).toBe(1000);
  });

  it('of a half-close by the client', async () => {
    const server = await serve((socket) => {
      socket.resume();
      socket.on('end', () => socket.end('heard you out\n'));
    });
    const { direct, observed } = await bothWays(server, async (port) => {
      const { socket, over } = dial(port);
      socket.end('that is all\n');
      return over;
    });
    expect([direct, observed]).toEqual([heardOut, heardOut]);
  });

  it('of a half-close by the server', async () => {
    const heard: string[] = [];
    const server = await serve((socket) => {
      socket.end('over to you\n');
      socket.on('data', (bytes) => heard.push(bytes.toString('latin1')));
    });
    const { direct, observed } = await bothWays(server, async (port) => {
      const { socket, over } = dial(port);
      socket.once('end', () => socket.end('thanks\n'));
      return over;
    });
    const story = { text: 'over to you\n', how: ['FIN'] };
    expect([direct, observed]).toEqual([story, story]);
    expect(heard).toEqual(['thanks\n', 'thanks\n']);
  });

  it('of a reset by the server', async () => {
    const server = await serve((socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    });
    const { direct, observed } = await bothWays(server, async (port) => {
      const { socket, over } = dial(port);
      socket.write('are you there?\n');
      return over;
    });
    const story = { text: '', how: ['ECONNRESET'] };
    expect([direct, observed]).toEqual([story, story]);
  });

  it('of a reset by the client', async () => {
    const ends: string[] = [];
    let tell = () => {};
    const server = await serve((socket: Socket) => {
      socket.on('error', ({ code }: NodeJS.ErrnoException) => {
        ends.push(code ?? 'ERROR');
        tell();
      });
      socket.on('data', () => socket.write('yes\n'));
    });
    await bothWays(server, async (port) => {
      const known = ends.length;
      const { socket, got } = dial(port);
      socket.write('are you there?\n');
      await got('yes\n');
      const noticed = new Promise<void>((resolve) => {
        tell = resolve;
      });
      socket.resetAndDestroy();
      if (ends.length === known) await noticed;
    });
    expect(ends).toEqual(['ECONNRESET', 'ECONNRESET']);
  });
});

const heardOut = { text: 'heard you out\n', how: ['FIN'] };
