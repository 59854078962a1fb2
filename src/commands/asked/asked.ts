/** The request that a user wants asked, and the way there, of options that have the names and meanings of curl's. */
import { isIP } from 'node:net';
import { printable } from '../../report/words/text.ts';
import { type Asked, addressOf, askedOf } from '../../subjects/asked.ts';
import { UsageError } from '../../usage-error.ts';
import { isTooLong, longestPath } from '../../wire/address.ts';
import { httpUrl } from '../addresses.ts';
import { contentOf } from './content.ts';
import { authorities, credentials } from './credentials.ts';
import { basic, fieldsOf } from './fields.ts';

export interface AskedOptions {
  method?: string;
  /** Lines, as they were given. */
  header?: string[];
  /** A number of bytes, or `@FILE`. */
  body?: string;
  host?: string;
  sni?: string;
  /** `HOST:PORT:ADDRESS` each. */
  resolve?: string[];
  cert?: string;
  key?: string;
  cacert?: string;
}

/**
 * `target`: an http: or https: URL, or `unix:/path[:/path?query]`. `credentialField`: for the user and
 * password of the URL. Throws a UsageError that names the option.
 */
export function whatIsAsked(
  target: string,
  options: AskedOptions,
  credentialField: 'Authorization' | 'Proxy-Authorization' = 'Authorization',
): Asked {
  const plain = target.startsWith('unix:')
    ? behindSocket(target)
    : askedOf(withoutCredentials(httpUrl(target)));
  const { host, fields } = fieldsOf(options.header ?? []);
  const own = target.startsWith('unix:') ? [] : basic(httpUrl(target), fields, credentialField);
  return {
    ...plain,
    to: resolved(plain, options.resolve ?? []),
    host: hostOf(options.host ?? host) ?? plain.host,
    tls: tlsOf(plain, options),
    method: options.method === undefined ? null : methodOf(options.method),
    fields: [...fields, ...own],
    body: options.body === undefined ? null : contentOf(options.body),
  };
}

/** As nginx writes it; what stands behind the second colon is asked of it. */
function behindSocket(target: string): Asked {
  const [, path, request = '/'] = /^unix:(\/[^:]*)(?::(\/.*))?$/.exec(target) ?? [];
  if (path === undefined)
    throw new UsageError(`"${printable(target)}" names no socket: unix:/PATH, or unix:/PATH:/REQUEST`);
  if (isTooLong(path))
    throw new UsageError(
      `the path of a Unix-domain socket has ${longestPath} bytes at most: ${printable(path, 200)}`,
    );
  return { ...askedOf(new URL(request, 'http://localhost')), target, to: { path } };
}

function withoutCredentials(url: URL): URL {
  const plain = new URL(url);
  Object.assign(plain, { username: '', password: '' });
  return plain;
}

/** RFC 9110 §9.1: a token, and case matters. */
function methodOf(text: string): string {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(text))
    throw new UsageError(`--method takes the name of a method, not "${printable(text)}"`);
  if (text === 'CONNECT') throw new UsageError('--method CONNECT asks for a tunnel, and not for an answer');
  return text;
}

function hostOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url =
    /^[^\s/@?#\\]+$/.test(text) && URL.canParse(`http://${text}`) ? new URL(`http://${text}`) : null;
  if (!url) throw new UsageError(`--host takes HOST or HOST:PORT, not "${printable(text)}"`);
  return text;
}

/** The address of the first that names the host and port of the URL. */
function resolved({ url, to, target }: Asked, lines: readonly string[]): Asked['to'] {
  if (lines.length === 0) return to;
  if ('path' in to)
    throw new UsageError(`--resolve: ${printable(target)} has no host that could be resolved`);
  const { host, port } = addressOf(url);
  for (const line of lines) {
    const parts = /^(\*|\[[^\]]+\]|[^:]+):(\d+):\[?([^\]]+)\]?$/.exec(line);
    const [, name = '', at, address = ''] = parts ?? [];
    if (!parts || isIP(address) === 0)
      throw new UsageError(`--resolve takes HOST:PORT:ADDRESS, not "${printable(line)}"`);
    const isMeant = name === '*' || name.replace(/^\[(.*)\]$/, '$1').toLowerCase() === host.toLowerCase();
    if (isMeant && Number(at) === port) return { host: address, port };
  }
  throw new UsageError(`--resolve: none is for ${host}:${port}, which the URL names`);
}

function tlsOf({ tls, url }: Asked, { sni, cert, key, cacert }: AskedOptions): Asked['tls'] {
  const given = Object.entries({ sni, cert, key, cacert }).find(([, value]) => value !== undefined);
  if (given && !tls) throw new UsageError(`--${given[0]} needs an https: URL`);
  if (!tls) return null;
  if (sni !== undefined && (isIP(sni) !== 0 || !/^[\w.-]+$/.test(sni)))
    throw new UsageError(`--sni takes a name (RFC 6066 §3), not "${printable(sni)}"`);
  return {
    ...tls,
    host: addressOf(url).host,
    ...(sni === undefined ? {} : { servername: sni }),
    ...credentials(cert, key),
    ...(cacert === undefined ? {} : { ca: authorities(cacert) }),
  };
}
