/** Requests of one's own, as servers get them from `probe`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createHttp2Server, createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { certificateFor } from '../../../src/wire/certificate.ts';
import { clientCertificate } from '../client-certificate.ts';
import { closeServers, listening, probed } from '../probe/probed.ts';
import { command } from '../through/said.ts';
import { type Got, keeping } from './keeping.ts';

const folder = mkdtempSync(join(tmpdir(), 'asked-'));
afterAll(() => {
  closeServers();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Everything that is asked of HTTP/1.0, 1.1 and 2. */
async function allGot(options: Parameters<typeof probed>[1]) {
  const [first, second]: [Got[], Got[]] = [[], []];
  const http1 = await listening(createServer(keeping(first)));
  const http2 = await listening(createHttp2Server(keeping(second) as never));
  const probes = [
    await probed(http1, { ...options, http: '1.0' }),
    await probed(http1, { ...options, http: '1.1' }),
    await probed(http2, { ...options, http: '2' }),
  ];
  return { probes, got: { 'HTTP/1': first, 'HTTP/2': second } };
}

describe.concurrent('probe asks', () => {
  const header = ['X-Key: geheim', 'Accept: text/html', 'User-Agent:'];

  it('with the method, fields, host and content that are given', async () => {
    const { probes, got } = await allGot({ method: 'PUT', header, body: '7', host: 'a.test:81' });
    for (const [version, all] of Object.entries(got)) {
      // What only shows that the server is alive is a GET; what a question is about has more content.
      const ordinary = all.filter(({ content }) => content === 'xxxxxxx');
      expect(ordinary.length).toBeGreaterThan(8);
      for (const { method, headers } of ordinary)
        expect({ version, method, type: headers['content-type'] }).toEqual({
          version,
          method: 'PUT',
          type: 'text/plain',
        });
      for (const { headers, method } of all) {
        expect(headers[':authority'] ?? headers.host).toBe('a.test:81');
        expect(headers).toMatchObject({ 'x-key': 'geheim', accept: 'text/html' });
        expect(headers).not.toHaveProperty('user-agent');
        expect(method).toMatch(/^(PUT|GET)$/);
      }
    }
    for (const { result, rows, text } of probes) {
      expect(result.outcome).toBe('ran');
      expect(rows['requests / connections']).toMatch(/^5 \/ [15]$/);
      expect(text).toContain('  asked: PUT, 7 bytes of content, Host a.test:81, field X-Key, field Accept');
      expect(result.request).toEqual({
        ...{ method: 'PUT', host: 'a.test:81', sni: null, content: 7, isVerified: false },
        fields: ['X-Key', 'Accept', 'User-Agent'],
      });
    }
  });

  it('with a type of content of its own, and no content where POST has none', async () => {
    const { got } = await allGot({ method: 'POST', header: ['Content-Type: application/json'] });
    for (const all of Object.values(got)) {
      const empty = all.filter(({ method, content }) => method === 'POST' && content === '');
      expect(empty.length).toBeGreaterThan(8);
      for (const { headers } of empty) expect(headers['content-length']).toBe('0');
      for (const { headers } of all) expect(headers['content-type']).toBe('application/json');
    }
  });

  it('by HEAD, whose answers have no content', async () => {
    const { probes, got } = await allGot({ method: 'HEAD' });
    for (const { result, rows } of probes) {
      expect(result.outcome).toBe('ran');
      expect(rows['requests / connections']).toMatch(/^5 \/ [15]$/);
    }
    expect(probes[1]?.rows).toMatchObject({
      'requests / connections': '5 / 1',
      'second request beside?': 'yes',
    });
    for (const all of Object.values(got))
      expect(new Set(all.map(({ method }) => method))).toEqual(new Set(['HEAD', 'GET', 'POST']));
  });

  it('nothing else where nothing is given', async () => {
    const { probes } = await allGot({});
    for (const { result, text } of probes) {
      expect(result).not.toHaveProperty('request');
      expect(text).not.toContain('asked:');
    }
  });
});

describe('probe finds the server', () => {
  it('behind a socket', async () => {
    const got: Got[] = [];
    const path = join(folder, 'server.sock');
    const server = createServer(keeping(got)).listen(path);
    await new Promise((resolve) => server.once('listening', resolve));
    const said = await command('probe', `unix:${path}:/x?y`, '--http', '1.1', '--json', '-');
    server.close();
    expect(said.err).toBe('');
    const [result] = JSON.parse(said.out).results;
    expect(result).toMatchObject({ target: `unix:${path}:/x?y`, outcome: 'ran' });
    expect(result.facts.reuse).toMatchObject({ connections: 1, exchanges: 5 });
    expect(got[0]?.headers.host).toBe('localhost');
    expect(await command('probe', `unix:${path}.none`)).toEqual({
      ...{ code: 2, out: '' },
      err: `cannot reach ${path}.none: ENOENT\n`,
    });
  });

  it('at the address that --resolve gives for its name', async () => {
    const got: Got[] = [];
    const port = await listening(createServer(keeping(got)));
    const resolve = ['--resolve', `a.test:${port}:127.0.0.1`];
    const said = await command('probe', `http://a.test:${port}/`, '--http', '1.1', ...resolve);
    expect(said.code).toBe(0);
    expect(new Set(got.map(({ headers }) => headers.host))).toEqual(new Set([`a.test:${port}`]));
  });
});

describe('probe over TLS', async () => {
  const [one, other] = [await certificateFor('a.test'), await certificateFor('b.test')];
  const names: Record<string, string> = {};
  for (const [name, text] of Object.entries({ cert: one.cert, other: other.cert })) {
    names[name] = join(folder, `${name}.pem`);
    writeFileSync(names[name], text);
  }
  const { cert = '', other: wrong = '' } = names;

  it('asks for the name that is given, and verifies by the authorities that are given', async () => {
    const asked: (string | false | null)[] = [];
    const server = createSecureServer({ ...one, allowHTTP1: true }, (request, response) => {
      asked.push((request.socket as TLSSocket).servername);
      response.end('ok');
    });
    const url = `https://127.0.0.1:${await listening(server)}/`;
    const plain = await command('probe', url, '--http', '1.1', '--sni', 'a.test', '--cacert', cert);
    expect(plain.code).toBe(0);
    expect(plain.out).toContain('asked: SNI a.test');
    expect(plain.out).not.toContain('was not verified');
    expect(new Set(asked)).toEqual(new Set(['a.test']));
    const address = await command('probe', url, '--http', '2', '--cacert', cert);
    expect(address.code).toBe(0);
    const port = new URL(url).port;
    expect(await command('probe', url, '--sni', 'c.test', '--cacert', cert)).toEqual({
      ...{ code: 2, out: '' },
      err: `cannot reach 127.0.0.1 port ${port}: its certificate is not trusted: ERR_TLS_CERT_ALTNAME_INVALID\n`,
    });
    expect((await command('probe', url, '--cacert', wrong)).err).toBe(
      `cannot reach 127.0.0.1 port ${port}: its certificate is not trusted: DEPTH_ZERO_SELF_SIGNED_CERT\n`,
    );
  });

  it('shows the certificate that is given', async () => {
    const got: Got[] = [];
    const client = await clientCertificate();
    const [cert, key] = [join(folder, 'client.pem'), join(folder, 'client.key')];
    writeFileSync(cert, client.cert);
    writeFileSync(key, client.key);
    const options = { ...one, requestCert: true, rejectUnauthorized: true, ca: client.cert };
    const url = `https://127.0.0.1:${await listening(createHttpsServer(options, keeping(got)))}/`;
    const shown = await command('probe', url, '--http', '1.1', '--cert', cert, '--key', key);
    expect(shown.code).toBe(0);
    expect(got.length).toBeGreaterThan(5);
    const none = await command('probe', url, '--http', '1.1');
    expect(none.code).toBe(1);
    expect(none.err).toBe('HTTP/1.1: failed: TLS failed: ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED\n');
  });
});
