/**
 * What `npm pack` makes, installed as a package is: without scripts, for everybody and in a project of one's own, at a
 * place whose name has a space and a letter that is not ASCII. npm has the packages that it depends on, or fetches them.
 */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { command } from '../commands/command.ts';
import { describeWithPeers } from './support/programs.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const capture = join(project, 'tests/fixtures/nginx-curl.pcap');
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

/** Runs a program in a folder, to its end. */
async function ran(cwd: string, program: string, ...args: string[]) {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve);
    child.on('error', reject);
  });
  const [code, stdout, stderr] = await Promise.all([closed, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr: stderr.split('\n').filter((line) => line !== '') };
}

async function npm(cwd: string, ...args: string[]): Promise<string> {
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];
  const { code, stdout, stderr } = await ran(cwd, 'npm', ...args, ...quiet);
  expect([code, ...stderr.filter((line) => /\berror\b/i.test(line))]).toEqual([0]);
  return stdout;
}

const lab = `import { defineLab, http11KeepAlive, runAlone } from 'http-version-lab';

export default defineLab({
  title: 'A lab of my own',
  subject: http11KeepAlive,
  ordinary: ['reuse'],
  questions: ['reuse'],
  textbook: { says: 'half-duplex' },
  permits: null,
  prediction: null,
});

runAlone(import.meta);
`;

describeWithPeers('the package', { npm: ['ping'] }, () => {
  let top = '';
  let own = '';
  let bin = '';

  beforeAll(async () => {
    top = await mkdtemp(join(tmpdir(), 'package 中 '));
    await npm(project, 'pack', '--silent', '--pack-destination', top);
    const [tarball = ''] = await readdir(top);
    own = join(top, 'a project of my own');
    await mkdir(own);
    await npm(own, 'init', '-y');
    await npm(own, 'install', '--ignore-scripts', join(top, tarball));
    await npm(
      top,
      'install',
      '--ignore-scripts',
      '--global',
      '--prefix',
      join(top, 'global'),
      join(top, tarball),
    );
    bin = join(top, 'global/bin/http-version-lab');
    await writeFile(join(own, 'mine.ts'), lab);
  });
  afterAll(() => rm(top, { recursive: true, force: true }));

  it('is JavaScript, types, and what must stand beside them', async () => {
    const files = await readdir(join(own, 'node_modules/http-version-lab'), { recursive: true });
    expect(files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist/index.mjs', 'src/bin.js']));
  });

  it.each([
    ['the labs', 'list'],
    ['help', '--help'],
    ['versions', '--version'],
    ['a lab', 'run', 'socket-address'],
    ['a capture', 'read', capture, '--verbose'],
    ['a lab that is none', 'run', 'nowhere'],
  ])('prints what the sources print: %s', async (_, ...args) => {
    const expected = await command(...args);
    expect(await ran(top, bin, ...args)).toEqual(expected);
    expect(await ran(own, 'npx', '--no', '--', 'http-version-lab', ...args)).toEqual(expected);
  });

  it('writes a page', async () => {
    expect((await ran(top, bin, 'run', 'http10-short', '--html', 'page.html')).code).toBe(0);
    expect(await readFile(join(top, 'page.html'), 'utf8')).toMatch(/<script[\s\S]+http10-short/);
  });

  it.each(['commonjs', 'module'])('runs a lab of another project, which is %s', async (type) => {
    await npm(own, 'pkg', 'set', `type=${type}`);
    const runs = [
      await ran(own, 'npx', '--no', '--', 'http-version-lab', 'run', './mine.ts'),
      await ran(own, 'npx', '--no', '--', 'tsx', 'mine.ts'),
      await ran(own, bin, 'run', './mine.ts'),
    ];
    for (const { code, stdout, stderr } of runs) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: [] });
      expect(stdout).toContain('mine: A lab of my own');
    }
  });

  it('has types, and they tell a lab that is wrong', async () => {
    for (const types of ['@types/node', 'undici-types'])
      await cp(join(project, 'node_modules', types), join(own, 'node_modules', types), { recursive: true });
    const check = async (source: string) => {
      await writeFile(join(own, 'checked.mts'), source);
      const tsc = join(project, 'node_modules/typescript/bin/tsc');
      const options = ['--noEmit', '--strict', '--module', 'nodenext', '--types', 'node', 'checked.mts'];
      return ran(own, process.execPath, tsc, ...options);
    };
    expect(await check(lab)).toEqual({ code: 0, stdout: '', stderr: [] });
    const { code, stdout } = await check(lab.replace('subject: http11KeepAlive', "subject: 'HTTP/1.1'"));
    expect(code).not.toBe(0);
    expect(stdout).toMatch(/checked\.mts.*Type 'string' is not assignable to type 'Subject'/);
  });
});
