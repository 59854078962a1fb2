/**
 * Why a connection was not used again, as a probe reads it from the bytes of servers that each give one cause. (A
 * client that asks to close, one that chooses, and connections that are busy do not come from a server: see
 * tests/measure.)
 */
import { createServer } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { answering, closeServers, listening, probed } from './probed.ts';

afterAll(closeServers);

const ok = (fields = '') => `HTTP/1.1 200 OK\r\n${fields}Content-Length: 2\r\n\r\nok`;

const closesAfter = (answer: string) => () =>
  answering((_nth, socket) => {
    setImmediate(() => socket.end());
    return answer;
  });

/** Answers the first request of each connection, and does this to the second. */
const atTheSecond = (then: (socket: Socket) => void) => () =>
  answering((nth, socket) => {
    if (nth === 1) return ok();
    then(socket);
    return '';
  });

const nodeWithLimit = (limit: number) => () => {
  const server = createServer((_request, response) => void response.end('ok'));
  server.maxRequestsPerSocket = limit;
  return listening(server);
};

const http2WithLimit = (limit: number) => () =>
  listening(
    createHttp2Server((_request, response) => void response.end('ok')).on('session', (session) => {
      let streams = 0;
      session.on('stream', () => {
        streams += 1;
        if (streams === limit) session.close();
      });
    }),
  );

describe.concurrent('the reason for a new connection', () => {
  it.each<[reason: string, count: number, serve: () => Promise<number>, http: string]>([
    ['Connection: close from the server', 4, closesAfter(ok('Connection: close\r\n')), '1.1'],
    ['Connection: close from the server', 1, nodeWithLimit(3), '1.1'],
    ['Connection: close from the server', 2, nodeWithLimit(2), '1.1'],
    ['HTTP/1.0 without keep-alive', 4, nodeWithLimit(0), '1.0'],
    ['HTTP/1.0 without keep-alive', 4, closesAfter(ok('Connection: close\r\n')), '1.0'],
    ['HTTP/1.0 without keep-alive', 4, closesAfter('HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n'), '1.1'],
    [
      'response without a length, ended by close',
      4,
      closesAfter('HTTP/1.1 200 OK\r\n\r\nuntil the end'),
      '1.1',
    ],
    ['reset by the server before the answer', 4, atTheSecond((socket) => socket.resetAndDestroy()), '1.1'],
    ['closed by the server before the answer', 4, atTheSecond((socket) => socket.end()), '1.1'],
    ['GOAWAY from the server', 2, http2WithLimit(2), '2'],
    ['GOAWAY from the server', 1, http2WithLimit(4), '2'],
    ['protocol error', 4, () => answering(() => `${ok()}HTTP/1.1 200 Nobody asked\r\n\r\n`), '1.1'],
  ])('%s, %d times', async (reason, count, serve, http) => {
    const { result, rows } = await probed(await serve(), { http, deadline: 30 });
    expect(result.facts?.reuse?.newConnections).toEqual({ [reason]: count });
    expect(rows['why new connections']).toBe(`${reason}: ${count}`);
    expect(rows['reused?']).toMatch(/^no/);
  });

  it('is an idle close where the server hangs up unannounced; a request on its way then has no answer', async () => {
    const { result } = await probed(await closesAfter(ok())(), { requests: 4, deadline: 30 });
    const reasons = result.facts?.reuse?.newConnections ?? {};
    expect(['closed by the server while idle', 'closed by the server before the answer']).toEqual(
      expect.arrayContaining(Object.keys(reasons)),
    );
    expect(Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  it('is none where there was no new connection', async () => {
    const { result } = await probed(await answering(() => ok()));
    expect(result.facts?.reuse?.newConnections).toEqual({});
  });
});
