/** The atlas: what is installed, what clients do, and that two of them can be compared. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { resultFile } from '../../../src/commands/output/result-file.ts';
import type { LabResult, Path } from '../../../src/model/result.ts';
import { command } from '../../commands/through/said.ts';
import { type Settings, serverKinds } from '../support/probe-servers.ts';
import { describeWithPeers } from '../support/programs.ts';
import { expected } from '../through/expected.ts';
import { clientKinds } from './client-kinds.ts';
import { one as client } from './clients.ts';
import { sorted, versionOf, versionsOf } from './installed.ts';
import { rowOf } from './proxies.ts';
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
    const versions = versionsOf([...here, ...here], ({ name }) => name);
    expect(versions).toEqual([`Node ${process.version.slice(1)}`]);
  });
});

describe('a client', () => {
  const cellsOf = async (name: string, ...heads: string[]) => {
    const kind = clientKinds.find((one) => one.name === name);
    if (!kind) throw new Error(`nobody knows ${name}`);
    return Object.values((await client(kind, heads)).cells);
  };

  it('of Node opens a connection for each request unless it is told to keep them', async () => {
    const heads = ['five in turn', 'eight at once', 'two streams allowed'];
    expect(await cellsOf('Node http.Agent', ...heads)).toEqual(['5 of 5 on 5', '8 of 8 on 8', '–']);
    expect(await cellsOf('Node http.Agent, keepAlive', ...heads)).toEqual([
      '5 of 5 on 1',
      '8 of 8 on 8',
      '–',
    ]);
  }, 60_000);

  it('that asks again is seen to do so', async () => {
    const heads = ['five in turn', 'closed as the next comes, or GOAWAY', 'reset at the third'];
    const again = ['5 of 5 on 5, asked 9 times', '5 of 5 on 2, asked 6 times'];
    expect(await cellsOf('got', ...heads)).toEqual(['5 of 5 on 1', ...again]);
    expect(await cellsOf('axios', ...heads)).toEqual(['5 of 5 on 1', '3 of 5 on 3', '4 of 5 on 2']);
    expect(await cellsOf('undici, HTTP/2', ...heads)).toEqual(['5 of 5 on 1', '5 of 5 on 5', '4 of 5 on 2']);
  }, 60_000);

  it('that is refused content may stop sending it', async () => {
    expect(await cellsOf('undici', 'early 413')).toEqual(['stops']);
  }, 60_000);

  describeWithPeers('of another kind', { curl: ['--version'], h2load: ['--version'] }, () => {
    it('may ask before it sends, or send all of it', async () => {
      expect(await cellsOf('curl', 'early 413')).toEqual(['sends nothing']);
      expect(await cellsOf('h2load', 'early 413')).toEqual(['sends all']);
    }, 60_000);
  });

  it('that leaves a connection idle may close it', async () => {
    expect(await cellsOf('Node http.Agent, keepAlive', '6 s idle')).toEqual(['same']);
    expect(await cellsOf('undici', '6 s idle')).toEqual([
      expect.stringMatching(/^another, the first closed after \d s$/),
    ]);
  }, 60_000);

  it('that asked for another protocol in vain may go on in HTTP', async () => {
    expect(await cellsOf('Node http.Agent, keepAlive', '101 refused')).toEqual(['5 of 5 on 1']);
    expect(await cellsOf('axios', '101 refused')).toEqual(['–']);
  }, 60_000);
});

describe('a proxy', () => {
  const path = expected['nginx as it comes'].path;
  const asked = { back: { connections: 5 }, backFive: { connections: 4 } } as unknown as LabResult['facts'];
  const row = (result: Partial<LabResult>) => rowOf({ lab: 'nginx', ...result } as LabResult);

  it('is told in a row, of which each cell is of what was found', () => {
    const race: Path['race'] = { safe: 'yes', unsafe: 'no' };
    expect(row({ facts: asked, path: { ...path, race, expect: 'origin' }, error: null })).toEqual([
      ...['nginx', '5, 4', 'whole', 'whole', 'from 4 KB', 'from 4 KB', 'from 4 KB', 'from 4 KB'],
      ...['no, –', 'no, –', 'yes, no', 'origin'],
    ]);
  });

  it('that could not be asked says why', () => {
    expect(row({ error: { code: 'ECONNREFUSED' } as LabResult['error'] })).toEqual(['nginx', 'ECONNREFUSED']);
    expect(row({ path, error: null })[1]).toBe('?, ?');
  });
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
