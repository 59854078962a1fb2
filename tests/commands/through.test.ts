/** `through` on proxies of a few lines each: what they let pass is known from how they are made. */
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, createServer as createHttpServer, request as httpRequest } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { assessThrough } from '../../src/assess/through/through.ts';
import { runThrough } from '../../src/bench/run-through.ts';
import { main } from '../../src/cli.ts';
import { reason } from '../../src/model/reason.ts';
import { freePorts } from '../peers/support/running.ts';
import { readResultFile } from '../result-file.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const close of closers.splice(0)) await close();
});

/** Until the end of the test. */
async function proxyOf(server: Server, front: number): Promise<string> {
  const { url, close } = await listening(server, front);
  closers.push(close);
  return url;
}

/** Whatever it accepts is destroyed in the end. */
async function listening(
  server: Server,
  front: number,
): Promise<{ url: string; close: () => Promise<unknown> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(front, '127.0.0.1', resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${front}/`, close };
}

/** With a proxy of its own, so that several may run side by side. */
const run = async (server: (originPort: number) => Server, stepSeconds = 10) => {
  const [front = 0, originPort = 0] = await freePorts(2);
  const { url, close } = await listening(server(originPort), front);
  try {
    return assessThrough(await runThrough({ url: new URL(url), originPort, stepSeconds }));
  } finally {
    await close();
  }
};

/** Byte by byte as they come, connection for connection. */
const wire = (originPort: number): Server =>
  createServer((client) => {
    const origin = connect({ host: '127.0.0.1', port: originPort, noDelay: true });
    client.setNoDelay(true);
    client.pipe(origin).pipe(client);
    origin.on('error', () => client.destroy());
    client.on('close', () => origin.destroy());
  });

/** HTTP/1.1 that has the whole of each message before it sends any of it, on a new connection each time. */
const storeAndForward = (originPort: number): Server =>
  createHttpServer(async (request, response) => {
    const content = await whole(request);
    const onward = httpRequest(
      {
        host: '127.0.0.1',
        port: originPort,
        path: request.url,
        method: request.method,
        agent: false,
        headers: { host: 'origin', 'content-length': content.length, 'content-type': 'text/plain' },
      },
      async (answer) => {
        const body = await whole(answer);
        response.setHeader('server', 'store-and-forward/1');
        response.writeHead(answer.statusCode ?? 500, { 'content-length': body.length });
        response.end(body);
      },
    );
    onward.on('error', () => response.writeHead(502).end('no origin\n'));
    onward.end(content);
  });

/** HTTP/1.1 with connections that are kept, and given back a moment after the answer has gone. */
const slowToGiveBack = (originPort: number): Server => {
  const idle: Agent[] = [];
  const server = createHttpServer((request, response) => {
    const agent = idle.pop() ?? new Agent({ keepAlive: true, maxSockets: 1 });
    const { method, url } = request;
    const { upgrade: _, connection: __, ...headers } = request.headers;
    const onward = httpRequest(
      { host: '127.0.0.1', port: originPort, path: url, method, headers, agent },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
        answer.on('end', () => setTimeout(() => idle.push(agent), 100));
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  return server.on('close', () => {
    for (const agent of idle) agent.destroy();
  });
};

async function whole(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const read: Buffer[] = [];
  for await (const part of parts) read.push(part);
  return Buffer.concat(read);
}

/** The command, with what it wrote to stdout and stderr. */
async function command(...argv: string[]) {
  const said = { out: '', err: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.err += String(text);
    return true;
  });
  const code = await main(['node', 'http-version-lab', ...argv]);
  return { code, ...said };
}

describe.concurrent('through a proxy that is a wire', () => {
  it('lets everything pass, over both versions, with as many connections behind as in front', async () => {
    const { result } = await run(wire);
    expect(result.outcome).toBe('ran');
    expect(result.path).toEqual({
      upload: 'streams',
      download: 'immediate',
      sse: 'immediate',
      interlock: { 'http/1.1': 'yes', 'http/2': 'yes' },
      websocket: { 'http/1.1': 'yes', 'http/2': 'yes' },
    });
    expect(result.facts?.front).toMatchObject({ connections: 1, exchanges: 5, protocol: 'HTTP/1.1' });
    expect(result.facts?.back).toMatchObject({ connections: 1, exchanges: 5, exchangesPerConnection: [5] });
    expect(result.facts?.backFive).toMatchObject({
      connections: 5,
      exchanges: 5,
      exchangesPerConnection: [1, 1, 1, 1, 1],
    });
    expect(result.violations).toEqual([]);
  });
});

describe.concurrent('through a proxy that stores and forwards', () => {
  it('holds everything, and knows no HTTP/2 and no WebSocket', async () => {
    const { result } = await run(storeAndForward);
    expect(result.outcome).toBe('ran');
    expect(result.subject).toBe('a real proxy: store-and-forward/1');
    expect(result.path).toEqual({
      upload: 'held',
      download: 'held',
      sse: 'held',
      interlock: { 'http/1.1': 'no', 'http/2': 'not applicable' },
      websocket: { 'http/1.1': 'no', 'http/2': 'not applicable' },
    });
    expect(result.facts?.front).toMatchObject({ connections: 1, exchanges: 5 });
    expect(result.facts?.back).toMatchObject({ connections: 5, exchanges: 5 });
    expect(result.answers?.['interlock over http/1.1']).toMatchObject({ cause: 'server' });
  });
});

describe.concurrent('through a proxy that gives its connections back late', () => {
  it('counts those that it needs, not those that it was in a hurry to open', async () => {
    const { result } = await run(slowToGiveBack);
    expect(result.outcome).toBe('ran');
    expect(result.facts?.back).toMatchObject({ connections: 1, exchanges: 5 });
    expect(result.facts?.backFive).toMatchObject({ connections: 1, exchanges: 5 });
  });
});

describe.concurrent('through a proxy that lets nothing up', () => {
  it('gives up uploads that never come out, is sure of nothing there, and keeps the rest', async () => {
    const { result } = await run(stallsUploads, 3);
    expect(result.outcome).toBe('timed-out');
    expect(result.error?.reason).toEqual(
      reason('error.late', { Questions: 'upload, interlock over http/1.1, interlock over http/2' }),
    );
    expect(result.path).toMatchObject({
      upload: 'inconclusive',
      download: 'immediate',
      sse: 'immediate',
      interlock: { 'http/1.1': 'inconclusive', 'http/2': 'inconclusive' },
    });
    expect(result.facts?.back).toMatchObject({ connections: 1, exchanges: 5 });
  });
});

describe('what through stores', () => {
  it('is judged the same again from what was stored', async () => {
    const [front = 0, origin = 0] = await freePorts(2);
    const url = await proxyOf(wire(origin), front);
    const folder = await mkdtemp(join(tmpdir(), 'through-'));
    closers.push(() => rm(folder, { recursive: true }));
    const files = ['--trace', folder, '--json', '-'];
    const first = await command('through', url, '--origin-port', `${origin}`, ...files);
    vi.restoreAllMocks();
    const again = await command('read', join(folder, 'through.ndjson'), '--json', '-');
    expect([first.code, again.code]).toEqual([0, 0]);
    expect(JSON.parse(again.out)).toEqual(JSON.parse(first.out));
    vi.restoreAllMocks();
    const table = await command('read', join(folder, 'through.ndjson'), '--verbose');
    expect(table.out).toMatch(/^interlock over HTTP\/2 +yes /m);
    expect(table.out).toMatch(/interlock over http\/1\.1, front.*\n +1 {2}▶⇄◀\n +yes: 3 parts/);
  });
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
    const { code, out, err } = await command('through', url, '--origin-port', `${origin}`, '--json', '-');
    expect(err).toBe(
      `through ${url}: the proxy did not connect to where it should find the origin; it answered with status 502 (port ${origin})\n`,
    );
    expect(code).toBe(1);
    const [result] = readResultFile(out).results;
    expect(result).toMatchObject({ outcome: 'failed', error: { code: 'ORIGIN_NOT_REACHED' } });
    expect(result?.facts?.front).toMatchObject({ connections: 1, exchanges: 1 });
    expect(result?.path?.upload).toBe('inconclusive');
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

/** A wire that passes nothing on after the words of an upload, or of an interlock. */
const stallsUploads = (originPort: number): Server =>
  createServer((client) => {
    const origin = connect({ host: '127.0.0.1', port: originPort, noDelay: true });
    let stalled = false;
    client.on('data', (bytes: Buffer) => {
      stalled ||= /the first part|request part/.test(bytes.toString('latin1'));
      if (!stalled) origin.write(bytes);
    });
    origin.pipe(client);
    origin.on('error', () => client.destroy());
    client.on('close', () => origin.destroy());
  });
