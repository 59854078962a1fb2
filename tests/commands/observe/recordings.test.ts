/** What another run, or its end, makes of a recording under way: nothing. */
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import type { Facts } from '../../../src/model/facts.ts';
import { freePorts } from '../../peers/support/running.ts';
import { readResultFile } from '../../result-file.ts';
import { command } from '../command.ts';
import { dial, observe, observeWithin } from './observed.ts';

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'recording-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

async function origin(): Promise<number> {
  const [port = 0] = await freePorts(1);
  const server = createServer((_, response) => response.end('ok')).listen(port, '127.0.0.1');
  onTestFinished(() => void server.close().closeAllConnections());
  return port;
}

const ask = async (port: number) =>
  (await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })).text();

const factsIn = async (file: string): Promise<Facts | undefined> => {
  const { code, stdout } = await command('read', file, '--json', '-');
  expect(code).toBe(0);
  const [result] = readResultFile(stdout).results;
  return result?.facts?.observed;
};

const exchangesIn = async (file: string) => (await factsIn(file))?.exchanges;

it('a start that is refused costs an observation under way none of its files', async () => {
  const folder = newFolder();
  const [to, [listen = 0]] = [await origin(), await freePorts(1)];
  const files = ['--trace', folder, '--pcap', join(folder, 'capture.pcapng')];
  const first = await observe(to, '--listen', `${listen}`, ...files);
  await ask(first.port);
  const again = ['observe', '--to', `127.0.0.1:${to}`, '--listen', `${listen}`];
  for (const options of [files, ['--trace', newFolder(), '--pcap', join(folder, 'other.pcapng')]]) {
    const { code, stderr } = await command(...again, ...options);
    expect([code, stderr]).toEqual([
      2,
      [expect.stringMatching(/^cannot (write .*another run|listen .*EADDRINUSE)/)],
    ]);
  }
  await ask(first.port);
  await first.stop();
  expect(readdirSync(folder).sort()).toEqual(['capture.pcapng', 'observe.ndjson']);
  for (const file of ['capture.pcapng', 'observe.ndjson'])
    expect(await exchangesIn(join(folder, file))).toBe(2);
}, 60_000);

it('one that is killed leaves what it had recorded, which the next names and which can be read', async () => {
  const folder = newFolder();
  const to = await origin();
  const capture = join(folder, 'capture.pcapng');
  const files = ['--trace', folder, '--pcap', capture];
  const whole = await observe(to, ...files);
  await ask(whole.port);
  await whole.stop();
  const before = readFileSync(capture);
  const killed = await observe(to, ...files);
  for (const _ of [1, 2, 3]) await ask(killed.port);
  killed.child.kill('SIGKILL');
  await killed.ended;
  expect(readFileSync(capture)).toEqual(before);
  const left = readdirSync(folder).filter((name) => name.endsWith('.partial'));
  expect(left).toHaveLength(2);
  for (const name of left) expect(await exchangesIn(join(folder, name))).toBe(3);
  const next = await observe(to, ...files);
  await ask(next.port);
  const { stderr } = await next.stop();
  for (const name of left)
    expect(stderr.join('\n')).toContain(`${join(folder, name)} is of a run that did not end`);
}, 60_000);

it('a client that resets before it is accepted is in the capture as it is in the trace', async () => {
  const folder = newFolder();
  const capture = join(folder, 'capture.pcapng');
  const { port, stop } = await observe(await origin(), '--trace', folder, '--pcap', capture);
  const reset = () =>
    new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.resetAndDestroy();
        resolve();
      });
    });
  await Promise.all(Array.from({ length: 50 }, reset));
  await ask(port);
  await stop();
  const [traced, captured] = [await factsIn(join(folder, 'observe.ndjson')), await factsIn(capture)];
  expect(traced?.connections).toBe(51);
  expect(captured?.connections).toBe(51);
}, 60_000);

it('clients for whom no descriptor is left are turned away, told of, and recorded as lost by the tap', async () => {
  const folder = newFolder();
  const capture = join(folder, 'capture.pcapng');
  const to = await origin();
  const observing = await observeWithin(128, to, '--trace', folder, '--pcap', capture, '--json', '-');
  const clients = Array.from({ length: 60 }, () => dial(observing.port));
  for (const { socket } of clients) socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  const served = clients.map(({ got, over }) => Promise.race([got('ok').then(() => 1), over.then(() => 0)]));
  const count = (await Promise.all(served)).reduce<number>((sum, one) => sum + one, 0);
  expect(count).toBe(32);
  for (const { socket } of clients) socket.destroy();
  await Promise.all(clients.map(({ over }) => over));
  const { stdout, stderr } = await observing.stop();
  expect(stderr).toContain(
    'clients are turned away: each takes two files, and this process may have 128 open (ulimit -n)',
  );
  const [result] = readResultFile(stdout).results;
  expect(result?.facts?.observed).toMatchObject({ connections: 60, exchanges: 32 });
  expect(result?.varying.firstFin.observed?.filter((who) => who === 'failed')).toHaveLength(28);
  expect(await factsIn(capture)).toMatchObject({ exchanges: 32 });
  expect(await factsIn(join(folder, 'observe.ndjson'))).toMatchObject({ connections: 60, exchanges: 32 });
}, 60_000);

it.each(['SIGHUP', 'SIGQUIT', 'SIGTERM'] as const)(
  '%s ends it as ^C does: with table and files',
  async (signal) => {
    const folder = newFolder();
    const { port, child, ended } = await observe(await origin(), '--trace', folder);
    await ask(port);
    child.kill(signal);
    const { code, stdout } = await ended;
    expect([code, readdirSync(folder)]).toEqual([0, ['observe.ndjson']]);
    expect(stdout).toMatch(/^What crossed between the clients and 127/);
  },
  60_000,
);

it('a second ^C leaves no COMMAND behind', async () => {
  const waits = [
    process.execPath,
    '-e',
    "process.on('SIGTERM', () => {}); console.log(process.pid); setInterval(() => {}, 1000)",
  ];
  const { child, stderr, ended } = await observe(await origin(), '--', ...waits);
  const pid = async (): Promise<number> => {
    for (;;) {
      const found = /^(\d+)$/m.exec(stderr())?.[1];
      if (found !== undefined) return Number(found);
      await once(child.stderr as Readable, 'data');
    }
  };
  const command = await pid();
  child.kill('SIGINT');
  // The first asks COMMAND to end, which it does not.
  child.kill('SIGTERM');
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  await gone(command);
}, 60_000);

/** Until there is no process of that number. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise(setImmediate);
  }
}
