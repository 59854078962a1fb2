/** Who reads only the beginning of what is printed closes the pipe: that is no error, and the files are written. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

it('says no word of it, and writes its files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'unread-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const json = join(folder, 'result.json');
  const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
  const fixture = fileURLToPath(new URL('../fixtures/nginx-ab.pcap', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', cli, 'read', fixture, '--verbose', '--json', json],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(stderr).toBe('');
  expect(JSON.parse(await readFile(json, 'utf8'))).toHaveProperty('results');
});
