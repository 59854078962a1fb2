/** A program that is ended while it writes a file leaves the earlier one, and nothing beside it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import { putFile } from '../../../src/commands/output/put-file.ts';

const source = fileURLToPath(new URL('../../../src/commands/output/put-file.ts', import.meta.url));

/** Every piece comes only when the one before is written. It would take for ever. */
const script = `
  const { putFile } = await import(process.argv[1]);
  const endless = function* () {
    for (let nth = 0; ; nth++) {
      if (nth === 3) console.log('under way');
      yield nth < 3 ? 'x'.repeat(70_000) : 'x';
      yield 'x'.repeat(70_000);
    }
  };
  await putFile(process.argv[2], endless());`;

it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)('by %s', async (signal) => {
  const folder = mkdtempSync(join(tmpdir(), 'put-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'file');
  writeFileSync(file, 'as it was');
  const args = ['--import', 'tsx', '--input-type=module', '-e', script, source, file];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'close');
  await once(child.stdout, 'data');
  expect(readdirSync(folder)).toHaveLength(2);
  child.kill(signal);
  expect(await ended).toEqual([null, signal]);
  expect([readdirSync(folder), readFileSync(file, 'utf8')]).toEqual([['file'], 'as it was']);
});

it('is left to whoever else listens for the signal, and the file is written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'put-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  const told = vi.fn();
  process.on('SIGHUP', told);
  onTestFinished(() => {
    kill.mockRestore();
    process.off('SIGHUP', told);
  });
  const listening = process.listenerCount('SIGHUP');
  const during: number[] = [];
  function* pieces() {
    yield 'x'.repeat(70_000);
    during.push(process.listenerCount('SIGHUP') - listening);
    process.emit('SIGHUP', 'SIGHUP');
    yield 'x'.repeat(70_000);
  }
  const files = Array.from({ length: 12 }, (_, nth) => join(folder, `${nth}`));
  await Promise.all(files.map((file) => putFile(file, pieces())));
  expect([kill.mock.calls, told.mock.calls.length]).toEqual([[], files.length]);
  // However many files are being written, one listens for them.
  expect(during).toEqual(files.map(() => 1));
  expect(process.listenerCount('SIGHUP')).toBe(listening);
  expect(files.map((file) => readFileSync(file).length)).toEqual(files.map(() => 140_000));
});
