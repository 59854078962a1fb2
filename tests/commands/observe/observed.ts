/** `observe` as a program of its own, between clients and a server of the tests' own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
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
  /** Sends SIGINT and waits for the end. */
  stop(): Promise<Observed>;
  ended: Promise<Observed>;
}

export interface Observed {
  code: number | null;
  stdout: string;
  stderr: string[];
}

/** Resolves when it listens; rejects with what it said if it ends before. */
export const observe = (to: number, ...args: string[]): Promise<Observing> =>
  begun([process.execPath, ...program, 'observe', '--to', `127.0.0.1:${to}`, ...args]);

/** The same, and Node says of each of its collections of garbage what it was. */
export const observeGarbage = (to: number): Promise<Observing> =>
  begun([process.execPath, '--trace-gc', ...program, 'observe', '--to', `127.0.0.1:${to}`]);

/** The same, with so many files open at the most. */
export const observeWithin = (files: number, to: number, ...args: string[]): Promise<Observing> => {
  const command = [process.execPath, ...program, 'observe', '--to', `127.0.0.1:${to}`, ...args];
  return begun(['sh', '-c', `ulimit -n ${files} && exec "$@"`, 'sh', ...command]);
};

function begun([first = '', ...rest]: string[]): Promise<Observing> {
  const child = spawn(first, rest, {
    env: { ...process.env, NODE_NO_WARNINGS: '1', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
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
  return new Promise((resolve, reject) => {
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
        stop() {
          child.kill('SIGINT');
          return ended;
        },
      });
    });
  });
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

/** A server that does this with each connection; resolves with its port. */
export async function serve(take: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    take(socket);
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A connection; what it has got, and how it ended, once it has. */
export function dial(port: number): {
  socket: Socket;
  over: Promise<Story>;
  got(text: string): Promise<void>;
} {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  onTestFinished(() => {
    socket.destroy();
  });
  const story: Story = { text: '', how: [] };
  let changed = () => {};
  socket.on('data', (bytes) => {
    story.text += bytes.toString('latin1');
    changed();
  });
  socket.on('end', () => story.how.push('FIN'));
  socket.on('error', ({ code }: NodeJS.ErrnoException) => story.how.push(code ?? 'ERROR'));
  return {
    socket,
    over: new Promise((resolve) => socket.once('close', () => resolve(story))),
    got: (text) =>
      new Promise((resolve) => {
        changed = () => {
          if (story.text.includes(text)) resolve();
        };
        changed();
      }),
  };
}

export interface Story {
  text: string;
  how: string[];
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

/** Checksum and length of all that is read until FIN. */
export function checksum(socket: Socket): Promise<string> {
  const hash = createHash('sha256');
  let length = 0;
  socket.on('data', (bytes) => {
    hash.update(bytes);
    length += bytes.length;
  });
  return new Promise((resolve) => socket.once('end', () => resolve(`${length} ${hash.digest('hex')}`)));
}
