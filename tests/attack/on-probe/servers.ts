/** All hostile servers: those of the tests of `probe`, and some more that only have to be survived. */
import { chunked, frame, http1Floods, http2Floods } from '../../commands/probe/hostile/flooding-servers.ts';
import { http1Servers } from '../../commands/probe/hostile/http1-servers.ts';
import { http2Servers } from '../../commands/probe/hostile/http2-servers.ts';
import { endless, ok, whenAsked } from '../../commands/probe/hostile/servers.ts';
import { answering, rawServer } from '../../commands/probe/probed.ts';
import type { Hostile } from './hostile.ts';
import { tlsServers } from './tls.ts';

type Named = Readonly<Record<string, Hostile>>;

const named = (version: string, servers: Named): Named =>
  Object.fromEntries(Object.entries(servers).map(([name, server]) => [`${version}: ${name}`, server]));

const floods = (of: Readonly<Record<string, readonly string[]>>, http: '1.1' | '2'): Named =>
  Object.fromEntries(
    Object.entries(of).map(([name, [first = '', more = '']]) => [
      `${name} without end`,
      { http, serve: () => whenAsked((socket) => endless(socket, first, more)) },
    ]),
  );

const http2: Named = Object.fromEntries(
  Object.entries(http2Servers).map(([name, serve]) => [name, { serve, http: '2' }]),
);

const switched = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';

const more: Named = {
  'HTTP/1.1: falls silent at the fourth request': {
    http: '1.1',
    serve: () => answering((nth) => (nth < 4 ? ok : '')),
  },
  'HTTP/1.1: chunks of a byte without end, after three answers': {
    http: '1.1',
    serve: () => {
      let nth = 0;
      return rawServer((socket) => {
        socket.on('data', () => {
          nth += 1;
          if (nth <= 3) socket.write(ok);
          else endless(socket, chunked, '1\r\nx\r\n');
        });
      });
    },
  },
  'HTTP/2: RST_STREAM without end': {
    http: '2',
    serve: () => whenAsked((socket) => endless(socket, frame(4, 0, 0), frame(3, 0, 1, [0, 0, 0, 8]))),
  },
  'WebSocket that nobody asked for, and pings without end': {
    http: '1.1',
    serve: () => whenAsked((socket) => endless(socket, switched, '\x89\x00')),
  },
  'WebSocket that nobody asked for, and garbage without end': {
    http: '1.1',
    serve: () => whenAsked((socket) => endless(socket, switched, '\xff\x7f\xff\xff')),
  },
};

export const hostileServers: Named = {
  ...named(
    'HTTP/1.1',
    Object.fromEntries(
      Object.entries(http1Servers).map(([name, { serve }]) => [name, { serve, http: '1.1' }]),
    ),
  ),
  ...named('HTTP/1.1', floods(http1Floods, '1.1')),
  ...named('HTTP/2', {
    ...http2,
    'sends garbage from the start': {
      serve: http2Servers['sends garbage from the start'],
      http: '2',
      code: 0,
    },
  }),
  ...named('HTTP/2', floods(http2Floods, '2')),
  ...more,
  ...tlsServers,
};
