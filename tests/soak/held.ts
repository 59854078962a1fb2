/** What this process holds, by kind: its memory, what is open, who listens, and what lies in a folder. */
import { readdirSync, readlinkSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Series } from './growth.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

const megabyte = 1024 * 1024;

/** Once what was let go is gone. `folder`: where everything temporary is made. Memory in MB (2^20 bytes). */
export async function heldNow(folder: string): Promise<Record<string, number>> {
  // What is closed is let go in the turns after; what refers to it is collected with the second.
  for (let turn = 0; turn < 5; turn++) await nextTurn();
  collect();
  await nextTurn();
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  return {
    'memory: heap': heapUsed / megabyte,
    'memory: external': external / megabyte,
    'memory: resident': rss / megabyte,
    ...counted('resource', process.getActiveResourcesInfo()),
    ...listeners(),
    ...counted('descriptor', descriptors()),
    'temporary files': readdirSync(folder, { recursive: true }).length,
  };
}

/** Heap and external memory are what is held; what the system lends comes in larger pieces, and is not given back at once. */
const margins: Record<string, number> = { 'memory: heap': 2, 'memory: external': 2, 'memory: resident': 16 };

/** Fastify's limit of an idle HTTP/2 session, 72 s, is a timer that Node does not end with the session's socket. */
const settles = 75;

export const marginOfHeld = (what: string): Pick<Series, 'unit' | 'margin' | 'settles'> => {
  const margin = margins[what];
  return margin === undefined ? { unit: 'count', margin: 0, settles: 0 } : { unit: 'MB', margin, settles };
};

const listeners = (): Record<string, number> =>
  Object.fromEntries(
    process.eventNames().map((name) => [`listeners: ${String(name)}`, process.listenerCount(name)]),
  );

/** By what each leads to: a socket, a pipe, a file. Nothing where the system does not tell. */
export function descriptors(process: number | 'self' = 'self'): string[] {
  if (globalThis.process.platform !== 'linux') return [];
  const folder = `/proc/${process}/fd`;
  return readdirSync(folder).flatMap((name) => {
    try {
      const [kind = ''] = readlinkSync(`${folder}/${name}`).split(/(?<=^[a-z_]+):/);
      return [kind.startsWith('/') ? 'file' : kind];
    } catch {
      // The one with which the folder is read is closed by now.
      return [];
    }
  });
}

function counted(kind: string, names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[`${kind}: ${name}`] = (counts[`${kind}: ${name}`] ?? 0) + 1;
  return counts;
}
