/** How long `read` takes for what ab and nginx say to each other, beside tshark's statistics of the same file. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readResultFile } from '../../result-file.ts';
import { recordLoopback } from './loopback.ts';
import { type ServerKind, serverKinds, startServer } from './probe-servers.ts';

const start = fileURLToPath(new URL('../../../src/bin.js', import.meta.url));

export interface Reading {
  /** Of the capture. */
  bytes: number;
  /** What `read` counted. */
  exchanges: number;
  connections: number;
  /** Whole processes in turn, each after a run that is not counted: the median, in milliseconds. */
  read: number;
  tshark: number;
  /** The most memory that `read` had, in bytes. */
  memory: number;
}

/** Records so many exchanges on ten kept connections, with answers of a thousand bytes. */
export async function recordExchanges(file: string, exchanges: number): Promise<void> {
  const server = await startServer(nginx, { idleSeconds: 60, limit: exchanges + 1 });
  const url = new URL('/thousand', server.urls['http/1'] ?? '');
  const loopback = await recordLoopback(file, `udp or tcp port ${url.port}`);
  try {
    await promisify(execFile)('ab', ['-q', '-k', '-n', `${exchanges}`, '-c', '10', url.href]);
    await loopback.stop();
  } finally {
    loopback.abandon();
    await server.stop();
  }
}

export async function timeReading(file: string, { runs }: { runs: number }): Promise<Reading> {
  const read = [process.execPath, start, 'read', file];
  const statistics = ['tshark', '-r', file, '-q', '-z', 'conv,tcp', '-z', 'http,tree'];
  const times: { read: number; tshark: number }[] = [];
  for (let run = 0; run <= runs; run++)
    times.push({ read: await timed(read), tshark: await timed(statistics) });
  const [, ...counted] = times;
  const { facts, memory } = await measured([...read, '--json', '-']);
  return {
    bytes: (await stat(file)).size,
    exchanges: facts?.exchanges ?? 0,
    connections: facts?.connections ?? 0,
    read: median(counted.map((time) => time.read)),
    tshark: median(counted.map((time) => time.tshark)),
    memory,
  };
}

const thousand = `location = /thousand { return 200 '${'x'.repeat(1000)}'; }`;
const [bare] = serverKinds.filter(({ name }) => name === 'nginx');
const nginx = {
  ...bare,
  configuration: (place) =>
    (bare?.configuration?.(place) ?? '').replaceAll(/^ *root .*$/gm, (root) => `${root}\n${thousand}`),
} as ServerKind;

async function timed([program = '', ...options]: string[]): Promise<number> {
  const began = performance.now();
  // Where this is set each Node reads a file of certificates before all else, which has nothing to do with a capture.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const child = spawn(program, options, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${said}`);
  return performance.now() - began;
}

/** Says at its end how much memory it had, in kilobytes. */
const ask = "process.on('exit',()=>process._rawDebug(process.resourceUsage().maxRSS))";

async function measured([program = '', ...options]: string[]) {
  const env = { ...process.env, NODE_OPTIONS: `--import=data:text/javascript,${ask}` };
  const { stdout, stderr } = await promisify(execFile)(program, options, { env, maxBuffer: 2 ** 26 });
  const { results } = readResultFile(stdout);
  const [most] = results
    .map(({ facts }) => facts?.observed)
    .sort((a, b) => (b?.exchanges ?? 0) - (a?.exchanges ?? 0));
  return { facts: most, memory: Number(stderr.trim()) * 1024 };
}

const median = (times: number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
