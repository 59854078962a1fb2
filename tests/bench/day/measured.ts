/** Runs commands, as many at once as there are cores, and tells how long all of them took and how much memory one did. */
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';

export const readers = availableParallelism();

/** GNU time, which tells of memory: a program's own figure would be of its runner. */
const time = ['/usr/bin/time', '-f', '%M'];

export interface Measured {
  seconds: number;
  /** Bytes. */
  memory: number;
}

/** Each is a script of Node and its arguments. Throws an Error where one ends with another exit code than 0. */
export async function measured(
  commands: readonly (readonly string[])[],
  byParallel = false,
): Promise<Measured> {
  const began = performance.now();
  const timed = commands.map((command) => [...time, process.execPath, ...command]);
  const said = byParallel ? [await parallel(timed)] : await side(timed);
  const kilobytes = said.flatMap((text) => text.match(/^\d+$/gm) ?? []).map(Number);
  return { seconds: (performance.now() - began) / 1000, memory: 1024 * Math.max(...kilobytes) };
}

const run = promisify(execFile);

async function parallel(commands: readonly (readonly string[])[]): Promise<string> {
  const lines = commands.map((command) =>
    command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' '),
  );
  const { stderr } = await run('parallel', ['--will-cite', '--jobs', String(readers), ':::', ...lines]);
  return stderr;
}

/** The next begins when one has ended. */
async function side(commands: readonly (readonly string[])[]): Promise<string[]> {
  const left = [...commands];
  const said: string[] = [];
  const reader = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [program = '', ...args] = next;
      said.push((await run(program, args)).stderr);
    }
  };
  await Promise.all(Array.from({ length: readers }, reader));
  return said;
}
