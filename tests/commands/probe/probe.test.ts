/** Each row of a probe, against servers of our own that differ in just that; what the servers are told is the judge. */
import { once } from 'node:events';
import { createServer, type ServerOptions } from 'node:http';
import {
  constants,
  createServer as createHttp2Server,
  createSecureServer,
  type Http2Server,
  type Settings,
} from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { setImmediate as immediate } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { reason } from '../../../src/model/reason.ts';
import { width } from '../../../src/report/words/text.ts';
import { certificateFor } from '../../../src/wire/certificate.ts';
import { answering, closeServers, listening, probed, rawServer } from './probed.ts';

const certificate = await certificateFor('127.0.0.1');

afterAll(closeServers);

const ok = (fields = '') => `HTTP/1.1 200 OK\r\n${fields}Content-Length: 2\r\n\r\nok`;

/** Node's own, which says what it does in a Keep-Alive field. */
const nodeServer = (
  {
    keepAliveTimeout = 5000,
    maxRequestsPerSocket = 0,
    ...options
  }: ServerOptions & { maxRequestsPerSocket?: number },
  whenWhole = false,
) => {
  const server = createServer({ keepAliveTimeout, ...options }, (request, response) => {
    response.setHeader('Content-Length', 2); // Without it Node does not keep an HTTP/1.0 connection.
    if (!whenWhole) response.end('ok');
    else request.on('end', () => response.end('ok')).resume();
  });
  server.maxRequestsPerSocket = maxRequestsPerSocket;
  return listening(server);
};

const http2Server = (settings: Settings = {}, use: (server: Http2Server) => void = () => {}) => {
  const server = createHttp2Server({ settings }, (_request, response) => void response.end('ok'));
  use(server);
  return listening(server);
};

describe.concurrent('probe of HTTP/1.1', () => {
  it('counts requests and connections, as many as were asked', async () => {
    const port = await answering(() => ok());
    const { rows, result } = await probed(port, { requests: 7 });
    expect(rows).toMatchObject({
      'answers as': 'HTTP/1.1 200',
      'requests / connections': '7 / 1',
      'reused?': 'yes',
      'hangs up first': 'nobody',
    });
    expect(rows).not.toHaveProperty('why new connections');
    expect(result.facts?.reuse).toMatchObject({ exchanges: 7, connections: 1, newConnections: {} });
  });

  it('shows the status line, and says so when another version stands in it', async () => {
    const port = await answering(() => 'HTTP/1.0 404 Not Found\r\nContent-Length: 2\r\n\r\nno');
    const { rows, notes } = await probed(port);
    expect(rows['answers as']).toBe('HTTP/1.0 404');
    expect(notes.join('\n')).toContain('HTTP/1.1 was asked, HTTP/1.0 stands in the status line');
    const same = await probed(await answering(() => ok()));
    expect(same.text).not.toContain('status line');
  });

  it.each([
    ['Keep-Alive: timeout=7, max=3\r\n', 'timeout=7, max=3'],
    ['', undefined],
  ])('shows the Keep-Alive field %j', async (fields, shown) => {
    const { rows } = await probed(await answering(() => ok(fields)));
    expect(rows['Keep-Alive field']).toBe(shown);
  });

  it('says who hung up first', async () => {
    const closes = await answering((_nth, socket) => {
      setImmediate(() => socket.end());
      return ok('Connection: close\r\n');
    });
    const { rows } = await probed(closes, { requests: 2 });
    expect(rows['hangs up first']).toMatch(/^server|client/);
    const stays = await probed(await answering(() => ok()), { requests: 2 });
    expect(stays.rows['hangs up first']).toBe('nobody');
  });

  it('finds how many requests a connection may carry', async () => {
    const limited = await probed(await nodeServer({ maxRequestsPerSocket: 3 }), { limit: 10 });
    expect(limited.rows['requests a connection']).toBe('3, then closed (max=3 in the first answer)');
    expect(limited.result.facts?.['request limit']?.exchangesPerConnection).toEqual([3, 1]);
    const free = await probed(await nodeServer({}), { limit: 10 });
    expect(free.rows['requests a connection']).toBe('at least 10');
  });

  it('waits for the close of an idle connection, and holds it against what was advertised', async () => {
    const kept = await nodeServer({ keepAliveTimeout: 1000 });
    const { rows, result } = await probed(kept, { idle: 20 });
    expect(rows['idle connection']).toMatch(/^closed after \d+\.\d s, as advertised \(1 s\)$/);
    expect(result.answers?.idle).toMatchObject({ answer: 'yes' });
    const sooner = await answering((_nth, socket) => {
      setImmediate(() => socket.end());
      return ok('Keep-Alive: timeout=9\r\n');
    });
    const broken = await probed(sooner, { idle: 20 });
    expect(broken.rows['idle connection']).toMatch(/^closed after .*, sooner than advertised \(9 s\)$/);
    const open = await probed(await answering(() => ok('Keep-Alive: timeout=9\r\n')), { idle: 1 });
    expect(open.rows['idle connection']).toBe('open after 1.0 s (advertised: 9 s)');
  });

  it('asks for two answers at once', async () => {
    expect((await probed(await answering(() => ok()))).rows['second request beside?']).toBe('yes');
    const drops = await answering((nth, socket) => {
      if (nth === 1) setImmediate(() => socket.end());
      return nth === 1 ? ok() : '';
    });
    const { rows, notes } = await probed(drops, { requests: 1 });
    expect(rows['second request beside?']).toBe('no (server)');
    expect(notes).toContain(
      'HTTP/1.1, no second request beside a first: the server hung up without an answer to the second of two requests in one go',
    );
  });

  it('does not take silence for a no', async () => {
    // Each connection is good for what comes in one piece, and for one answer to that.
    const first = await rawServer((socket) => {
      socket.on('end', () => socket.end());
      socket.on('data', () => socket.write(ok()));
    });
    const { rows, result } = await probed(first);
    expect(rows['second request beside?']).toBe('?');
    expect(result.answers?.multiplex?.reason).toEqual(reason('multiplex.nobody-hung-up'));
    expect(result.outcome).toBe('ran');
  });

  it('sees whether an answer comes before the request has ended', async () => {
    const early = await probed(await nodeServer({}));
    expect(early.rows['early answer?']).toBe('yes, with 200');
    const late = await probed(await nodeServer({}, true));
    expect(late.rows['early answer?']).toBe('no (server), with 200');
    expect(late.notes).toContain(
      'HTTP/1.1, no early answer: the server answered only after the whole request',
    );
  });

  it('sends a request again that crossed the hang-up of the server', async () => {
    const port = await answering((nth, socket) => {
      if (nth % 2 === 1) return ok();
      socket.destroy();
      return '';
    });
    const { rows, result } = await probed(port, { requests: 3 });
    expect(result.outcome).toBe('ran');
    expect(rows['requests / connections']).toBe('5 / 3');
    expect(rows['reused?']).toBe('no (server)');
  });
});

describe.concurrent('probe of HTTP/1.0', () => {
  it('is told apart from HTTP/1.1 by what the client asks', async () => {
    const port = await nodeServer({});
    const { rows, notes } = await probed(port, { http: '1.0' });
    expect(rows).toMatchObject({
      'answers as': 'HTTP/1.1 200',
      'requests / connections': '5 / 5',
      'reused?': 'no (protocol)',
      'why new connections': 'HTTP/1.0 without keep-alive: 4',
      'ordinary use: conversation': 'simplex',
    });
    expect(notes).toEqual([
      'HTTP/1.0, not reused: 5 requests took 5 connections: an HTTP/1.0 connection ends with the answer if nobody asks to keep it',
      "HTTP/1.0 was asked, HTTP/1.1 stands in the status line: the highest version that the server claims (RFC 9110 §6.2). Whether the connection is kept still goes by the request's version too (RFC 9112 §9.3).",
    ]);
  });

  it('asks again to keep the connection with --why, and only where it was not kept', async () => {
    const port = await nodeServer({});
    const why = await probed(port, { http: '1.0', why: true });
    expect(why.rows).toMatchObject({ 'requests / connections': '5 / 5', 'asked to keep alive': '5 / 1' });
    expect((await probed(port, { http: '1.0' })).rows).not.toHaveProperty('asked to keep alive');
    expect((await probed(port, { http: '1.1', why: true })).rows).not.toHaveProperty('asked to keep alive');
  });

  it('shows that it was in vain where the server closes all the same', async () => {
    const port = await answering((_nth, socket) => {
      setImmediate(() => socket.end());
      return 'HTTP/1.0 200 OK\r\n\r\nok';
    });
    const { rows, notes } = await probed(port, { http: '1.0', why: true, requests: 3 });
    expect(rows['asked to keep alive']).toBe('3 / 3');
    expect(notes).toContain(
      'HTTP/1.0, not reused though asked to keep alive: 3 requests took 3 connections: the server did not agree to keep the connection',
    );
  });

  it('asks to keep the connection where it is to be idle, or to carry as much as it may', async () => {
    const kept = await probed(await nodeServer({ keepAliveTimeout: 1000 }), { http: '1.0', idle: 20 });
    expect(kept.rows['idle connection']).toMatch(/^closed after /);
    const agreed = 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n';
    const limited = await answering((nth, socket) => {
      if (nth === 4) setImmediate(() => socket.end());
      return nth === 4 ? 'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n' : agreed;
    });
    const { rows } = await probed(limited, { http: '1.0', limit: 10 });
    expect(rows['requests a connection']).toBe('4, then closed');
  });
});

describe.concurrent('probe of HTTP/2', () => {
  it('speaks it without asking first', async () => {
    const { rows, result } = await probed(await http2Server(), { http: '2' });
    expect(rows).toMatchObject({
      'answers as': 'HTTP/2 200',
      'requests / connections': '5 / 1',
      'reused?': 'yes',
      'second request beside?': 'yes',
      'early answer?': 'yes, with 200',
      'push?': 'none came',
    });
    expect(result.facts?.reuse?.protocol).toBe('HTTP/2');
  });

  it('shows the SETTINGS that the server sent', async () => {
    const { rows } = await probed(
      await http2Server({ maxConcurrentStreams: 17, initialWindowSize: 70_000 }),
      {
        http: '2',
      },
    );
    expect(rows.SETTINGS).toContain('MAX_CONCURRENT_STREAMS 17');
    expect(rows.SETTINGS).toContain('INITIAL_WINDOW_SIZE 70000');
  });

  it('asks for a second answer while there is no window for the end of the first', async () => {
    const { result } = await probed(await http2Server(), { http: '2' });
    expect(result.answers?.multiplex).toMatchObject({
      answer: 'yes',
      reason: reason('multiplex.beside-answer'),
    });
    expect(result.facts?.multiplex).toMatchObject({ connections: 1, exchanges: 2, overlaps: 1 });
    expect(result.verdicts?.limit?.conversation).toMatchObject({
      mode: 'full-duplex',
      evidence: [
        { question: 'multiplex', message: 1, direction: 's2c' },
        { question: 'multiplex', message: 2, direction: 'c2s' },
      ],
    });
  });

  it('sees that answers come one after another', async () => {
    const server = createHttp2Server();
    server.on('session', (session) => {
      let earlier: Promise<unknown> = Promise.resolve();
      session.on('stream', (stream) => {
        const before = earlier;
        earlier = once(stream, 'close');
        before.then(() => stream.respond({ ':status': 200 })).then(() => stream.end('ok'));
      });
    });
    const { rows, notes, result } = await probed(await listening(server), { http: '2' });
    expect(rows['second request beside?']).toBe('no (server)');
    expect(notes).toContain(
      'HTTP/2, no second request beside a first: the second request was answered only after the first answer had ended',
    );
    expect(result.outcome).toBe('ran');
  });

  it('is not sure of a server that says nothing as long as it may not send all', async () => {
    const server = createHttp2Server();
    server.on('session', (session) => {
      const wide = () => Number(session.remoteSettings.initialWindowSize) > 1;
      session.on('stream', async (stream) => {
        while (!wide()) await once(session, 'remoteSettings');
        stream.respond({ ':status': 200 });
        stream.end('ok');
      });
    });
    const { rows, result } = await probed(await listening(server), { http: '2' });
    expect(rows['second request beside?']).toBe('?');
    expect(result.outcome).toBe('ran');
  });

  it.each(['before', 'after'])(
    'comes to the same verdicts whether requests that are refused early end %s another is answered',
    async (when) => {
      const server = createHttp2Server();
      server.on('session', (session) => {
        const refused: Promise<unknown>[] = [];
        session.on('stream', async (stream, fields) => {
          if (fields[':method'] === 'GET') {
            if (when === 'before') await Promise.all(refused);
            stream.respond({ ':status': 200 }, { endStream: true });
            return;
          }
          refused.push(once(stream, 'close'));
          if (when === 'after') await immediate();
          stream.respond({ ':status': 405 }, { endStream: true });
          await immediate(); // On some lines of Node a reset overtakes an answer that is not sent yet.
          stream.close(constants.NGHTTP2_NO_ERROR);
        });
      });
      const refusing = await listening(server);
      const { rows, result } = await probed(refusing, { http: '2', requests: 1 });
      expect(result.outcome).toBe('ran');
      expect(rows['second request beside?']).toBe('yes');
      expect(rows['early answer?']).toBe('yes, with 405');
      expect(result.verdicts?.limit?.conversation.mode).toBe('full-duplex');
    },
  );

  it('sees that a push arrives', async () => {
    const pushes = await http2Server({}, (server) =>
      server.on('stream', (stream) => {
        stream.pushStream({ ':path': '/pushed' }, (_error, pushed) => {
          pushed.respond({ ':status': 200 });
          pushed.end('pushed');
        });
      }),
    );
    expect((await probed(pushes, { http: '2' })).rows['push?']).toBe('yes, beside a request');
  });

  it('takes GOAWAY for a hang-up', async () => {
    const idle = await http2Server({}, (server) =>
      server.on('session', (session) => session.setTimeout(300, () => session.close())),
    );
    const { rows, result } = await probed(idle, { http: '2', idle: 20 });
    expect(rows['idle connection']).toMatch(/^closed after /);
    expect(result.answers?.idle?.reason).toEqual(reason('idle.hung-up', { who: 'server', How: 'GOAWAY' }));
  });

  it('finds how many requests come before GOAWAY', async () => {
    const limited = await http2Server({}, (server) =>
      server.on('session', (session) => {
        let streams = 0;
        session.on('stream', () => {
          if (++streams === 4) session.close();
        });
      }),
    );
    const { rows, result } = await probed(limited, { http: '2', limit: 20 });
    expect(rows['requests a connection']).toBe('4, then closed');
    expect(result.facts?.['request limit']?.newConnections).toEqual({ GOAWAY: 1 });
  });
});

describe.concurrent('probe of https:', () => {
  it('agrees by ALPN on the version asked, and does not verify the certificate', async () => {
    const server = createSecureServer(
      { ...certificate, allowHTTP1: true },
      (_request, response) => void response.end('ok'),
    );
    const port = await listening(server);
    const { rows, notes, text } = await probed(port, { http: 'all' }, 'https');
    expect(rows['answers as']).toBe('HTTP/2 200');
    expect(text).toMatch(/answers as +HTTP\/1\.1 200 +HTTP\/1\.1 200 +HTTP\/2 200/);
    expect(notes.at(-1)).toBe("The server's certificate was not verified.");
  });

  it('says what was agreed on where it is not HTTP/2', async () => {
    const server = createHttpsServer(
      { ...certificate, ALPNProtocols: ['http/1.1'] },
      (_request, response) => void response.end('ok'),
    );
    const { result, text } = await probed(await listening(server), { http: 'all' }, 'https');
    expect(result.outcome).toBe('skipped');
    expect(text).toContain('HTTP/2 is not spoken: the server refuses the offer of h2 by ALPN');
    const plain = createHttpsServer({ ...certificate, ALPNCallback: () => undefined }, () => {});
    expect((await probed(await listening(plain), { http: '2' }, 'https')).result.outcome).toBe('skipped');
  });

  it('asks for the scheme of the URL', async () => {
    let scheme: unknown = null;
    const server = createSecureServer(certificate, (request, response) => {
      scheme = request.headers[':scheme'];
      response.end('ok');
    });
    await probed(await listening(server), { http: '2' }, 'https');
    expect(scheme).toBe('https');
  });
});

describe.concurrent('a version that is not spoken', () => {
  it('is a row that says what came instead', async () => {
    const port = await answering(
      () => 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
    );
    const { result, notes, rows } = await probed(port, { http: '2' });
    expect(result).toMatchObject({ outcome: 'skipped', error: { code: 'NOT_SPOKEN' } });
    expect(notes).toEqual(['HTTP/2 is not spoken: the server answered "HTTP/1.1 400 Bad Request"']);
    expect(rows).not.toHaveProperty('requests / connections');
  });

  it('is one where the server closes without a word', async () => {
    const { notes } = await probed(await rawServer((socket) => socket.on('data', () => socket.end())), {
      http: '2',
    });
    expect(notes).toEqual(['HTTP/2 is not spoken: the server closed the connection without an answer']);
  });

  it('can be HTTP/1 too', async () => {
    const { notes } = await probed(await http2Server(), { http: '1.1' });
    expect(notes).toEqual(['HTTP/1.1 is not spoken: the server answered with HTTP/2 frames']);
  });

  it('has no row of reasons beside those of the others', async () => {
    const { text } = await probed(await nodeServer({}), { http: 'all' });
    expect(text.match(/HTTP\/2 is not spoken/g)).toHaveLength(1);
    expect(text).not.toMatch(/HTTP\/2, /);
  });
});

it('fits 100 columns', async () => {
  const server = createSecureServer({ ...certificate, allowHTTP1: true }, (request, response) => {
    if (request.httpVersion !== '2.0') response.setHeader('Keep-Alive', 'timeout=1000000, max=1000000');
    response.end('ok');
  });
  const { text } = await probed(
    await listening(server),
    { http: 'all', why: true, limit: 20, idle: 1 },
    'https',
  );
  expect(text.split('\n').filter((line) => width(line) > 100)).toEqual([]);
});
