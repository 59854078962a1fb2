/** Where output goes to nobody, and input comes from a pipe. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { device } from './output/device.ts';

const cli = fileURLToPath(new URL('../../src/bin.js', import.meta.url));
const fixture = fileURLToPath(new URL('../fixtures/nginx-ab.pcap', import.meta.url));

it('says no word where a reader has enough and closes the pipe, and writes its files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'unread-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const json = join(folder, 'result.json');
  const child = spawn(process.execPath, [cli, 'read', fixture, '--verbose', '--json', json], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(stderr).toBe('');
  expect(JSON.parse(await readFile(json, 'utf8'))).toHaveProperty('results');
});

/** In a shell, where LAB is the command line, and CAPTURE a file. */
function inShell(script: string) {
  const options = { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } } as const;
  const lab = `${process.execPath} ${cli}`;
  return spawnSync('bash', ['-c', script.replaceAll('LAB', lab).replaceAll('CAPTURE', fixture)], options);
}

it('says in one line that stdout takes nothing more', () => {
  const { status, stderr } = inShell('LAB read CAPTURE > /dev/full');
  expect([status, stderr]).toEqual([2, 'cannot write to stdout: ENOSPC\n']);
});

it('writes every file though stdout takes nothing, and prints though a file takes nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'full-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const json = join(folder, 'keep.json');
  await writeFile(json, 'as it was');
  const unprinted = inShell(`LAB run http10-short --json ${json} > /dev/full`);
  expect([unprinted.status, unprinted.stderr]).toEqual([2, 'cannot write to stdout: ENOSPC\n']);
  expect(JSON.parse(await readFile(json, 'utf8'))).toHaveProperty('results');
  const full = device(folder, 'full');
  const unwritten = inShell(`LAB read CAPTURE --html ${full} --json ${json}`);
  expect([unwritten.status, unwritten.stderr]).toEqual([2, `cannot write ${full}: ENOSPC\n`]);
  expect(unwritten.stdout).toBe(inShell('LAB read CAPTURE').stdout);
  expect(JSON.parse(await readFile(json, 'utf8'))).not.toEqual({});
});

it('says that a file which is its stdout holds only so much as there was room for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'room-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const out = join(folder, 'out');
  const { status, stderr } = inShell(`ulimit -f 2; TSX_DISABLE_CACHE=1 LAB read CAPTURE --json - > ${out}`);
  expect([status, stderr]).toEqual([2, 'cannot write to stdout: EFBIG\n']);
  expect(await readFile(out)).toHaveLength(2048);
});

it('prints the table before it writes any file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'order-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const pipe = join(folder, 'pipe');
  spawnSync('mkfifo', [pipe]);
  // Nobody reads from the pipe before the table has come: a file that came first would wait for ever.
  const child = spawn(process.execPath, [cli, 'read', fixture, '--json', pipe], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'close');
  const [table] = await once(child.stdout.setEncoding('utf8'), 'data');
  expect(table).toContain('The servers that were seen');
  expect(JSON.parse(await readFile(pipe, 'utf8'))).toHaveProperty('results');
  expect(await ended).toEqual([0, null]);
});

it('reads a capture from a pipe, by whatever name', () => {
  const { stdout } = inShell('LAB read CAPTURE');
  expect(stdout).toContain('HTTP/1.0');
  for (const script of [
    'LAB read - < CAPTURE',
    'cat CAPTURE | LAB read /dev/stdin',
    'LAB read <(cat CAPTURE)',
  ])
    expect([script, inShell(script).stdout]).toEqual([script, stdout]);
});
