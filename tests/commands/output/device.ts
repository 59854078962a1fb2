/**
 * Devices to write to. Who is root could put a file in the place of one of the machine's own, were the code that is
 * tested wrong: he gets one that he makes. Anybody else cannot, and gets the machine's.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const minors = { null: '3', full: '7' };

export function device(folder: string, name: keyof typeof minors): string {
  if (process.getuid?.() !== 0) return `/dev/${name}`;
  const own = join(folder, name);
  const { status } = spawnSync('mknod', ['-m', '666', own, 'c', '1', minors[name]]);
  if (status !== 0) throw new Error(`cannot make the device ${own}`);
  return own;
}
