// Where nobody else can write to the sources, nothing is started from, or made in, what somebody else could write to.
import { lstatSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

let owner;

/** Asked once: it is compared with each file of a bundle. */
export const ownerOfSources = () => (owner ??= statSync(fileURLToPath(new URL('../', import.meta.url))));

/** Whether it belongs to whom the sources belong to, or to root, and nobody can write to it who cannot write to them. */
export function isOurs(path, look = lstatSync) {
  const sources = ownerOfSources();
  const { uid, gid, mode } = look(path);
  const byGroup = (mode & 0o020) !== 0 && !(gid === sources.gid && (sources.mode & 0o020) !== 0);
  const byAnyone = (mode & ~sources.mode & 0o002) !== 0;
  return (uid === sources.uid || uid === 0) && !byGroup && !byAnyone;
}

/** A folder, not a link to one, which could lead anywhere. */
export const isOurFolder = (path) => lstatSync(path).isDirectory() && isOurs(path);

/** What Node 22 and later keep of compiled code is trusted as the bundle is, and written as the user's umask says. */
export function keepsToItself() {
  const umask = process.umask(0o022);
  process.umask(umask);
  return (umask & 0o022) === 0o022;
}
