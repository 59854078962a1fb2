/** The bench measures: each load passes through `observe` and through nothing, and has its figures. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { describeWithPeers } from './support/programs.ts';

const bench = fileURLToPath(new URL('../bench/figures/figures.ts', import.meta.url));
const peers = { nginx: ['-v'], h2load: ['--version'], ab: ['-V'], curl: ['--version'] };

describeWithPeers('the bench', peers, () => {
  it('has figures of all loads', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-test-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const json = join(folder, 'x.json');
    const few = ['--runs', '1', '--many', '200', '--large', '1', '--through', 'observe', '--json', json];
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', bench, ...few]);
    const { rows } = JSON.parse(await readFile(json, 'utf8')) as {
      rows: { load: string; relay: string; figures: number[] }[];
    };
    const names = [...new Set(rows.map(({ load }) => load))];
    expect(names).toHaveLength(6);
    for (const name of names) expect(stdout).toContain(name);
    expect(rows.map(({ relay }) => relay)).toEqual(names.flatMap(() => ['nothing', 'observe']));
    for (const { figures } of rows) {
      expect(figures).toHaveLength(1);
      expect(figures[0]).toBeGreaterThan(0);
    }
  });
});
