/** `observe` as a user starts it: what ends it, what it prints where, and what its exit code says. */

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { connect as connectHttp2, createSecureServer } from 'node:http2';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { certificateFor } from '../../../src/wire/certificate.ts';
import { command } from '../command.ts';
import { dial, factsOf, observe, resultOf, serve } from './observed.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Answers every request with its path; resolves with its port. */
function httpServer(): Promise<number> {
  return serve((socket) => {
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        text = text.slice(end + 4);
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      }
    });
    socket.on('end', () => socket.end());
  });
}

/** A client for COMMAND: two requests on one connection, a word on stdout, and exit code 3. */
const client = `
  const socket = require('node:net').connect(Number(process.argv[1]), '127.0.0.1');
  const ask = () => socket.write('GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n');
  let answers = 0;
  socket.on('data', (bytes) => {
    for (const _ of bytes.toString().matchAll(/HTTP/g)) answers += 1;
    if (answers < 2) return ask();
    process.stdout.write('client says ' + process.argv[2] + '\\n', () => process.exit(3));
  });
  ask();
`;

const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

describe('observe ends', () => {
  it('with COMMAND, whose words go to stderr, and tells its exit code', async () => {
    const { child: _, ...observing } = await observe(
      await httpServer(),
      ...['--json', '-', '--', process.execPath, '-e', client, '{port}', 'hello from {url}'],
    );
    const ended = await observing.ended;
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain(`client says hello from http://127.0.0.1:${observing.port}`);
    expect(ended.stderr).toContain(`${process.execPath} ended: exit code 3`);
    expect(resultOf(ended)).toMatchObject({ lab: 'observe', version: '1.1', outcome: 'ran', violations: [] });
    expect(factsOf(ended)).toMatchObject({
      connections: 1,
      exchanges: 2,
      messages: { c2s: 2, s2c: 2 },
      reusedExchanges: 1,
      turnarounds: 3,
      protocol: 'HTTP/1.1',
    });
    expect(resultOf(ended).verdicts).toMatchObject({
      observed: { wire: { mode: 'half-duplex' }, conversation: { mode: 'half-duplex' } },
    });
    // The client is gone and the server had nothing to say any more: what was in flight was waited for.
    expect(resultOf(ended).varying.firstFin).toEqual({ observed: ['client'] });
  });

  it('at SIGINT, with the tables of what crossed up to then', async () => {
    const observing = await observe(await httpServer());
    const { socket, got } = dial(observing.port);
    socket.write(get);
    await got('ok');
    const { code, stdout } = await observing.stop();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}protocol {14}HTTP\/1\.1$/m);
    expect(stdout).toMatch(/^ {2}exchanges {13}1: 1 on 1 connection$/m);
    expect(stdout).toMatch(/^ {2}first FIN or RST {6}1 still open$/m);
    expect(stdout).toMatch(/as observed, conversation: +inconclusive: nothing further was asked of the line/);
  });

  it('when the time is up', async () => {
    const { ended } = await observe(await httpServer(), '--for', '1', '--json', '-');
    const { code } = await ended;
    expect(code).toBe(0);
    expect(factsOf(await ended).connections).toBe(0);
  });

  it('at once at the second SIGINT, though COMMAND does not end', async () => {
    const stubborn = `process.on('SIGTERM', () => {}); require('node:net').connect(Number(process.argv[1])).write('x')`;
    let reached = () => {};
    const there = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const observing = await observe(
      await serve(() => reached()),
      ...['--', process.execPath, '-e', stubborn, '{port}'],
    );
    await there;
    observing.child.kill('SIGINT');
    observing.child.kill('SIGINT');
    const kill = setInterval(() => observing.child.kill('SIGINT'), 100);
    const exited = new Promise((resolve) => observing.child.once('exit', resolve));
    expect(await exited).toBe(130);
    clearInterval(kill);
  });

  it('with exit code 2 and one line when the server was never reached', async () => {
    const nowhere = await serve(() => {});
    const closed = await observe(nowhere, '--for', '60', '--', process.execPath, '-e', 'process.exit()');
    expect((await closed.ended).code).toBe(0);
    const { code, stderr, stdout } = await command(
      ...['observe', '--to', '127.0.0.1:1', '--', process.execPath, '-e', client, '{port}', ''],
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.at(-1)).toBe('cannot reach 127.0.0.1:1: ECONNREFUSED');
  });

  it.each([
    [['--to', 'nonsense'], '--to takes HOST:PORT, not "nonsense"'],
    [['--to', '127.0.0.1:70000'], '--to takes HOST:PORT, not "127.0.0.1:70000"'],
    [['--to', '127.0.0.1:1', '--listen', 'x'], '--listen takes HOST:PORT, not "x"'],
    [['--to', '127.0.0.1:1', '--tls'], 'cannot reach 127.0.0.1:1: ECONNREFUSED'],
    [['--to', '127.0.0.1:1', '--json', '-', '--', '/no/such/program'], 'cannot run /no/such/program: ENOENT'],
  ])('with exit code 2 and a line for %j', async (args, line) => {
    const { code, stdout, stderr } = await command('observe', ...args);
    expect({ code, stdout, last: stderr.at(-1) }).toEqual({ code: 2, stdout: '', last: line });
  });

  it('with exit code 2 where somebody else listens', async () => {
    const port = await serve(() => {});
    const { code, stderr } = await command('observe', '--to', '127.0.0.1:1', '--listen', String(port));
    expect({ code, stderr }).toEqual({ code: 2, stderr: [`cannot listen on ${port}: EADDRINUSE`] });
  });
});

it('stores a trace as it comes, from which the same is read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'observe-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const observing = await observe(await httpServer(), '--trace', folder, '--json', '-');
  const { socket, over, got } = dial(observing.port);
  socket.write(get);
  await got('ok');
  const stored = join(folder, 'observe.ndjson');
  const [growing = ''] = await readdir(folder);
  expect(growing).toMatch(/^observe\.ndjson\.\d+-[0-9a-f]{4}\.partial$/);
  expect(await readFile(join(folder, growing), 'utf8')).toContain(Buffer.from(get).toString('base64'));
  socket.end();
  await over;
  const seen = await observing.stop();
  expect(factsOf(seen).exchanges).toBe(1);
  expect(resultOf(seen).verdicts?.observed?.wire.mode).toBe('half-duplex');
  expect(resultOf(await command('read', stored, '--json', '-'))).toEqual(resultOf(seen));
  expect((await command('read', stored)).stdout).toMatch(/^What crossed between the clients and 127/);
});

describe('over TLS', async () => {
  const certificate = await certificateFor('localhost');

  /** A server that speaks HTTP/2 and HTTP/1.1; resolves with its port. */
  async function tlsServer(): Promise<number> {
    const server = createSecureServer({ ...certificate, allowHTTP1: true }, (_, response) =>
      response.end('ok'),
    );
    server.on('error', () => {});
    server.on('sessionError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  }

  /** One exchange by HTTP/2; resolves when the connection is gone. */
  async function askByHttp2(port: number): Promise<number | undefined> {
    const session = connectHttp2(`https://127.0.0.1:${port}`, { rejectUnauthorized: false });
    const stream = session.request({ ':path': '/' });
    const status = new Promise<number | undefined>((resolve) => {
      stream.on('response', (headers) => resolve(headers[':status']));
    });
    stream.resume();
    await new Promise((resolve) => stream.once('end', resolve));
    const closed = new Promise((resolve) => session.once('close', resolve));
    session.close();
    await closed;
    return status;
  }

  const askByHttp1 = (port: number) =>
    new Promise<string>((resolve, reject) => {
      const options = { host: '127.0.0.1', port, rejectUnauthorized: false, agent: false } as const;
      request(options, (response) => {
        response.resume();
        response.on('end', () => resolve(response.httpVersion));
      })
        .on('error', reject)
        .end();
    });

  it('sees with --tls what is said, in the version that the client and the server would agree on', async () => {
    const observing = await observe(await tlsServer(), '--tls', '--json', '-');
    expect(await askByHttp2(observing.port)).toBe(200);
    expect(await askByHttp1(observing.port)).toBe('1.1');
    const facts = factsOf(await observing.stop());
    expect(facts).toMatchObject({ connections: 2, exchanges: 2, protocol: 'HTTP/2 and HTTP/1.1' });
  });

  it('passes TLS on untouched without it, and is inconclusive because encrypted', async () => {
    const observing = await observe(await tlsServer(), '--json', '-');
    expect(await askByHttp2(observing.port)).toBe(200);
    const ended = await observing.stop();
    expect(factsOf(ended)).toMatchObject({ connections: 1, exchanges: 0, protocol: 'TLS' });
    const { wire, conversation } = resultOf(ended).verdicts?.observed ?? {};
    expect([wire?.mode, conversation?.mode]).toEqual(['inconclusive', 'inconclusive']);
    expect(wire?.because).toContain('a connection is encrypted');
  });

  it('says in one line that the server does not speak TLS', async () => {
    const server = createHttpServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
    });
    const address = server.address();
    const port = address !== null && typeof address !== 'string' ? address.port : 0;
    const { code, stderr } = await command('observe', '--tls', '--to', `127.0.0.1:${port}`);
    expect(code).toBe(2);
    expect(stderr).toEqual([`cannot reach 127.0.0.1:${port}: ERR_SSL_WRONG_VERSION_NUMBER`]);
  });
});
