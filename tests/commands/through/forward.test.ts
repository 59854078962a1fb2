/** A forward proxy is asked for the origin by name: with the absolute form, and by CONNECT. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { freePorts } from '../../peers/support/running.ts';
import { readResultFile } from '../../result-file.ts';
import { proxyOf } from './listening.ts';
import { forwarder, wire } from './proxies.ts';
import { command } from './said.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('through a forward proxy', () => {
  it('asks by name, and tunnels, with the credentials of the URL, which no file holds', async () => {
    const [front = 0, origin = 0] = await freePorts(2);
    const url = await proxyOf(forwarder('me:secret'), front);
    const folder = await mkdtemp(join(tmpdir(), 'through-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const own = url.replace('//', '//me:secret@');
    const args = [own, '--origin-port', `${origin}`, '--forward', '--json', '-', '--trace', folder];
    const { code, out } = await command('through', ...args);
    expect(code).toBe(0);
    const [result] = readResultFile(out).results;
    expect(result?.answers?.tunnel).toMatchObject({ answer: 'yes' });
    expect(result?.path).toMatchObject({
      upload: { chunked: { passes: 'at once' } },
      download: { 'content-length': { passes: 'at once' } },
      interlock: { 'http/1.1': 'yes' },
      websocket: { 'http/1.1': 'inconclusive' },
    });
    const trace = await readFile(join(folder, 'through.ndjson'), 'utf8');
    const said = trace
      .split('\n')
      .flatMap((line) => (line.includes('"bytes":"') ? [JSON.parse(line).bytes as string] : []))
      .map((bytes) => Buffer.from(bytes, 'base64').toString('latin1'))
      .join('');
    expect(said).toContain(`GET http://127.0.0.1:${origin}/http-version-lab/reach HTTP/1.1`);
    expect(said).toContain(`CONNECT 127.0.0.1:${origin} HTTP/1.1`);
    expect(said).toContain('Proxy-Authorization: ');
    for (const secret of ['secret', Buffer.from('me:secret').toString('base64')])
      expect(said + trace + out).not.toContain(secret);
  });

  it('says that it asks for credentials', async () => {
    const [front = 0, origin = 0] = await freePorts(2);
    const url = await proxyOf(forwarder('me:secret'), front);
    const args = [url, '--origin-port', `${origin}`, '--forward', '--deadline', '1'];
    const { code, err } = await command('through', ...args);
    expect({ code, err }).toEqual({
      code: 1,
      err: `through ${url}: the proxy did not connect to where it should find the origin; it asks for credentials (status 407) (port ${origin})\n`,
    });
  });

  it('finds no tunnel where CONNECT is no method, and is not asked for one without --forward', async () => {
    const [front = 0, origin = 0] = await freePorts(2);
    const url = await proxyOf(wire(origin), front);
    const args = ['through', url, '--origin-port', `${origin}`, '--json', '-'];
    const forward = readResultFile((await command(...args, '--forward')).out).results[0];
    vi.restoreAllMocks();
    const reverse = readResultFile((await command(...args)).out).results[0];
    expect(forward?.answers?.tunnel?.answer).not.toBe('yes');
    expect(reverse?.answers?.tunnel).toBeUndefined();
  });
});
