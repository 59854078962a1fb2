/** Each row of a probe, against servers of our own that differ in just that; what the servers are told is the judge. */
import { createSecureServer } from 'node:http2';
import { afterAll, describe, expect, it } from 'vitest';
import { reason } from '../../../src/model/reason.ts';
import { width } from '../../../src/report/words/text.ts';
import { certificateFor } from '../../../src/wire/certificate.ts';
import { answering, closeServers, listening, probed, rawServer } from './probed.ts';
import { http2Server, nodeServer, ok } from './servers.ts';

const certificate = await certificateFor('127.0.0.1');

afterAll(closeServers);

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
    expect(rows['idle connection']).toMatch(/^closed after \d+\.\d s, (as|later than) advertised \(1 s\)$/);
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

  it('follows no redirect, wherever it leads', async () => {
    const port = await answering(() => 'HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n');
    const { rows, result } = await probed(port);
    expect(rows).toMatchObject({ 'answers as': 'HTTP/1.1 302', 'requests / connections': '5 / 1' });
    expect(result.outcome).toBe('ran');
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
