/** The page of `observe --page` is for this machine alone, and says in one line why it cannot be. */
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { command } from '../command.ts';
import { listen, pageOf } from './events.ts';
import { httpServer } from './http-server.ts';
import { dial, observe, serve } from './observed.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe('the page is for this machine:', () => {
  const ask = (url: string, headers: Record<string, string>, path = '/', method = 'GET') =>
    new Promise<{ response: IncomingMessage; text: string }>((resolve, reject) => {
      const asked = request(new URL(path, url), { headers, method, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => {
          text += piece;
        });
        response.on('end', () => resolve({ response, text }));
      });
      asked.on('error', reject).end();
    });

  it('a name of somebody else is refused, and nobody else may read it', async () => {
    const url = pageOf(await observe(await httpServer(), '--page'));
    const { port } = new URL(url);
    for (const host of [
      'attacker.example',
      `attacker.example:${port}`,
      `127.0.0.1.attacker.example:${port}`,
      `localhost.attacker.example`,
      '127.0.0.2',
    ])
      for (const path of ['/', '/events']) {
        const { response, text } = await ask(url, { host }, path);
        expect([host, response.statusCode]).toEqual([host, 421]);
        expect(text).toBe('This page is for loopback.\n');
      }
    const nameless = dial(Number(port));
    nameless.socket.end('GET /events HTTP/1.0\r\n\r\n');
    expect((await nameless.over).text).toMatch(/^HTTP\/1\.1 421 /);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, 'LOCALHOST', '[::1]:8080']) {
      const { response, text } = await ask(url, { host, origin: 'http://attacker.example' });
      expect([host, response.statusCode]).toEqual([host, 200]);
      expect(text).toMatch(/^<!doctype html>/);
      expect(Object.keys(response.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    expect((await ask(url, {}, '/other')).response.statusCode).toBe(404);
    expect((await ask(url, {}, '/events', 'POST')).response.statusCode).toBe(404);
  });

  it('it listens on 127.0.0.1 and nowhere else', async () => {
    const { port } = new URL(pageOf(await observe(await httpServer(), '--page')));
    const elsewhere = connect({ host: '127.0.0.2', port: Number(port) });
    const [error] = (await once(elsewhere, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('its policy lets nothing run but its own script and style, and nothing be asked for elsewhere', async () => {
    const { response, text } = await ask(pageOf(await observe(await httpServer(), '--page')), {});
    const policy = String(response.headers['content-security-policy']);
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(text.replaceAll(/<script type="application\/json"[\s\S]*?<\/script>/g, '')).not.toMatch(
      /https?:\/\/(?!www\.w3\.org\/2000\/svg)/,
    );
    expect(response.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  it('so many pages and no more', async () => {
    const url = pageOf(await observe(await httpServer(), '--page'));
    const streams = await Promise.all(Array.from({ length: 32 }, () => listen(url)));
    expect((await ask(url, {}, '/events')).response.statusCode).toBe(503);
    streams[0]?.leave();
    // The place is free once the program has seen that.
    await expect.poll(() => listen(url).then(() => 'welcome', String)).toBe('welcome');
  });
});

it.each([
  [
    'a port that is taken',
    async () => String(await serve(() => {})),
    /^cannot listen on 127\.0\.0\.1:\d+ for the page: EADDRINUSE$/,
  ],
  ['no port', async () => 'a', /It takes a port from 1 to 65535/],
])('%s is one line and exit code 2', async (_, portOf, line) => {
  const { code, stderr } = await command('observe', '--to', '127.0.0.1:1', '--page', await portOf());
  expect(code).toBe(2);
  expect(stderr[0]).toMatch(line);
});

it.each(['--pcap', '--trace'])(
  'it ends with one line where the file of %s cannot be opened, though its page is there',
  async (option) => {
    const folder = await mkdtemp(join(tmpdir(), 'page-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await mkdir(join(folder, 'observe.ndjson'));
    // Neither can be told before the file is opened: it would lie in a device, or its name is a folder's.
    const file = option === '--pcap' ? '/dev/null/no.pcapng' : folder;
    const { code, stderr } = await command('observe', '--to', '127.0.0.1:1', '--page', option, file);
    expect(code).toBe(2);
    expect(stderr).toHaveLength(2);
    expect(stderr[1]).toMatch(/^cannot write .*: (ENOTDIR|EISDIR)$/);
  },
);
