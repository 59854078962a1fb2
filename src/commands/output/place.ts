/** Where a name leads, and whether two names lead to the same file: two outputs in one place would be one. */
import type { Stats } from 'node:fs';
import { readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/**
 * Where a symbolic link leads, though there be nothing yet. Null for a descriptor that is open already, /dev/stdout.
 * Rejects with the system's error.
 */
export async function placeOf(name: string, linksLeft = mostLinks): Promise<string | null> {
  if (linksLeft === 0) throw Object.assign(new Error(name), { code: 'ELOOP' });
  const folder = await realpath(dirname(resolve(name)));
  if (descriptors.test(folder)) return null;
  const place = join(folder, basename(resolve(name)));
  const target = await readlink(place).catch(() => null);
  return target === null ? place : placeOf(resolve(folder, target), linksLeft - 1);
}

/** As many as Linux follows. */
const mostLinks = 40;

const descriptors = /^\/proc\/[^/]+(?:\/task\/[^/]+)?\/fd$|^\/dev\/fd$/;

/** What two names of the same file have in common, at least one of them. A device keeps nothing: it has none. */
export async function identities(name: string): Promise<string[]> {
  const known: Stats | null = await stat(name).catch(() => null);
  if (known?.isCharacterDevice() || known?.isBlockDevice()) return [];
  const place = await placeToBe(resolve(name));
  return known ? [place, `${known.dev} ${known.ino}`] : [place];
}

/** Folders on the way to it may not be there yet. */
async function placeToBe(path: string): Promise<string> {
  try {
    return (await placeOf(path)) ?? path;
  } catch {
    return dirname(path) === path ? path : join(await placeToBe(dirname(path)), basename(path));
  }
}
