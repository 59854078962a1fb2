/** `observe` as a program of its own, for tests and for programs that are none: nothing here ends it but who started it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import type { Facts } from '../../../src/model/facts.ts';
import type { ToldResult } from '../../../src/model/result.ts';
import { mostMemoryIn } from '../../bench/figures/processes/memory.ts';
import { readResultFile } from '../../result-file.ts';
import { program } from '../command.ts';

export interface Observing {
  child: ChildProcess;
  /** Where it listens. */
  port: number;
  stderr(): string;
  /** Sends the signal, by default SIGINT, and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Observed>;
  ended: Promise<Observed>;
}

export interface Observed {
  code: number | null;
  stdout: string;
  stderr: string[];
}

export interface Starting {
  child: ChildProcess;
  listening: Promise<Observing>;
}

/**
 * Starts it with these words and what else is given, with so many files open at the most, and with these options of Node. Resolves when it listens;
 * rejects with what it said if it ends before. Whoever starts it ends it.
 */
export function startObserve(
  to: number,
  args: readonly string[],
  { files, node = [] }: { files?: number; node?: readonly string[] } = {},
): Starting {
  const command = [process.execPath, ...node, ...program, 'observe', '--to', `127.0.0.1:${to}`, ...args];
  const [first = '', ...rest] =
    files === undefined ? command : ['sh', '-c', `ulimit -n ${files} && exec "$@"`, 'sh', ...command];
  const child = spawn(first, rest, {
    env: { ...process.env, NODE_NO_WARNINGS: '1', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const ended = new Promise<Observed>((resolve) => {
    child.once('close', (code) =>
      resolve({ code, stdout, stderr: stderr.split('\n').filter((line) => line !== '') }),
    );
  });
  const listening = new Promise<Observing>((resolve, reject) => {
    ended.then(({ stderr }) => reject(new Error(stderr.join('\n'))));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      const port = /listening on https?:\/\/[^ ]+:(\d+) /.exec(stderr)?.[1];
      if (port === undefined) return;
      resolve({
        child,
        port: Number(port),
        stderr: () => stderr,
        ended,
        stop(signal = 'SIGINT') {
          child.kill(signal);
          return ended;
        },
      });
    });
  });
  return { child, listening };
}

/** Of `--json -`. */
export function resultOf({ stdout }: Observed): ToldResult {
  const [result] = readResultFile(stdout).results;
  if (!result) throw new Error('there is no result');
  return result;
}

export function factsOf(ended: Observed): Facts {
  const facts = resultOf(ended).facts?.observed;
  if (!facts) throw new Error('nothing was observed');
  return facts;
}

/** The most memory that a process ever had, in bytes. */
export async function mostMemory({ pid }: ChildProcess): Promise<number> {
  const most = mostMemoryIn(await readFile(`/proc/${pid}/status`, 'utf8'));
  if (most === null) throw new Error('the system does not say how much memory it had');
  return most;
}

/** Writes so many blocks as fast as they are taken; resolves once the last has been. */
export async function pour(socket: Socket, block: Buffer, blocks: number): Promise<void> {
  for (let nth = 0; nth < blocks; nth++) {
    if (!socket.write(block) && !socket.destroyed)
      await new Promise<void>((resolve) => {
        const go = () => {
          socket.off('drain', go);
          socket.off('close', go);
          resolve();
        };
        socket.on('drain', go);
        socket.on('close', go);
      });
  }
}
