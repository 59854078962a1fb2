/** A capture may be far larger than memory: what `read` keeps goes by what is open, not by what has passed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import { pcap } from '../../capture/build.ts';
import { conversations } from '../../capture/exchanges.ts';
import { readResultFile } from '../../result-file.ts';
import { mostMemory } from '../observe/observed.ts';

vi.setConfig({ testTimeout: 120_000 });

const cli = fileURLToPath(new URL('../../../src/bin.js', import.meta.url));
const packets = conversations(4000);

const mebibyte = 1024 * 1024;

it('keeps little more after 60,000 exchanges than after 3,000, on kept and on new connections', async () => {
  const child = spawn(process.execPath, [cli, 'read', '-', '--json', '-'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const ended = once(child, 'close');
  const write = async (bytes: Buffer) => {
    if (!child.stdin.write(bytes)) await once(child.stdin, 'drain');
  };

  /** So many times 100 exchanges on one connection, and 50 connections of one exchange each. */
  let next = 20_000;
  const pass = async (times: number) => {
    for (let time = 0; time < times; time++) {
      await write(packets(10_000, 100, { closes: false }));
      for (let nth = 0; nth < 50; nth++) await write(packets(next++, 1, { closes: true }));
    }
  };
  await write(pcap([]));
  await pass(20);
  const few = await mostMemory(child);
  await pass(380);
  const many = await mostMemory(child);
  child.stdin.end();
  expect(await ended).toEqual([0, null]);
  const [result] = readResultFile(stdout).results;
  expect(result?.facts?.observed).toMatchObject({ exchanges: 60_000, connections: 20_001 });
  // Of the 236 MB that passed in between, most would be there if it were kept.
  expect((many - few) / mebibyte).toBeLessThan(150);
});
