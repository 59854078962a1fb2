/** Copies of the project whose sources may be changed, started as a user starts them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';

export const project = fileURLToPath(new URL('../..', import.meta.url));

/** A folder for the copies of one test file: what is given back makes one of that name. */
export function copies(): (name: string) => Promise<string> {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'copies-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return (name) => copyOfProject(join(folder, name));
}

/** With the packages of this project, and a folder of its own for bundles. */
async function copyOfProject(copy: string): Promise<string> {
  await mkdir(join(copy, 'node_modules'), { recursive: true });
  for (const entry of ['src', 'labs', 'package.json', 'tsconfig.json'])
    await cp(join(project, entry), join(copy, entry), { recursive: true });
  for (const entry of await readdir(join(project, 'node_modules')))
    if (entry !== '.cache')
      await symlink(join(project, 'node_modules', entry), join(copy, 'node_modules', entry));
  return copy;
}

export const started = (copy: string, ...args: string[]) => startedIn({}, copy, ...args);

/** With other variables in its environment. */
export async function startedIn(environment: Record<string, string>, copy: string, ...args: string[]) {
  const child = spawn(process.execPath, [join(copy, 'src/bin.js'), ...args], {
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, stdout, stderr: stderr.split('\n').filter((line) => line !== '') };
}

export const bundlesOf = (copy: string) => join(copy, 'node_modules/.cache/http-version-lab');
