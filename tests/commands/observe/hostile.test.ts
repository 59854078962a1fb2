/** Clients that do what no client should: `observe` stays small, says what it saw, and goes on. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { mostPlaces } from '../../../src/model/rules/fault.ts';
import { clientFloods, streams, text } from './client-floods.ts';
import { dial, factsOf, mostMemory, observe, pour, resultOf, serve } from './observed.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const million = 1_000_000;

/** A server that reads and says nothing until the client has finished. */
const patientServer = () =>
  serve((socket) => {
    socket.resume();
    socket.on('end', () => socket.end());
  });

/** More than `observe` may need beyond what it needs anyway, and much less than what is sent. */
const bound = 150 * million;

describe.runIf(process.platform === 'linux')('observe stays small when a client sends', () => {
  it.each(Object.entries(clientFloods))('%s', (_what, { first, block, megabytes = 200 }) =>
    staysSmall(first, Array<Buffer>(megabytes).fill(block)),
  );

  it('HTTP/2 streams without end', () =>
    staysSmall(`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0`, streams(1_000_000)));

  it('what is written as a capture meanwhile', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'observe-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'all.pcapng');
    const begun = `POST / HTTP/1.1\r\nContent-Length: ${200 * million}\r\n\r\n`;
    await staysSmall(begun, Array<Buffer>(200).fill(text('a')), '--pcap', file);
    expect((await stat(file)).size).toBeGreaterThan(200 * million);
  });

  async function staysSmall(first: string, sent: Iterable<Buffer>, ...options: string[]) {
    const observing = await observe(await patientServer(), '--json', '-', ...options);
    const before = await mostMemory(observing.child);
    const { socket, over } = dial(observing.port);
    socket.write(Buffer.from(first, 'latin1'));
    for (const block of sent) await pour(socket, block, 1);
    socket.end();
    await over;
    expect((await mostMemory(observing.child)) - before).toBeLessThan(bound);
    const ended = await observing.stop();
    expect(ended.code).toBe(0);
    expect(factsOf(ended).connections).toBe(1);
    const places = resultOf(ended).violations.map(({ side, reason }) => `${side} ${reason.id}`);
    for (const rule of new Set(places))
      expect(places.filter((one) => one === rule).length, rule).toBeLessThanOrEqual(mostPlaces);
  }
});

describe('observe tells of a client that', () => {
  it('sends garbage: one line', async () => {
    const observing = await observe(await patientServer(), '--json', '-');
    const { socket, over } = dial(observing.port);
    socket.end('GET / HTTP/1.1\r\nthis is no header\r\n\r\n');
    await over;
    const { violations } = resultOf(await observing.stop());
    expect(violations).toMatchObject([{ side: 'client', connection: 1, question: 'observed' }]);
    expect(violations[0]?.what).not.toMatch(/\n/);
  });

  it('sends half a request and then nothing, which is unfinished when it is over', async () => {
    let came = () => {};
    const there = new Promise<void>((resolve) => {
      came = resolve;
    });
    const server = await serve((socket) => {
      socket.on('data', () => came());
    });
    const observing = await observe(server, '--json', '-');
    dial(observing.port).socket.write('GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf');
    await there;
    const { verdicts } = resultOf(await observing.stop());
    expect(verdicts?.observed?.wire.because).toContain('a message was not finished');
  });

  it('closes or resets at once, again and again, and goes on', async () => {
    const server = await serve((socket) => {
      socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
      socket.on('end', () => socket.end());
    });
    const observing = await observe(server, '--json', '-');
    for (let nth = 0; nth < 50; nth++) {
      const { socket, over } = dial(observing.port);
      socket.once('connect', () => (nth % 2 === 0 ? socket.end() : socket.resetAndDestroy()));
      await over;
    }
    const last = dial(observing.port);
    last.socket.end('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    expect((await last.over).text).toContain('200 OK');
    const facts = factsOf(await observing.stop());
    expect(facts).toMatchObject({ connections: 51, exchanges: 1 });
  });
});
