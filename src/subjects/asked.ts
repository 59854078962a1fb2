/**
 * What is asked of an end that we did not write, and the way there: as the bench asks by itself, or as the user says, in
 * the words of curl's options.
 */
import type { OutgoingHttpHeaders } from 'node:http2';
import type { OwnRequest } from '../model/result.ts';
import type { Address } from '../model/trace.ts';
import { serverName, type TlsToServer } from '../wire/tls.ts';
import type { Content } from './subject.ts';
import type { Target } from './target.ts';

export interface Asked {
  /** Its path and query are those of the requests; it holds no credentials. */
  url: URL;
  /** What is printed of it: the URL, or `unix:/path`. */
  target: string;
  /** Where the server listens. */
  to: Address;
  /** The Host field, or `:authority`. */
  host: string;
  /** Null where TLS is not spoken. */
  tls: Omit<TlsToServer, 'alpn'> | null;
  /** Null: GET, or POST where there is content. */
  method: string | null;
  fields: readonly OwnField[];
  /** The content of every request that is not one of a question's own. */
  body: Uint8Array | null;
}

/** A character for a byte in the value; null: a field that the bench sends by itself is left out. */
export interface OwnField {
  name: string;
  value: string | null;
}

/** Where the server of a URL listens. */
export const addressOf = ({ hostname, port, protocol }: URL): Target => ({
  host: hostname.replace(/^\[(.*)\]$/, '$1'),
  port: Number(port || (protocol === 'https:' ? 443 : 80)),
});

/** What the bench asks by itself of a URL. */
export const askedOf = (url: URL): Asked => ({
  ...{ url, target: url.href, to: addressOf(url), host: url.host },
  ...{ method: null, fields: [], body: null },
  tls: url.protocol === 'https:' ? serverName(addressOf(url).host) : null,
});

/** What differs from that; undefined where nothing does. */
export function ownRequestOf({ url, host, tls, method, fields, body }: Asked): OwnRequest | undefined {
  const plain = askedOf(url);
  const said: OwnRequest = {
    method,
    host: host === plain.host ? null : host,
    sni: tls?.servername === plain.tls?.servername ? null : (tls?.servername ?? null),
    fields: fields.map(({ name }) => name),
    content: body?.length ?? null,
    isVerified: tls?.ca !== undefined,
  };
  const isPlain = Object.values(said).every((one) => one === null || one === false || one.length === 0);
  return isPlain ? undefined : said;
}

/** As errors name it. */
export const placeOf = (to: Address): string => ('path' in to ? to.path : `${to.host} port ${to.port}`);

/** Those of the bench that the user did not replace, and the user's. */
export const fieldLines = ({ fields }: Asked, ours: readonly string[] = []): string[] => [
  ...ours.filter((line) => !names(fields).includes(nameIn(line))),
  ...fields.flatMap(({ name, value }) => (value === null ? [] : [`${name}: ${value}`])),
];

/** The user's fields alone, as HTTP/2 has them, RFC 9113 §8.2. */
export const headersOf = ({ fields }: Asked): OutgoingHttpHeaders =>
  Object.fromEntries(
    fields.flatMap(({ name, value }) => (value === null ? [] : [[name.toLowerCase(), value]])),
  );

/** Where there is content, unless the user says another type. */
export const contentLines = ({ fields }: Asked): string[] =>
  names(fields).includes(nameIn(contentType)) ? [] : [contentType];

export interface Methods {
  /** Of requests without content. */
  alone: string;
  withContent: string;
}

export const usualMethods: Methods = { alone: 'GET', withContent: 'POST' };

/** Some questions put content of their own: then a method that is given counts only if content belongs to it. */
export function methodsOf({ method, body }: Asked): Methods {
  const takesContent = body !== null || usuallyWithContent.includes(method ?? '');
  return { alone: method ?? 'GET', withContent: takesContent ? (method ?? 'POST') : 'POST' };
}

/** What an ordinary request carries; RFC 9110 §8.6 wants Content-Length even where there is none, for these methods. */
export function ordinaryContent({ method, body }: Asked): (Content & { length: number }) | undefined {
  if (body !== null) return { length: body.length, parts: once(body) };
  return usuallyWithContent.includes(method ?? '') ? { length: 0, parts: once() } : undefined;
}

const usuallyWithContent = ['POST', 'PUT', 'PATCH'];

export const fieldsOfAll = ['User-Agent: http-version-lab', 'Accept: */*'];

export const contentType = 'Content-Type: text/plain';

async function* once(...parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

const names = (fields: readonly OwnField[]): string[] => fields.map(({ name }) => name.toLowerCase());

export const nameIn = (line: string): string => line.slice(0, line.indexOf(':')).toLowerCase();
