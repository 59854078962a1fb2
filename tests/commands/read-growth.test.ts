/** A capture may be far larger than memory: what `read` keeps goes by what is open, not by what has passed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { ResultFile } from '../../src/model/result.ts';
import { pcap, tcp } from '../capture/build.ts';
import { mostMemory } from './observed.ts';

vi.setConfig({ testTimeout: 120_000 });

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const server: [number[], number] = [[10, 0, 0, 2], 80];
const request = 'GET /page HTTP/1.1\r\nHost: example.org\r\n\r\n';
const response = `HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n${'x'.repeat(4000)}`;

/** The packets of so many exchanges on a connection, without the header of a capture file. */
function packets(
  port: number,
  exchanges: number,
  { opens, closes }: { opens: boolean; closes: boolean },
): Buffer {
  const client: [number[], number] = [[10, 0, 0, 1], port];
  const all: Buffer[] = [];
  let [asked, answered] = sequence.get(port) ?? [0, 0];
  if (opens) {
    [asked, answered] = [1, 1];
    all.push(tcp({ from: client, to: server, seq: 0, flags: 'S' }));
    all.push(tcp({ from: server, to: client, seq: 0, ack: 1, flags: 'S' }));
  }
  for (let nth = 0; nth < exchanges; nth++) {
    all.push(tcp({ from: client, to: server, seq: asked, ack: answered, data: request }));
    asked += request.length;
    all.push(tcp({ from: server, to: client, seq: answered, ack: asked, data: response }));
    answered += response.length;
  }
  if (closes) {
    all.push(tcp({ from: client, to: server, seq: asked, ack: answered, flags: 'F' }));
    all.push(tcp({ from: server, to: client, seq: answered, ack: asked + 1, flags: 'F' }));
  }
  sequence.set(port, [asked, answered]);
  return pcap(all).subarray(24);
}
const sequence = new Map<number, [number, number]>();

const mebibyte = 1024 * 1024;

it('keeps little more after 60,000 exchanges than after 3,000, on kept and on new connections', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', cli, 'read', '-', '--json', '-'], {
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
      await write(packets(10_000, 100, { opens: sequence.get(10_000) === undefined, closes: false }));
      for (let nth = 0; nth < 50; nth++) await write(packets(next++, 1, { opens: true, closes: true }));
    }
  };
  await write(pcap([]));
  await pass(20);
  const few = await mostMemory(child);
  await pass(380);
  const many = await mostMemory(child);
  child.stdin.end();
  expect(await ended).toEqual([0, null]);
  const [result] = (JSON.parse(stdout) as ResultFile).results;
  expect(result?.facts?.observed).toMatchObject({ exchanges: 60_000, connections: 20_001 });
  // Of the 236 MB that passed in between, most would be there if it were kept.
  expect((many - few) / mebibyte).toBeLessThan(150);
});
