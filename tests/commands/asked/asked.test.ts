/** The request of one's own, of the options that say it: what comes of each, and what is said of a wrong one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type AskedOptions, whatIsAsked } from '../../../src/commands/asked/asked.ts';
import { UsageError } from '../../../src/usage-error.ts';
import { certificateFor } from '../../../src/wire/certificate.ts';

const folder = mkdtempSync(join(tmpdir(), 'asked-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const [one, other] = [await certificateFor('a.test'), await certificateFor('b.test')];
const [cert, key] = [file('cert.pem', one.cert), file('key.pem', one.key)];
const pair = `${one.cert}\n${one.key}`;
const both = file('both.pem', pair);
const otherKey = file('other.pem', other.key);
mkdirSync(join(folder, 'folder'));

const asked = (options: AskedOptions, target = 'https://a.test:8443/x?y') => whatIsAsked(target, options);

describe('what is asked', () => {
  it('is the URL, where nothing else is said', () => {
    expect(asked({})).toMatchObject({
      target: 'https://a.test:8443/x?y',
      to: { host: 'a.test', port: 8443 },
      host: 'a.test:8443',
      tls: { servername: 'a.test' },
      method: null,
      fields: [],
      body: null,
    });
    expect(asked({}, 'http://127.0.0.1/').to).toEqual({ host: '127.0.0.1', port: 80 });
  });

  it('has the fields that are given, those that are left out, and empty ones', () => {
    expect(asked({ header: ['X-A:  b: c ', 'Accept:', 'X-B;', 'Host: c.test', 'X-C: ü'] })).toMatchObject({
      host: 'c.test',
      fields: [
        { name: 'X-A', value: 'b: c' },
        { name: 'Accept', value: null },
        { name: 'X-B', value: '' },
        { name: 'X-C', value: 'Ã¼' },
      ],
    });
    expect(asked({ header: ['Host: c.test'], host: 'd.test:81' }).host).toBe('d.test:81');
  });

  it('takes the credentials of a URL for a field, and leaves them out of the target', () => {
    const { target, fields, url } = asked({}, 'http://us%3Aer:s%C3%A9cret@127.0.0.1/');
    expect({ target, fields }).toEqual({
      target: 'http://127.0.0.1/',
      fields: [{ name: 'Authorization', value: `Basic ${Buffer.from('us:er:sécret').toString('base64')}` }],
    });
    expect(url.href).toBe(target);
    const header = ['authorization: Bearer x'];
    expect(asked({ header }, 'http://user:secret@127.0.0.1/').fields).toHaveLength(1);
  });

  it('has as much content as is said, or what is in a file', () => {
    expect(asked({ body: '3' }).body).toEqual(Buffer.from('xxx'));
    expect(asked({ body: '2k' }).body).toHaveLength(2048);
    expect(asked({ body: '0' }).body).toHaveLength(0);
    expect(asked({ body: `@${file('body', 'ü\0')}` }).body).toEqual(Buffer.from('ü\0'));
  });

  it('goes where the first fitting --resolve says', () => {
    const resolve = ['b.test:8443:10.0.0.1', 'A.test:8443:127.0.0.2', '*:8443:127.0.0.3'];
    expect(asked({ resolve }).to).toEqual({ host: '127.0.0.2', port: 8443 });
    expect(asked({ resolve: ['*:8443:[::1]'] }).to).toEqual({ host: '::1', port: 8443 });
    expect(asked({ resolve: ['[::2]:80:::1'] }, 'http://[::2]/').to).toEqual({ host: '::1', port: 80 });
  });

  it('goes to a socket, with a request of its own', () => {
    expect(whatIsAsked('unix:/run/a.sock', {})).toMatchObject({
      target: 'unix:/run/a.sock',
      to: { path: '/run/a.sock' },
      host: 'localhost',
      tls: null,
    });
    expect(whatIsAsked('unix:/run/a.sock:/x?y', { host: 'a.test' })).toMatchObject({
      ...{ to: { path: '/run/a.sock' }, host: 'a.test' },
      url: new URL('http://localhost/x?y'),
    });
  });

  it('has a certificate with its key, from one file or two, and authorities', () => {
    expect(asked({ cert, key }).tls).toMatchObject({ cert: one.cert, key: one.key });
    expect(asked({ cert: both }).tls).toMatchObject({ cert: pair, key: pair });
    expect(asked({ cacert: cert, sni: 'b.test' }).tls).toEqual({
      ...{ servername: 'b.test', host: 'a.test', ca: one.cert },
    });
    expect(asked({ cacert: cert }, 'https://127.0.0.1/').tls).toEqual({ host: '127.0.0.1', ca: one.cert });
  });
});

describe('what is wrong is said in a line that holds no value', () => {
  const wrong: [AskedOptions, string | RegExp, string?][] = [
    [{ method: 'G ET' }, '--method takes the name of a method, not "G ET"'],
    [{ method: '' }, '--method takes the name of a method, not ""'],
    [{ method: 'CONNECT' }, '--method CONNECT asks for a tunnel, and not for an answer'],
    [{ header: ['secret value'] }, /^--header takes 'Name: value'/],
    [{ header: ['a b: secret'] }, `--header takes 'Name: value', and "a b" is no name of a field`],
    [{ header: [': secret'] }, `--header takes 'Name: value', and "" is no name of a field`],
    [{ header: ['X-A; secret'] }, /"X-A" is no name/],
    [{ header: ['X-A: sec\r\nret: x'] }, '--header: the value of X-A has control characters'],
    [
      { header: ['X-A: secret', 'x-a: secret'] },
      '--header: x-a is given twice; one field may hold several values',
    ],
    [
      { header: ['Content-Length: 5'] },
      '--header: Content-Length is what the questions themselves are about, so it cannot be given',
    ],
    [{ header: ['connection: close'] }, /^--header: connection is what the questions/],
    [{ header: ['Host:'] }, '--header: Host cannot be left out'],
    [{ body: 'x' }, '--body takes a number of bytes, as 300, 64K or 2M, or @FILE, not "x"'],
    [{ body: '-1' }, /^--body takes a number/],
    [{ body: '65M' }, '--body takes at most 64M'],
    [{ body: `@${join(folder, 'none')}` }, `--body: cannot read ${join(folder, 'none')}: ENOENT`],
    [{ body: `@${join(folder, 'folder')}` }, `--body: ${join(folder, 'folder')} is no file`],
    [{ body: '@/dev/zero' }, '--body: /dev/zero is no file'],
    [{ host: 'a b' }, '--host takes HOST or HOST:PORT, not "a b"'],
    [{ host: 'a/b' }, '--host takes HOST or HOST:PORT, not "a/b"'],
    [{ host: '' }, '--host takes HOST or HOST:PORT, not ""'],
    [{ sni: '127.0.0.1' }, '--sni takes a name (RFC 6066 §3), not "127.0.0.1"'],
    [{ sni: '' }, '--sni takes a name (RFC 6066 §3), not ""'],
    [{ sni: 'a.test' }, '--sni needs an https: URL', 'http://a.test/'],
    [{ cacert: cert }, '--cacert needs an https: URL', 'unix:/run/a.sock'],
    [
      { resolve: ['a.test:8443:localhost'] },
      '--resolve takes HOST:PORT:ADDRESS, not "a.test:8443:localhost"',
    ],
    [{ resolve: ['a.test'] }, '--resolve takes HOST:PORT:ADDRESS, not "a.test"'],
    [{ resolve: ['a.test:80:127.0.0.1'] }, '--resolve: none is for a.test:8443, which the URL names'],
    [{ resolve: ['*:80:127.0.0.1'] }, '--resolve: unix:/a has no host that could be resolved', 'unix:/a'],
    [{ key }, '--key needs --cert'],
    [{ cert }, `--cert: ${cert} holds no private key in PEM`],
    [{ cert: key }, `--cert: ${key} holds no certificate in PEM`],
    [{ cert, key: cert }, `--key: ${cert} holds no private key in PEM`],
    [{ cert, key: otherKey }, `the key in ${otherKey} does not belong to the certificate in ${cert}`],
    [{ cert: join(folder, 'none') }, `--cert: cannot read ${join(folder, 'none')}: ENOENT`],
    [{ cacert: key }, `--cacert: ${key} holds no certificate in PEM`],
    [{}, '"unix:a" names no socket: unix:/PATH, or unix:/PATH:/REQUEST', 'unix:a'],
    [{}, '"ftp://…@a.test/" is no http: or https: URL', 'ftp://user:secret@a.test/'],
    [{}, '"http://…@a b/" is no http: or https: URL', 'http://user:secret@a b/'],
  ];
  it.each(wrong)('%j: %s', (options, message, target) => {
    const said = (() => {
      try {
        asked(options, target);
      } catch (error) {
        if (error instanceof UsageError) return error.message;
        throw error;
      }
      return 'nothing';
    })();
    expect(said).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    expect(said).not.toContain('secret');
    expect(said).not.toContain('\n');
  });
});
