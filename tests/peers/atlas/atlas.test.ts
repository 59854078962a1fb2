/** The atlas: what is installed, what clients do, and that two of them can be compared. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { resultFile } from '../../../src/commands/output/result-file.ts';
import { command } from '../../commands/through/said.ts';
import { type Settings, serverKinds } from '../support/probe-servers.ts';
import { describeWithPeers } from '../support/programs.ts';
import { clientKinds } from './client-kinds.ts';
import { one as client } from './clients.ts';
import { sorted, versionOf } from './installed.ts';
import { one as server, tuned } from './servers.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('what is installed', () => {
  it('is told with its version, and what is not by its name', () => {
    const node = { name: 'Node', program: process.execPath, proof: ['--version'] };
    expect(versionOf(node)).toBe(process.version.slice(1));
    const none = { name: 'nobody', program: '/nowhere/at/all', proof: [] };
    const fails = { name: 'it fails', program: process.execPath, proof: ['-e', 'process.exit(1)'] };
    const { here, missing } = sorted([none, node, fails]);
    expect(here.map(({ kind }) => kind.name)).toEqual(['Node']);
    expect(missing).toEqual(['nobody', 'it fails']);
  });
});

describe('a client', () => {
  const cellsOf = async (name: string) => {
    const kind = clientKinds.find((one) => one.name === name);
    if (!kind) throw new Error(`nobody knows ${name}`);
    return (await client({ kind })).cells;
  };

  it('of Node opens a connection for each request unless it is told to keep them', async () => {
    const plain = await cellsOf('Node http.Agent');
    expect(plain.slice(0, 2)).toEqual(['5 of 5 on 5', '8 of 8 on 8']);
    const kept = await cellsOf('Node http.Agent, keepAlive');
    expect(kept.slice(0, 2)).toEqual(['5 of 5 on 1', '8 of 8 on 8']);
    expect(kept.at(-1)).toBe('–');
  }, 60_000);

  it('that asks again is seen to do so', async () => {
    const [inTurn, , , reset] = await cellsOf('got');
    expect([inTurn, reset]).toEqual(['5 of 5 on 1', '5 of 5 on 2, asked 6 times']);
    const [, , , lost] = await cellsOf('axios');
    expect(lost).toBe('4 of 5 on 2');
  }, 60_000);
});

describeWithPeers('two atlases', { nginx: ['-v'] }, () => {
  it('are compared as any two results: what another configuration changes is told', async () => {
    const nginx = serverKinds.find(({ name }) => name === 'nginx');
    if (!nginx) throw new Error('nobody knows nginx');
    const folder = await mkdtemp(join(tmpdir(), 'atlas-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const write = async (name: string, settings: Settings | null) => {
      const { results } = await server({ kind: nginx, version: '1' }, settings, { idle: 1, limit: 5 });
      const file = join(folder, name);
      const same = results.map((result) => ({ ...result, lab: result.lab.replace(', tuned', '') }));
      await writeFile(file, JSON.stringify(resultFile(same, false)));
      return file;
    };
    const [plain, again, other] = [
      await write('plain.json', null),
      await write('again.json', null),
      await write('other.json', { ...tuned, idleSeconds: 60 }),
    ];
    expect((await command('compare', plain, again)).out).toMatch(/^The same: all \d+ figures agree\.\n$/);
    vi.restoreAllMocks();
    const { code, out } = await command('compare', plain, other);
    expect(code).toBe(1);
    expect(out).toMatch(/nginx, HTTP\/1\.1/);
    expect(out).toMatch(/limit/);
  }, 120_000);
});
