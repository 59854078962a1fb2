/**
 * Servers of HTTP/1.1 that are broken or mean harm: a probe of each ends within its time, says in one line what
 * happened, and keeps what was seen until then.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { toldResult } from '../../../../src/model/told.ts';
import { answering, closeServers, probed, rawServer } from '../probed.ts';
import { endless, ok, whenAsked } from './servers.ts';

afterAll(closeServers);

/** `within`: where it takes a while to send too much. */
const http1: Record<
  string,
  { serve: () => Promise<number>; says: string; outcome?: string; within?: number }
> = {
  'never answers': {
    serve: () => rawServer((socket) => socket.resume()),
    says: 'there was no answer within 1 s',
    outcome: 'timed-out',
  },
  'answers garbage': {
    serve: () => whenAsked((socket) => socket.write('\0\x01garbage\r\n\r\n')),
    says: 'the answer is no HTTP/1.x',
  },
  'answers half and stalls': {
    serve: () => whenAsked((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf')),
    says: 'the answer did not end within 1 s',
    outcome: 'timed-out',
  },
  'answers half a head and stalls': {
    serve: () => whenAsked((socket) => socket.write('HTTP/1.1 200')),
    says: 'there was no answer within 1 s',
    outcome: 'timed-out',
  },
  'resets at once': {
    serve: () => rawServer((socket) => socket.resetAndDestroy()),
    says: 'the server reset the connection without an answer',
  },
  'resets in the middle': {
    serve: () =>
      whenAsked((socket) =>
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf', () =>
          setTimeout(() => socket.resetAndDestroy(), 50),
        ),
      ),
    says: 'the server reset the connection in the middle of its answer',
  },
  'closes in the middle': {
    serve: () => whenAsked((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf')),
    says: 'the server closed the connection in the middle of its answer',
  },
  'closes at once': {
    serve: () => rawServer((socket) => socket.end()),
    says: 'the server closed the connection without an answer',
  },
  'sends headers without end': {
    serve: () => whenAsked((socket) => endless(socket, 'HTTP/1.1 200 OK\r\n', 'X-Filler: more and more\r\n')),
    says: "the answer's head does not end",
  },
  'sends a header line without end': {
    serve: () => whenAsked((socket) => endless(socket, 'HTTP/1.1 200 OK\r\nX: ', 'x')),
    says: "the answer's head does not end",
  },
  'sends a body without end': {
    serve: () => whenAsked((socket) => endless(socket, 'HTTP/1.1 200 OK\r\n\r\n', 'x')),
    says: 'the answer is longer than 16 MiB',
    within: 30,
  },
  'sends chunks without end': {
    serve: () =>
      whenAsked((socket) =>
        endless(
          socket,
          'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
          `ff\r\n${'x'.repeat(255)}\r\n`,
        ),
      ),
    says: 'the answer is longer than 16 MiB',
    within: 30,
  },
  'sends interim responses without end': {
    serve: () => whenAsked((socket) => endless(socket, '', 'HTTP/1.1 103 Early Hints\r\n\r\n')),
    says: 'more than 100 interim responses came',
    within: 30,
  },
};

describe.concurrent('a server of HTTP/1.1 that', () => {
  it.each(Object.entries(http1))('%s', async (_name, { serve, says, outcome = 'failed', within = 1 }) => {
    const { result, notes } = await probed(await serve(), { deadline: within });
    expect(toldResult(result)).toMatchObject({ outcome, error: { message: says } });
    expect(notes).toEqual([`HTTP/1.1 ${outcome}: ${says}`]);
  });

  it('breaks off after two answers leaves those as facts', async () => {
    const port = await answering((nth, socket) => {
      if (nth < 3) return ok;
      socket.once('drain', () => {});
      setImmediate(() => socket.destroy());
      return 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n';
    });
    const { rows, notes, result } = await probed(port, { deadline: 5, requests: 9 });
    expect(rows).toMatchObject({ 'answers as': 'HTTP/1.1 200' });
    expect(result.outcome).toBe('failed');
    expect(result.facts?.reuse?.exchanges).toBeGreaterThanOrEqual(3);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(
      /^HTTP\/1\.1 failed: request \d: the server closed the connection in the middle of its answer$/,
    );
  });

  it('falls silent at the fourth request leaves three as facts', async () => {
    const port = await answering((nth) => (nth < 4 ? ok : ''));
    const { rows, notes } = await probed(port, { deadline: 1 });
    expect(rows['requests / connections']).toBe('4 / 1');
    expect(notes).toEqual(['HTTP/1.1 timed-out: request 4: there was no answer within 1 s']);
  });
});
