/** Starts the command line as a program of its own, as a user does, and waits until it exits by itself. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const folder = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export const labFile = (name: string): string => folder(`./labs/${name}.ts`);

/** The command line, as Node is told to start it. */
export const program: readonly string[] = [folder('../../src/bin.js')];

/** The same from the sources alone, file by file. */
const sources = ['--import', 'tsx', folder('../../src/cli.ts')];

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string[];
}

/** Never kills it: a program that does not exit by itself fails the test that waits for it. */
export const command = (...args: string[]): Promise<Ended> => ended([...program, ...args]);

/** With other variables in its environment. */
export const commandIn = (environment: Record<string, string>, ...args: string[]): Promise<Ended> =>
  ended([...program, ...args], environment);

export const commandFromSources = (...args: string[]): Promise<Ended> => ended([...sources, ...args]);

function ended(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: folder('../..'),
      env: { ...process.env, NODE_NO_WARNINGS: '1', NO_COLOR: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, stdout, stderr: stderr.split('\n').filter((line) => line !== '') }),
    );
  });
}

/** A line of a stack trace of Node's. */
export const stackLine = /^\s+at .*(:\d+:\d+|<anonymous>)\)?$/;
