/**
 * Two network namespaces with 20 ms between them: loopback has no flight time, and a relay acknowledges by itself. A
 * namespace is there as long as a process in it, and each process here ends with its input, so that nothing stays.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { certificateFor } from '../../../src/wire/certificate.ts';
import { type Recording, record } from '../support/loopback.ts';

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** With these arguments each succeeds where all of this is allowed. */
export const flightProofs = { unshare: ['--net', 'python3', file('link.py')], ip: ['-V'] };

/** Where each end's capture is to be. */
export const ends = ['client', 'server'] as const;

export const captureOf = (folder: string, end: (typeof ends)[number]): string => join(folder, `${end}.pcap`);

/** Has each conversation so many times, on a machine with other work to do, and records it at either end. */
export async function recordBothEnds(folder: string, runs: number): Promise<void> {
  const processes: ChildProcessWithoutNullStreams[] = [];
  const recordings: Recording[] = [];
  const start = (command: string[], env?: NodeJS.ProcessEnv) => {
    const [program = '', ...options] = command;
    const child = spawn(program, options, { env: { ...process.env, ...env } });
    processes.push(child);
    return child;
  };
  try {
    for (const busy of busyProcesses) start(busy);
    const [near, far] = [start(holder), start(holder)];
    await Promise.all([near, far].map(echoes));
    await says(start(['python3', file('link.py'), `${near.pid}`, `${far.pid}`]), 'ready');
    const [inNear, inFar] = [inside(near), inside(far)];
    recordings.push(await record('flight', captureOf(folder, 'client'), 'tcp or udp', inNear));
    recordings.push(await record('flight', captureOf(folder, 'server'), 'tcp or udp', inFar));
    const IDENTITY = JSON.stringify(await certificateFor('192.0.2.2'));
    await says(start([...inFar, ...end, 'server', `${runs}`], { IDENTITY }), 'ready');
    const mark = randomUUID();
    const stopped = Promise.all(recordings.map(({ stopAfter }) => stopAfter(mark)));
    await Promise.all([says(start([...inNear, ...end, 'client', `${runs}`, mark]), 'ready'), stopped]);
  } finally {
    for (const recording of recordings) recording.abandon();
    for (const child of processes) child.kill('SIGKILL');
  }
}

const holder = ['unshare', '--net', 'cat'];
const end = [process.execPath, '--import', 'tsx', file('end.ts')];
const busyProcesses = Array.from({ length: 2 }, () => [
  process.execPath,
  '-e',
  'process.stdin.resume().on("end", () => process.exit()); setInterval(() => { for (let n = 0; n < 1e8; n++); }, 0)',
]);

type Process = ChildProcessWithoutNullStreams;

const inside = ({ pid }: Process): string[] => ['nsenter', `--net=/proc/${pid}/ns/net`];

async function echoes(child: Process): Promise<void> {
  child.stdin.write('here');
  await says(child, 'here');
}

/** Rejects with what it said instead, if it ends. */
async function says(child: Process, word: string): Promise<void> {
  let said = '';
  const ended = once(child, 'close').then(() => {
    throw new Error(`${child.spawnargs.join(' ')} ended: ${said}`);
  });
  ended.catch(() => {});
  const heard = new Promise<void>((resolve) => {
    for (const output of [child.stdout, child.stderr])
      output.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes(word)) resolve();
      });
  });
  await Promise.race([heard, ended]);
}
