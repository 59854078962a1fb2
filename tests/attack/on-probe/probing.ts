/** `probe` of each hostile server, as a program of its own. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from '../../commands/command.ts';
import { closeServers } from '../../commands/probe/probed.ts';
import { readResultFile } from '../../result-file.ts';
import { type Attack, brokenBy, type Came, peakOf } from '../attack-kind.ts';
import type { Hostile } from './hostile.ts';
import { hostileServers } from './servers.ts';

/** Bytes. What comes is bounded to 64 MiB a question, and read more than once. */
const memory = 600 * 1024 * 1024;

/** Seconds beside the questions: for starting, and for what is printed. */
const beside = 20;

/** Of a question that goes on: so many deadlines on a busy machine (src/commands/probe/version.ts). */
const deadlines = 6;

/** More than this it is not waited for, in seconds. */
const longest = (deadline: number): number => beside + 20 * deadlines * deadline;

export async function probed(hostile: Hostile, deadline: number): Promise<Came> {
  const { serve, scheme = 'http', http = '1.1', code: must = 1 } = hostile;
  const folder = mkdtempSync(join(tmpdir(), 'attack-'));
  const json = join(folder, 'x.json');
  try {
    const url = `${scheme}://127.0.0.1:${await serve()}/`;
    const options = ['probe', url, '--http', http, '--deadline', String(deadline), '--json', json];
    const began = performance.now();
    const { code, stdout, stderr, peak } = await ended([...program, ...options], 1000 * longest(deadline));
    const seconds = (performance.now() - began) / 1000;
    const bound = beside + deadlines * deadline * questionsIn(json);
    return {
      ...{ code, peak, said: stderr.at(-1) ?? stdout.trim().split('\n').at(-1) ?? '' },
      broken: brokenBy({ code, stdout, stderr, peak, seconds }, { code: must, memory, seconds: bound }),
    };
  } finally {
    closeServers();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How many were put to the server: each has a deadline of its own. At least one, with which it was to be reached. */
function questionsIn(json: string): number {
  try {
    const { results } = readResultFile(readFileSync(json, 'utf8'));
    return Math.max(1, Object.keys(results[0]?.facts ?? {}).length);
  } catch {
    // There is no result where nothing was reached.
    return 1;
  }
}

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string[];
  peak: number | null;
}

function ended(words: readonly string[], milliseconds: number): Promise<Ended> {
  return new Promise((resolve) => {
    const environment = { ...process.env, NO_COLOR: '1', LC_ALL: 'C.UTF-8' };
    const bounds = { timeout: milliseconds, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 * 1024 } as const;
    const child = execFile(
      process.execPath,
      [...words],
      { env: environment, ...bounds },
      async (_error, stdout, stderr) => {
        const lines = stderr.split('\n').filter((line) => line !== '');
        resolve({ code: child.exitCode, stdout, stderr: lines, peak: await peak.last() });
      },
    );
    const peak = peakOf(child);
  });
}

export const servers: readonly Attack[] = Object.entries(hostileServers).map(([name, hostile]) => ({
  name,
  on: 'probe',
  run: ({ deadline }) => probed(hostile, deadline),
}));
