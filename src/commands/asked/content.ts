/** `--body SIZE` or `--body @FILE`. */
import { readFileSync, statSync } from 'node:fs';
import { printable } from '../../report/words/text.ts';
import { UsageError } from '../../usage-error.ts';

const most = 64 * 1024 * 1024;
const units: Record<string, number> = { '': 1, k: 1024, m: 1024 * 1024 };

/** SIZE: of so many bytes `x`; K and M are 1024 and 1024². Throws a UsageError. */
export function contentOf(text: string): Uint8Array {
  if (text.startsWith('@')) return fileOf(text.slice(1));
  const [, digits, unit = ''] = /^(\d+)([km]?)$/i.exec(text) ?? [];
  if (digits === undefined)
    throw new UsageError(
      `--body takes a number of bytes, as 300, 64K or 2M, or @FILE, not "${printable(text)}"`,
    );
  return Buffer.alloc(atMost(Number(digits) * (units[unit.toLowerCase()] ?? 1)), 'x');
}

function fileOf(name: string): Uint8Array {
  try {
    const found = statSync(name);
    if (!found.isFile()) throw new UsageError(`--body: ${printable(name)} is no file`);
    atMost(found.size);
    return readFileSync(name);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`--body: cannot read ${printable(name)}: ${code ?? message}`);
  }
}

function atMost(bytes: number): number {
  if (bytes > most) throw new UsageError(`--body takes at most ${most / 1024 / 1024}M`);
  return bytes;
}
