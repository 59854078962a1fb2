/** Servers of HTTP/1.1 that are broken or mean harm. */
import { rawServer } from '../probed.ts';
import { endless, whenAsked } from './servers.ts';

/** What `probe` says of each with one second's patience, or with `within`, where it takes a while to send too much. */
export const http1Servers: Readonly<
  Record<string, { serve: () => Promise<number>; says: string; outcome?: string; within?: number }>
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
