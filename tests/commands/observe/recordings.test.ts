/** What another run, or its end, makes of a recording under way: nothing. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { freePorts } from '../../peers/support/running.ts';
import { command } from '../command.ts';
import { observe } from './observed.ts';

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

const exchangesIn = async (file: string, ...options: string[]): Promise<string> => {
  const { code, stdout } = await command('read', file, ...options, '--json', '-');
  expect(code).toBe(0);
  return JSON.stringify(JSON.parse(stdout).results.map((one: { facts: unknown }) => one.facts)).replace(
    /^.*?"exchanges":(\d+).*$/,
    '$1',
  );
};

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
    expect(await exchangesIn(join(folder, file))).toBe('2');
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
  for (const name of left) expect(await exchangesIn(join(folder, name))).toBe('3');
  const next = await observe(to, ...files);
  await ask(next.port);
  const { stderr } = await next.stop();
  for (const name of left)
    expect(stderr.join('\n')).toContain(`${join(folder, name)} is of a run that did not end`);
}, 60_000);
