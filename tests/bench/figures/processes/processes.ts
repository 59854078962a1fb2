/** Whole processes: how long each takes from its start until it has ended, and how much memory it had. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Facts } from '../../../../src/model/facts.ts';
import { program } from '../../../commands/command.ts';
import { newFolder } from '../../../peers/support/running.ts';
import { readResultFile } from '../../../result-file.ts';
import { noted, noting } from './memory.ts';

/** In milliseconds; what it prints is not read. Rejects with what it said if it fails. */
export const timed = async (command: readonly string[]): Promise<number> =>
  (await run(command, 'ignore')).milliseconds;

export interface Reading {
  milliseconds: number;
  /** In bytes; null where it cannot be known here. */
  memory: number | null;
  /** Of the server with the most exchanges. */
  facts: Pick<Facts, 'exchanges' | 'connections'>;
}

/** What `read` makes of a capture, and takes for it. */
export async function read(capture: string): Promise<Reading> {
  const folder = await newFolder('bench-read');
  const note = join(folder, 'memory');
  try {
    const command = [process.execPath, ...noting(note), ...program, 'read', capture, '--json', '-'];
    const { milliseconds, stdout } = await run(command, 'pipe');
    return { milliseconds, memory: await noted(note), facts: factsOf(stdout) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The same. Rejects where it counted otherwise: what takes no time because it was not done is no figure. */
export async function readWhole(capture: string, expected: Partial<Reading['facts']>): Promise<Reading> {
  const reading = await read(capture);
  for (const what of ['exchanges', 'connections'] as const) {
    const [counted, wanted] = [reading.facts[what], expected[what]];
    if (wanted !== undefined && counted !== wanted)
      throw new Error(`read counted ${counted} ${what} of ${wanted}`);
  }
  return reading;
}

/** Of a result file, of the server with the most exchanges; throws where it has none. */
export function factsOf(json: string): Facts {
  const [most] = readResultFile(json)
    .results.flatMap(({ facts }) => facts?.observed ?? [])
    .sort((a, b) => b.exchanges - a.exchanges);
  if (most === undefined) throw new Error('the result has no facts');
  return most;
}

async function run([name = '', ...options]: readonly string[], stdout: 'ignore' | 'pipe') {
  // Where this is set each Node reads a file of certificates before all else, which has nothing to do with what is timed.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const began = performance.now();
  const child = spawn(name, options, { env, stdio: ['ignore', stdout, 'pipe'] });
  const [said, printed, [code]] = await Promise.all([
    child.stderr === null ? '' : text(child.stderr),
    child.stdout === null ? '' : text(child.stdout),
    once(child, 'close'),
  ]);
  const milliseconds = performance.now() - began;
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${said.trim().replaceAll('\n', ' ')}`);
  return { milliseconds, stdout: printed };
}
