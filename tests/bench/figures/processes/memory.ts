/** The most memory that a process ever had, as Linux says it: proc(5), VmHWM. */
import { readFile } from 'node:fs/promises';

/** Of the text of /proc/PID/status, in bytes; null where it is not said. */
export function mostMemoryIn(status: string): number | null {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** What makes a program of Node's write at its end what is said of it; it ends by itself, or catches the signal. */
export function noting(file: string): string[] {
  const module = new URL('./note-memory.mjs', import.meta.url);
  module.searchParams.set('to', file);
  return ['--import', module.href];
}

/** In bytes; null where nothing was noted. */
export async function noted(file: string): Promise<number | null> {
  try {
    return mostMemoryIn(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
