/** `--header 'Name: value'`: added, or put in the place of the bench's own; `'Name:'` leaves that out, `'Name;'` is empty. */
import { printable } from '../../report/words/text.ts';
import type { OwnField } from '../../subjects/asked.ts';
import { UsageError } from '../../usage-error.ts';

/** Throws a UsageError, which holds no value. A Host field stands apart, for HTTP/2 has none. */
export function fieldsOf(lines: readonly string[]): { host: string | undefined; fields: OwnField[] } {
  const fields = lines.map(fieldOf);
  const names = fields.map(({ name }) => name.toLowerCase());
  const twice = fields.find(({ name }, nth) => names.indexOf(name.toLowerCase()) !== nth);
  if (twice)
    throw new UsageError(`--header: ${twice.name} is given twice; one field may hold several values`);
  const host = fields.find(({ name }) => name.toLowerCase() === 'host');
  if (host?.value === null) throw new UsageError('--header: Host cannot be left out');
  return { host: host?.value, fields: fields.filter((field) => field !== host) };
}

function fieldOf(line: string): OwnField {
  const [, name = '', colon, value = ''] = /^([^:;]*)([:;])\s*(.*?)\s*$/s.exec(line) ?? [];
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || (colon === ';' && value !== ''))
    throw new UsageError(`--header takes 'Name: value', and "${printable(name)}" is no name of a field`);
  if (theBenchs.includes(name.toLowerCase()))
    throw new UsageError(
      `--header: ${name} is what the questions themselves are about, so it cannot be given`,
    );
  // Controls but the tab are in no value, RFC 9110 §5.5.
  if (/[\0-\x08\x0a-\x1f\x7f]/.test(value))
    throw new UsageError(`--header: the value of ${name} has control characters`);
  return { name, value: value === '' && colon === ':' ? null : bytesOf(value) };
}

/** What says how connections and contents are handled, and what HTTP/2 forbids (RFC 9113 §8.2.2). */
const theBenchs = [
  'connection',
  'content-length',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** The credentials of a URL, as RFC 7617 has them, unless there are others. */
export function basic({ username, password }: URL, fields: readonly OwnField[], name: string): OwnField[] {
  const isThere = fields.some((field) => field.name.toLowerCase() === name.toLowerCase());
  if (isThere || (username === '' && password === '')) return [];
  const [user, secret] = [username, password].map(decoded);
  return [{ name, value: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` }];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UsageError('the user name or password in the URL is not percent-encoded as UTF-8');
  }
}

/** A character for each byte of its UTF-8. */
const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
