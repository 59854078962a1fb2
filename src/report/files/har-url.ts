/** The target of a request as the URL that an HTTP Archive wants. */
import type { ConnectionTranscript } from '../../model/transcript.ts';
import { printable } from '../words/text.ts';

/** A target in absolute-form (RFC 9112 §3.2.2) names its origin; any other is asked of this server. */
export function urlOf({ open }: ConnectionTranscript, target: string): string {
  const whole = escaped(target.slice(0, 2000));
  if (/^https?:\/\//i.test(whole) && URL.canParse(whole)) {
    const { origin, pathname, search } = new URL(whole);
    return origin + pathname + search;
  }
  const { server } = open.back;
  const host = 'path' in server ? 'localhost' : server.host.includes(':') ? `[${server.host}]` : server.host;
  const authority = 'path' in server ? host : `${host}:${server.port}`;
  return `${open.tls ? 'https' : 'http'}://${authority}${whole.startsWith('/') ? '' : '/'}${whole}`;
}

/** What RFC 3986 §2 does not allow in a path or query is percent-encoded: anything may come from the wire. */
const escaped = (target: string): string =>
  target
    .replaceAll(/%(?![0-9a-f]{2})/gi, '%25')
    .replaceAll(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]/gu, (character) =>
      // A character up to U+00FF stands for one byte of the wire.
      character <= '\u00ff'
        ? `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
        : encodeURIComponent(/\p{Surrogate}/u.test(character) ? '\ufffd' : character),
    );

export function queryOf(path: string): { name: string; value: string }[] {
  const at = path.indexOf('?');
  if (at < 0) return [];
  return [...new URLSearchParams(path.slice(at + 1).replace(/#.*$/s, ''))].map(([name, value]) => ({
    name: printable(name, 1000),
    value: printable(value, 1000),
  }));
}
