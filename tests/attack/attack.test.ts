/** That an attack was withstood says something only if what must hold is looked at: each thing is broken here once. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { descriptorLimit } from '../../src/bench/observe-live.ts';
import { lookIn } from '../../src/commands/output/look.ts';
import { closeServers, rawServer } from '../commands/probe/probed.ts';
import { type Attack, brokenBy, Impossible, type Size } from './attack-kind.ts';
import { attacks } from './attacks.ts';
import { isHeld, made, madeTable } from './made.ts';
import { dial, isAnswered } from './on-observe/clients.ts';
import { floods } from './on-observe/floods.ts';
import { many } from './on-observe/many.ts';
import { type Counted, observed } from './on-observe/observing.ts';
import { probed, servers } from './on-probe/probing.ts';

const size: Size = { seconds: 0.1, connections: 4, clients: 4, megabytes: 1, deadline: 1 };
const memory = 1024 * 1024 * 1024;

it('has as many floods and hostile servers as are told of, each by a name of its own', () => {
  expect(floods.length).toBeGreaterThanOrEqual(15);
  expect(servers.length).toBeGreaterThanOrEqual(46);
  const names = attacks.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

describe('what a program leaves', () => {
  const left = { code: 0, stdout: 'it ran\n', stderr: ['a note'], peak: 100 };
  const must = { code: 0, memory: 100, seconds: 9 };

  it('may be as it must be', () => {
    expect(brokenBy(left, must)).toEqual([]);
    expect(brokenBy({ ...left, peak: null }, must)).toEqual([]);
    expect(brokenBy({ ...left, seconds: 9 }, { ...must, seconds: 9 })).toEqual([]);
  });

  it.each([
    [{ code: 1 }, 'exit code 1, and not 0'],
    [{ code: null }, 'exit code null, and not 0'],
    [{ peak: 9_000_000 }, 'memory 9 MB, and not below 0 MB'],
    [{ seconds: 10 }, 'it took 10 s, and not at most 9 s'],
    [{ stderr: ['Error: no', '    at run (file.ts:1:2)'] }, 'a stack is shown'],
    [{ stdout: 'red \x1b[31m\n' }, 'a control character is shown'],
    [{ stdout: '', stderr: [] }, 'nothing is said'],
  ])('is told where it is %j', (changed, told) => {
    expect(brokenBy({ ...left, ...changed }, must)).toContain(told);
  });
});

describe('a row', () => {
  const attack = (run: Attack['run']): Attack => ({ name: 'made up', on: 'observe', run });
  const came = { code: 0, peak: 1024 * 1024, said: 'it ran', broken: [] };

  it('says that it held', async () => {
    const row = await made(
      attack(async () => came),
      size,
    );
    expect(isHeld([row])).toBe(true);
    const text = madeTable([row], await lookIn('en'));
    expect(text).toMatch(/^made up +observe +\S+ s +1 MB +0 +yes +it ran$/m);
    expect(text).toMatch(/^1 attacks; all of what must hold held$/m);
  });

  it('says what did not hold, and what failed', async () => {
    const broken = await made(
      attack(async () => ({ ...came, broken: ['it lied'] })),
      size,
    );
    const failed = await made(
      attack(async () => {
        throw new Error('no port');
      }),
      size,
    );
    expect(isHeld([broken])).toBe(false);
    expect(isHeld([failed])).toBe(false);
    const text = madeTable([broken, failed], await lookIn('en'));
    expect(text).toContain('  - made up: it lied\n  - made up: it could not be made: no port\n');
    expect(text).toMatch(/^made up .* NO +it ran$/m);
    expect(text).toMatch(/^2 attacks; in 2 of them something did not hold$/m);
  });

  it('says what could not be made here', async () => {
    const row = await made(
      attack(async () => {
        throw new Impossible('there are too few descriptors');
      }),
      size,
    );
    expect(row.left).toBe('there are too few descriptors');
    const text = madeTable([row], await lookIn('en'));
    expect(text).toMatch(/^made up .* \? +not made: there are too few descriptors$/m);
    expect(text).toMatch(/^0 attacks; .*; 1 could not be made here$/m);
  });
});

it.runIf(descriptorLimit() !== null)('makes none that takes more descriptors than there are', async () => {
  for (const attack of many.filter(({ name }) => !name.startsWith('load')))
    expect((await made(attack, { ...size, connections: 1e7, clients: 1e7 })).left).toMatch(
      /: ulimit -n is \d+$/,
    );
});

describe.runIf(process.platform === 'linux')('observe', () => {
  /** One client that asks once. */
  const one = async (port: number): Promise<Counted> => {
    const client = dial(port);
    const isThere = (await client.connected) && (await isAnswered(client));
    client.socket.end();
    await client.closed;
    return { connections: 1, exchanges: isThere ? 1 : 0 };
  };

  it('that withstands it is not complained of', async () => {
    expect(await observed({ memory, attack: one })).toMatchObject({ code: 0, broken: [] });
  });

  it.each<[string, Counted | ((port: number) => Promise<Counted>), RegExp]>([
    ['connections', { connections: 1, exchanges: 0 }, /^\d+ connections are counted, and there were \d+$/],
    [
      'exchanges',
      { connections: 0, exchanges: 1000 },
      /^\d+ exchanges are counted, and there were \d+ at least$/,
    ],
    ['what the attack found', { connections: 0, exchanges: 0, broken: ['it hung'] }, /^it hung$/],
  ])('is told where it has other %s', async (_what, counted, told) => {
    const attack = typeof counted === 'function' ? counted : async () => counted;
    const { broken } = await observed({ memory, attack });
    expect(broken).toHaveLength(1);
    expect(broken[0]).toMatch(told);
  });

  it('is told where it takes more memory, or does not say what it must', async () => {
    const { broken, peak } = await observed({ memory: 1, says: /no such line/, attack: one });
    expect(peak).toBeGreaterThan(1);
    expect(broken).toEqual([
      expect.stringMatching(/^memory \d+ MB, and not below 0 MB$/),
      'it does not say no such line',
    ]);
  });

  it('is told where a good client is not answered', async () => {
    const { broken } = await observed({
      memory,
      async attack() {
        closeServers();
        return { connections: null, exchanges: 0 };
      },
    });
    expect(broken).toEqual([expect.stringMatching(/^[12] good requests were not answered$/)]);
  });
});

describe.runIf(process.platform === 'linux')('probe', () => {
  const closes = { serve: () => rawServer((socket) => void socket.end()) };

  it('that ends as it is documented is not complained of', async () => {
    const { code, said, broken } = await probed(closes, size.deadline);
    expect({ code, broken }).toEqual({ code: 1, broken: [] });
    expect(said).toBe('HTTP/1.1: failed: the server closed the connection without an answer');
  });

  it('is told where it ends otherwise', async () => {
    const { broken } = await probed({ ...closes, code: 0 }, size.deadline);
    expect(broken).toEqual(['exit code 1, and not 0']);
  });
});

describe.runIf(process.platform === 'linux')('the program', () => {
  const attack = (...options: string[]) => {
    const program = fileURLToPath(new URL('./attack.ts', import.meta.url));
    return spawnSync(process.execPath, ['--import', 'tsx', program, ...options], { encoding: 'utf8' });
  };

  it('makes those that are chosen, says what came of them, and ends with 0', () => {
    const folder = mkdtempSync(join(tmpdir(), 'attack-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const json = join(folder, 'x.json');
    const few = Object.entries(size).flatMap(([name, figure]) => [`--${name}`, String(figure)]);
    const chosen = ['connections at once', 'never read', 'WebSocket pings', 'TLS, and then a close'];
    const { status, stdout, stderr } = attack(...few, '--json', json, ...chosen);
    const { attacks: rows } = JSON.parse(readFileSync(json, 'utf8'));
    expect(rows.map(({ broken }: { broken: string[] }) => broken)).toEqual(rows.map(() => []));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^4 attacks; all of what must hold held$/m);
    for (const { seconds, peak } of rows) {
      expect(seconds).toBeGreaterThan(0);
      expect(peak).toBeGreaterThan(0);
    }
  });

  it.each([[['no such attack']], [['--seconds', '0']], [['--no-such-option']]])(
    'ends with 2 and the names that there are where it is told %j',
    (options) => {
      const { status, stdout, stderr } = attack(...options);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr.trim().split('\n')).toHaveLength(1 + attacks.length);
    },
  );
});
