/** Whoever interrupts what takes long is told what is known by then. Order is forced by what is there, never by a clock. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import { endsEarly, readRecordings } from '../../src/model/read-recordings.ts';
import { listen, loopback } from '../../src/wire/address.ts';
import { readResultFile } from '../result-file.ts';
import { labFile, program } from './command.ts';

const newFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'interrupted-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

function started(...args: string[]) {
  const child = spawn(process.execPath, [...program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...said }));
  return { child, ended };
}

/** Resolves once the folder holds a file of that name. */
async function written(folder: string, name: string): Promise<void> {
  const watching = watch(folder);
  const changed = () => once(watching, 'change');
  for (let next = changed(); !(await readdir(folder)).includes(name); next = changed()) await next;
  watching.close();
}

it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
  'run: by %s; a lab that was over has its row and its trace, which was there before',
  async (signal) => {
    const folder = await newFolder();
    const labs = ['socket-address', labFile('waits')];
    const { child, ended } = started('run', ...labs, '--trace', folder, '--json', '-');
    await written(folder, 'socket-address.ndjson');
    expect(await readdir(folder)).not.toContain('waits.ndjson');
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'interrupted: 1 of 2 labs had not come to their end\n',
    });
    const { results } = readResultFile(stdout);
    expect(results.map(({ lab, outcome, error }) => [lab, outcome, error?.code]).sort()).toEqual([
      ['socket-address', 'ran', undefined],
      ['waits', 'failed', 'INTERRUPTED'],
    ]);
    expect(results.find(({ lab }) => lab === 'waits')?.verdicts).toBeNull();
    for (const lab of ['socket-address', 'waits'])
      readRecordings(await readFile(join(folder, `${lab}.ndjson`), 'utf8'));
  },
);

it('run, killed: what was over by then is there, whole, and nothing else is', async () => {
  const folder = await newFolder();
  const labs = ['socket-address', 'http10-short', 'websocket', labFile('waits')];
  const { child, ended } = started('run', ...labs, '--trace', folder, '--json', join(folder, 'x.json'));
  await written(folder, 'socket-address.ndjson');
  await written(folder, 'http10-short.ndjson');
  child.kill('SIGKILL');
  expect(await ended).toMatchObject({ code: null, signal: 'SIGKILL', stdout: '' });
  // What was being written has a name of its own.
  const whole = (await readdir(folder)).filter((name) => !name.startsWith('.'));
  expect(whole).not.toContain('x.json');
  for (const name of whole) {
    const stored = readRecordings(await readFile(join(folder, name), 'utf8'));
    expect([name, endsEarly(stored)]).toEqual([name, false]);
    expect(assess(stored).result.outcome).toBe('ran');
  }
});

it('probe: what was measured until then is told, and what was not asked is not', async () => {
  let idle = () => {};
  const isIdle = new Promise<void>((resolve) => {
    idle = resolve;
  });
  const open = new Set<Socket>();
  let requests = 0;
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      requests += bytes.toString('latin1').split('GET ').length - 1;
      // Whoever never answers again leaves the client waiting.
      if (requests <= 3) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      else idle();
    });
  });
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const { port } = await listen(server, loopback);
  const url = `http://127.0.0.1:${port}/`;
  const { child, ended } = started('probe', url, '--http', '1.1', '--deadline', '600', '--json', '-');
  await isIdle;
  child.kill('SIGINT');
  const { code, stdout, stderr } = await ended;
  expect({ code, stderr }).toEqual({ code: 1, stderr: 'HTTP/1.1: failed: it was interrupted\n' });
  const [result] = readResultFile(stdout).results;
  expect(result?.facts?.reuse).toMatchObject({ connections: 1, exchanges: 4 });
});
