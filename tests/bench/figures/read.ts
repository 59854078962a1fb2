/**
 * How long `read` takes for what ab and nginx say to each other, beside tshark's statistics of the same file, and beside
 * reading the file alone, which is the least that it can take.
 */
import { execFile } from 'node:child_process';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { program } from '../../commands/command.ts';
import { versionOf } from '../../peers/atlas/installed.ts';
import { recordLoopback, tcpdumpProof } from '../../peers/support/loopback.ts';
import { type ServerKind, serverKinds, startServer } from '../../peers/support/probe-servers.ts';
import { newFolder } from '../../peers/support/running.ts';
import { tsharkProof } from '../../peers/support/tshark.ts';
import type { Part } from './part.ts';
import { type Reading, readWhole, timed } from './processes/processes.ts';
import { rounds } from './rounds.ts';
import type { Row } from './tables.ts';

const recorders = { nginx: ['-v'], ab: ['-V'], tcpdump: tcpdumpProof };
const isThere = (name: string, proof: string[]): boolean => versionOf({ program: name, proof }) !== null;

export const reading: Part = async ({ captures, runs }, { add, leave, tell }) => {
  const missing = Object.entries(recorders).filter(([name, proof]) => !isThere(name, proof));
  if (missing.length > 0) return leave('read', `needs ${missing.map(([name]) => name).join(', ')}`);
  const others = readers.filter(({ name, proof }) => isThere(name, proof));
  for (const { name } of readers)
    if (!others.some((other) => other.name === name)) leave(name, 'not installed');
  const memories: Row[] = [];
  const folder = await newFolder('bench-captures');
  try {
    for (const exchanges of captures) {
      tell(`read: ${exchanges} exchanges are recorded`);
      const file = join(folder, `${exchanges}.pcap`);
      await recordExchanges(file, exchanges);
      const works = new Map<string, () => Promise<number>>([
        ['read', () => timed([process.execPath, ...program, 'read', file])],
        ...others.map(({ name, command }) => [name, () => timed(command(file))] as const),
      ]);
      const times = await rounds(works, { runs, tell: (text) => tell(`read: ${exchanges}, ${text}`) });
      const readings: Reading[] = [];
      for (let round = 0; round < runs; round++) readings.push(await readWhole(file, { exchanges }));
      const megabytes = ((await stat(file)).size / 1e6).toLocaleString('en', { maximumSignificantDigits: 3 });
      await rm(file);
      const beside = Object.fromEntries(others.map(({ name }) => [`/ ${name}`, name]));
      add({
        ...{ part: 'read', title: `${whole(exchanges)} exchanges, ${megabytes} MB`, unit: 's', of: 'with' },
        rows: [...times].map(([name, figures]) => ({
          name,
          figures: figures.map((milliseconds) => milliseconds / 1000),
          beside,
        })),
      });
      const before = memories.at(-1)?.name;
      memories.push({
        name: `${whole(exchanges)} exchanges, ${megabytes} MB`,
        figures: readings.flatMap(({ memory }) => (memory === null ? [] : [memory / 1e6])),
        beside: before === undefined ? {} : { '/ the one before': before },
      });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  add({ part: 'read', title: 'the most memory that read had', unit: 'MB', of: 'capture', rows: memories });
};

/** What else reads the same file. */
const readers = [
  {
    name: 'tshark',
    proof: tsharkProof,
    command: (file: string) => ['tshark', '-r', file, '-q', '-z', 'conv,tcp', '-z', 'http,tree'],
  },
  { name: 'cat', proof: ['/dev/null'], command: (file: string) => ['cat', file] },
];

const whole = (count: number): string => count.toLocaleString('en');

/** Records so many exchanges on ten kept connections, with answers of a thousand bytes. */
async function recordExchanges(file: string, exchanges: number): Promise<void> {
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

const thousand = `location = /thousand { return 200 '${'x'.repeat(1000)}'; }`;
const [bare] = serverKinds.filter(({ name }) => name === 'nginx');
const nginx = {
  ...bare,
  configuration: (place) =>
    (bare?.configuration?.(place) ?? '').replaceAll(/^ *root .*$/gm, (root) => `${root}\n${thousand}`),
} as ServerKind;
