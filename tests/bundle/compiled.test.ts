/** Commands start from a bundle of the sources: they say what the sources say, whenever one of them has changed, too. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandFromSources as command, labFile } from '../commands/command.ts';
import { bundlesOf, copies, project, started } from './checkout.ts';

const capture = join(project, 'tests/fixtures/nginx-curl.pcap');
const trace = join(project, 'tests/fixtures/websocket.ndjson');
const copyOfProject = copies();
let folder = '';

const table = 'src/report/real/observed.ts';

/** Changes a sentence of the table, so that what is printed tells which sources it comes from. */
async function change(copy: string, word: string): Promise<void> {
  const file = join(copy, table);
  const source = await readFile(file, 'utf8');
  const changed = source.replace(/The (\w+) that were seen/, `The ${word} that were seen`);
  expect(changed).not.toBe(source);
  await writeFile(file, changed);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'written-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a command from a bundle', () => {
  it.each([
    ['a capture', capture, '--verbose'],
    ['a capture, in Chinese', capture, '--verbose', '--lang', 'zh'],
    ['a stored trace', trace, '--verbose'],
    ['a capture, as JSON', capture, '--json', '-'],
    ['a file that is none', table],
    ['no file', 'nowhere.pcap'],
    ['a port that is none', capture, '--port', 'http'],
  ])('prints what the sources print: %s', async (_, ...args) => {
    expect(await started(project, 'read', ...args)).toEqual(await command('read', ...args));
  });

  it.each([
    ['the labs', 'list'],
    ['the labs, in Chinese', 'list', '--lang', 'zh'],
    ['the labs, as JSON', 'list', '--json', '-'],
    ['help', '--help'],
    ["a command's help", 'run', '--help'],
    ['a lab', 'run', 'socket-address'],
    ['a lab elsewhere', 'run', labFile('throws')],
    ['a lab that is none', 'run', labFile('no-lab')],
    ['no such lab', 'run', 'nowhere'],
  ])('prints what the sources print: %s', async (_, ...args) => {
    expect(await started(project, ...args)).toEqual(await command(...args));
  });

  it('loads no library to list the labs, and none that the labs which are run do not need', async () => {
    const copy = await copyOfProject('bare');
    await started(copy, 'list');
    // The sources are the same ones, and the bundle with them.
    for (const library of ['fastify', 'undici', 'ws', 'esbuild', 'tsx', 'selfsigned']) {
      const there = join(copy, 'node_modules', library);
      await rm(there);
      await mkdir(there);
      // Its version is told in the result; but there is no code.
      await cp(join(project, 'node_modules', library, 'package.json'), join(there, 'package.json'));
    }
    expect(await started(copy, 'list')).toEqual(await command('list'));
    expect(await started(copy, '--help')).toEqual(await command('--help'));
    expect(await started(copy, 'run', 'socket-address')).toEqual(await command('run', 'socket-address'));
    expect((await started(copy, 'run', 'http10-short')).stdout).toMatch(/http10-short: failed: Cannot find/);
  });

  it('writes the files that the sources write', async () => {
    const files = async (run: (...args: string[]) => Promise<unknown>, name: string) => {
      const of = (ending: string) => join(folder, `${name}.${ending}`);
      await run('read', capture, '--har', of('har'), '--markdown', of('md'), '--html', of('html'));
      return Promise.all(['har', 'md', 'html'].map((ending) => readFile(of(ending), 'utf8')));
    };
    const bundled = await files((...args) => started(project, ...args), 'bundled');
    const ours = await files(command, 'sources');
    expect(bundled.map((content) => content.length)).not.toContain(0);
    // An archive says when it was written.
    const dateless = (all: string[]) =>
      all.map((content) => content.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, ''));
    expect(dateless(bundled)).toEqual(dateless(ours));
  });
});

describe('the bundle', () => {
  it('is made again when a source has changed, and only the last few are kept', async () => {
    const copy = await copyOfProject('changing');
    for (const word of ['one', 'two', 'three', 'four', 'five', 'six']) {
      await change(copy, word);
      for (const time of ['first', 'second'])
        expect([time, (await started(copy, 'read', capture)).stdout]).toEqual([
          time,
          expect.stringContaining(`The ${word} that were seen`),
        ]);
    }
    const kept = await readdir(bundlesOf(copy));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(6);
  });

  it('stays while a process runs that was started from it, though many newer ones are made', async () => {
    const copy = await copyOfProject('running');
    const waiting = [process.execPath, '-e', 'process.stdin.resume()'];
    const json = join(folder, 'observed.json');
    const observing = spawn(
      process.execPath,
      [
        join(copy, 'src/bin.js'),
        'observe',
        '--to',
        '127.0.0.1:9',
        '--lang',
        'zh',
        '--json',
        json,
        '--',
        ...waiting,
      ],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const ended = Promise.all([text(observing.stdout), once(observing, 'close')]);
    const bundle = async () => (await readdir(bundlesOf(copy))).find((name) => !name.includes('.'));
    await expect.poll(bundle, { timeout: 30_000 }).toBeDefined();
    const first = (await bundle()) ?? '';
    for (const word of ['one', 'two', 'three', 'four', 'five']) {
      await change(copy, word);
      await started(copy, 'list');
    }
    expect(await readdir(bundlesOf(copy))).toContain(first);
    observing.stdin.end();
    const [stdout] = await ended;
    expect(JSON.parse(await readFile(json, 'utf8'))).toHaveProperty('results');
    expect(stdout).toMatch(/\p{Script=Han}/u);
    await change(copy, 'six');
    await started(copy, 'list');
    expect(await readdir(bundlesOf(copy))).not.toContain(first);
  });

  it('finds what belongs to its own sources where the packages are a link to those of another checkout', async () => {
    const other = await copyOfProject('packages');
    const copy = await copyOfProject('linked');
    await rm(join(copy, 'node_modules'), { recursive: true });
    await symlink(join(other, 'node_modules'), join(copy, 'node_modules'));
    const file = join(copy, 'package.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/"version": ".*"/, '"version": "9.8.7"'));
    expect((await started(copy, '--version')).stdout).toContain('9.8.7');
    expect(await readdir(bundlesOf(other))).toHaveLength(1);
  });

  it('is what is started from, where there is one', async () => {
    const copy = await copyOfProject('started');
    await started(copy, 'read', capture);
    const [bundle = ''] = await readdir(bundlesOf(copy));
    await writeFile(
      join(bundlesOf(copy), bundle, 'cli.mjs'),
      "export const start = () => console.log('from it');",
    );
    expect((await started(copy, 'read', capture)).stdout).toBe('from it\n');
    expect((await started(copy, 'list')).stdout).toBe('from it\n');
  });

  it('is made by two at once', async () => {
    const copy = await copyOfProject('two');
    const both = await Promise.all([started(copy, 'read', capture), started(copy, 'read', capture)]);
    expect(both[0]).toEqual(both[1]);
    expect(both[0]).toMatchObject({ code: 0, stderr: [] });
    expect(await readdir(bundlesOf(copy))).toHaveLength(1);
  });

  it('is done without where it cannot be kept, or is damaged', async () => {
    const copy = await copyOfProject('unkept');
    await writeFile(join(copy, 'node_modules/.cache'), 'no folder');
    const expected = await command('read', capture);
    expect(await started(copy, 'read', capture)).toEqual(expected);
    await rm(join(copy, 'node_modules/.cache'));
    expect(await started(copy, 'read', capture)).toEqual(expected);
    const [bundle = ''] = await readdir(bundlesOf(copy));
    await writeFile(join(bundlesOf(copy), bundle, 'cli.mjs'), 'export const');
    expect(await started(copy, 'read', capture)).toEqual(expected);
  });
});
