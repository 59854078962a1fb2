/** `read` starts from a bundle of the sources: it says what the sources say, whenever one of them has changed, too. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from './command.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const capture = join(project, 'tests/fixtures/nginx-curl.pcap');
const trace = join(project, 'tests/fixtures/websocket.ndjson');
let folder = '';

/** A copy of the project whose sources may be changed, with the packages of this one and a folder of its own for bundles. */
async function copyOfProject(name: string): Promise<string> {
  const copy = join(folder, name);
  await mkdir(join(copy, 'node_modules'), { recursive: true });
  await cp(join(project, 'src'), join(copy, 'src'), { recursive: true });
  await cp(join(project, 'package.json'), join(copy, 'package.json'));
  for (const entry of await readdir(join(project, 'node_modules')))
    if (entry !== '.cache')
      await symlink(join(project, 'node_modules', entry), join(copy, 'node_modules', entry));
  return copy;
}

const bundlesOf = (copy: string) => join(copy, 'node_modules/.cache/http-version-lab');
const table = 'src/report/real/observed.ts';

async function started(copy: string, ...args: string[]) {
  const child = spawn(process.execPath, [join(copy, 'src/bin.js'), ...args], {
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, stdout, stderr: stderr.split('\n').filter((line) => line !== '') };
}

/** Changes a sentence of the table, so that what is printed tells which sources it comes from. */
async function change(copy: string, word: string): Promise<void> {
  const file = join(copy, table);
  const source = await readFile(file, 'utf8');
  const changed = source.replace(/The (\w+) that were seen/, `The ${word} that were seen`);
  expect(changed).not.toBe(source);
  await writeFile(file, changed);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compiled-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('read from a bundle', () => {
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

  it('is what is started from, where there is one', async () => {
    const copy = await copyOfProject('started');
    await started(copy, 'read', capture);
    const [bundle = ''] = await readdir(bundlesOf(copy));
    await writeFile(
      join(bundlesOf(copy), bundle, 'cli.mjs'),
      "export const start = () => console.log('from it');",
    );
    expect((await started(copy, 'read', capture)).stdout).toBe('from it\n');
    expect((await started(copy, 'list')).stdout).not.toContain('from it');
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
