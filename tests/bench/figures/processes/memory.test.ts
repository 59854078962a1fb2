/** How much memory a process had is what the kernel says of it, or unknown. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { mostMemoryIn, noted, noting } from './memory.ts';

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'memory-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  // A name with what means something else in an address.
  return join(folder, 'a b&c=%d#e');
}

it('reads the line that says it', () => {
  expect(mostMemoryIn('VmPeak:\t  9 kB\nVmHWM:\t     7 kB\nVmRSS:\t 5 kB\n')).toBe(7 * 1024);
  expect(mostMemoryIn('VmPeak:\t  9 kB\nVmRSS:\t 5 kB\n')).toBeNull();
});

it('is unknown where nothing was noted', async () => {
  const file = newFile();
  expect(await noted(file)).toBeNull();
  writeFileSync(file, 'Name: node\n');
  expect(await noted(file)).toBeNull();
});

it.runIf(process.platform === 'linux')(
  'is noted by a process as it ends, and grows by what it has',
  async () => {
    const most = async (script: string): Promise<number> => {
      const file = newFile();
      execFileSync(process.execPath, [...noting(file), '-e', script]);
      return (await noted(file)) ?? Number.NaN;
    };
    const megabytes = 100;
    const [little, much] = [await most('0'), await most(`Buffer.alloc(${megabytes}e6, 1)`)];
    expect(little).toBeGreaterThan(10e6);
    expect(much - little).toBeGreaterThan(0.9 * megabytes * 1e6);
  },
);
