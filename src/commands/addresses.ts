/** Addresses as a user writes them on the command line: HOST:PORT, [::1]:PORT, a port alone, or a URL. */
import { printable } from '../report/words/text.ts';
import { UsageError } from '../usage-error.ts';

/** Throws a UsageError that names the option. */
export function hostAndPort(text: string, option: string): { host: string; port: number } {
  const parts = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s/]+)):(\d{1,5})$/.exec(text);
  const host = parts?.[1] ?? parts?.[2];
  const port = Number(parts?.[3]);
  if (host === undefined || !(port >= 1 && port <= 65_535))
    throw new UsageError(`${option} takes HOST:PORT, not "${printable(text)}"`);
  return { host, port };
}

/** A port alone is one of loopback. */
export function listenAddress(text: string): { host?: string; port: number } {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return { port: Number(text) };
  return hostAndPort(text, '--listen');
}

/** Throws a UsageError for what is no URL of HTTP, without the credentials that may be in it. */
export function httpUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new UsageError(`"${printable(text.replace(/[^/]*@/, '…@'))}" is no http: or https: URL`);
  return url;
}
