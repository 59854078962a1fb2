/** Waiting that comes to an end. */
import { setTimeout as delay } from 'node:timers/promises';

/** What comes of it, or null if nothing has come within the time. No timer is left behind. */
export async function within<T>(what: Promise<T>, milliseconds: number): Promise<T | null> {
  const over = new AbortController();
  const late = delay(milliseconds, null, { signal: over.signal }).catch(() => null);
  return Promise.race([what, late]).finally(() => over.abort());
}
