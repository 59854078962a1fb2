/** Proxies that cannot be used: it is said in one line why, and nobody waits for them. */
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { freePorts } from '../../peers/support/running.ts';
import { readResultFile } from '../../result-file.ts';
import { proxyOf } from './listening.ts';
import { storeAndForward } from './proxies.ts';
import { command } from './said.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('through a proxy that cannot be used', () => {
  it('says in one line that no proxy is there', async () => {
    const [front = 0, origin = 0] = await freePorts(2);
    const { code, out, err } = await command(
      'through',
      `http://127.0.0.1:${front}/`,
      '--origin-port',
      `${origin}`,
    );
    expect({ code, out, err }).toEqual({
      code: 2,
      out: '',
      err: `cannot reach 127.0.0.1 port ${front}: ECONNREFUSED\n`,
    });
  });

  it('says in one line that the port of the origin is taken', async () => {
    const [front = 0, origin = 0] = await freePorts(2);
    const url = await proxyOf(createServer(), front);
    await proxyOf(createServer(), origin);
    expect(await command('through', url, '--origin-port', `${origin}`)).toEqual({
      code: 2,
      out: '',
      err: `cannot listen on 127.0.0.1 port ${origin}: EADDRINUSE\n`,
    });
  });

  it('says in one line that the URL or the port is none', async () => {
    expect(await command('through', 'ftp://127.0.0.1/', '--origin-port', '9000')).toMatchObject({
      code: 2,
      err: '"ftp://127.0.0.1/" is no http: or https: URL\n',
    });
    expect(await command('through', 'http://127.0.0.1/', '--origin-port', '0')).toMatchObject({ code: 2 });
  });

  it('says what a proxy answered that did not connect to the origin, and keeps what was measured', async () => {
    const [front = 0, origin = 0] = await freePorts(2);
    const [elsewhere = 0] = await freePorts(1);
    const url = await proxyOf(storeAndForward(elsewhere), front);
    const { code, out, err } = await command(
      ...['through', url, '--origin-port', `${origin}`, '--json', '-', '--deadline', '1'],
    );
    expect(err).toBe(
      `through ${url}: the proxy did not connect to where it should find the origin; it answered with status 502 (port ${origin})\n`,
    );
    expect(code).toBe(1);
    const [result] = readResultFile(out).results;
    expect(result).toMatchObject({ outcome: 'failed', error: { code: 'ORIGIN_NOT_REACHED' } });
    expect(result?.facts?.front).toMatchObject({ connections: 1, exchanges: 1 });
    expect(result?.path?.upload.chunked).toEqual({ passes: '?', bytes: null });
  });

  it.each([
    [
      407,
      'the proxy did not connect to where it should find the origin; it asks for credentials (status 407)',
    ],
    [200, 'the proxy did not connect to where it should find the origin; it answered with status 200'],
  ])('says so of a proxy that answers everything by itself with %i', async (status, what) => {
    const [front = 0, origin = 0] = await freePorts(2);
    const url = await proxyOf(
      createHttpServer((_, response) => response.writeHead(status).end('mine\n')),
      front,
    );
    const args = ['through', url, '--origin-port', `${origin}`, '--deadline', '1'];
    const { code, out, err } = await command(...args);
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: `through ${url}: ${what} (port ${origin})\n`,
    });
  });

  it('does not wait for a proxy that accepts and says nothing', async () => {
    const [front = 0, origin = 0] = await freePorts(2);
    const url = await proxyOf(
      createServer(() => {}),
      front,
    );
    const { code, err } = await command('through', url, '--origin-port', `${origin}`, '--deadline', '1');
    expect(code).toBe(1);
    expect(err).toContain('it answered nothing');
  });

  it('does not wait for a proxy that closes at once', async () => {
    const [front = 0, origin = 0] = await freePorts(2);
    const url = await proxyOf(
      createServer((socket) => socket.end()),
      front,
    );
    const { code, err } = await command('through', url, '--origin-port', `${origin}`);
    expect(code).toBe(1);
    expect(err).toContain('it answered nothing');
  });
});
