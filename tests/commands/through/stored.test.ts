/** What `through` stores of a proxy is enough to judge it again. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { freePorts } from '../../peers/support/running.ts';
import { proxyOf } from './listening.ts';
import { wire } from './proxies.ts';
import { command } from './said.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('what through stores', () => {
  it('is judged the same again from what was stored', async () => {
    const [front = 0, origin = 0] = await freePorts(2);
    const url = await proxyOf(wire(origin), front);
    const folder = await mkdtemp(join(tmpdir(), 'through-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const files = ['--trace', folder, '--json', '-'];
    const first = await command('through', url, '--origin-port', `${origin}`, ...files);
    vi.restoreAllMocks();
    const again = await command('read', join(folder, 'through.ndjson'), '--json', '-');
    expect([first.code, again.code]).toEqual([0, 0]);
    expect(JSON.parse(again.out)).toEqual(JSON.parse(first.out));
    vi.restoreAllMocks();
    const table = await command('read', join(folder, 'through.ndjson'), '--verbose');
    expect(table.out).toMatch(/^interlock over HTTP\/2 +yes /m);
    expect(table.out).toMatch(/interlock over http\/1\.1, front.*\n +1 {2}▶⇄◀\n +yes: 3 parts/);
  });
});
