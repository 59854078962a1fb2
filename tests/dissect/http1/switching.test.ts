/** Connections that leave HTTP/1.x, by Upgrade or by CONNECT (RFC 9110 §7.8, §9.3.6), and those that stay. */
import { client, clientFin, close, server, serverFin } from '../steps.ts';
import { get, getLine, ok, okLine, reads } from './cases.ts';

reads([
  {
    name: '101: what follows is no longer HTTP',
    steps: [
      client('GET /w HTTP/1.1\r\nUpgrade: chat\r\nConnection: Upgrade\r\n\r\n'),
      server('HTTP/1.1 101 Switching Protocols\r\nUpgrade: chat\r\nConnection: upgrade\r\n\r\nhello\nyou\n'),
      client('GET / HTTP/1.1\n'),
      clientFin,
      serverFin,
    ],
    messages: [
      'c2s 1 x1 GET /w 0..55 +0 headers',
      'c2s 2 x- "GET / HTTP/1.1" 55..70 +14 newline',
      's2c 1 x1 101 0..72 +0 headers',
      's2c 2 x- "hello" 72..78 +5 newline',
      's2c 3 x- "you" 78..82 +3 newline',
    ],
    protocols: ['HTTP/1.1', 'records'],
  },
  {
    name: '101 with client bytes that did not wait for it',
    steps: [
      client('GET /w HTTP/1.1\r\nUpgrade: chat\r\nConnection: Upgrade\r\n\r\nearly\n'),
      server('HTTP/1.1 101 Switching Protocols\r\nUpgrade: chat\r\nConnection: upgrade\r\n\r\n'),
      client('late\n'),
    ],
    messages: [
      'c2s 1 x1 GET /w 0..55 +0 headers',
      'c2s 2 x- "early" 55..61 +5 newline',
      'c2s 3 x- "late" 61..66 +4 newline',
      's2c 1 x1 101 0..72 +0 headers',
    ],
    protocols: ['HTTP/1.1', 'records'],
  },
  {
    name: '101 while the content of the request is still being sent',
    steps: [
      client('POST /w HTTP/1.1\r\nUpgrade: chat\r\nConnection: Upgrade\r\nContent-Length: 2\r\n\r\na'),
      server('HTTP/1.1 101 Switching Protocols\r\nUpgrade: chat\r\nConnection: upgrade\r\n\r\n'),
      client('bnew\n'),
    ],
    messages: [
      'c2s 1 x1 POST /w 0..77 +2 content-length',
      'c2s 2 x- "new" 77..81 +3 newline',
      's2c 1 x1 101 0..72 +0 headers',
    ],
    protocols: ['HTTP/1.1', 'records'],
  },
  {
    name: 'an Upgrade that the server leaves alone: HTTP goes on, also what was pipelined',
    steps: [
      client(`GET /w HTTP/1.1\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n${get}`),
      clientFin,
      server(ok + ok),
    ],
    messages: [
      'c2s 1 x1 GET /w 0..54 +0 headers',
      'c2s 2 x2 GET /a 54..82 +0 headers',
      okLine,
      's2c 2 x2 200 40..80 +2 content-length',
    ],
    tails: ['s2c'],
  },
  {
    name: 'an Upgrade never answered: what was pipelined counts as HTTP',
    steps: [client(`GET /w HTTP/1.1\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n${get}`), close],
    messages: ['c2s 1 x1 GET /w 0..54 +0 headers', 'c2s 2 x2 GET /a 54..82 +0 headers'],
  },
  {
    name: 'CONNECT with 2xx: both end at their headers',
    steps: [
      client('CONNECT h:1 HTTP/1.1\r\nContent-Length: 5\r\n\r\nping\n'),
      server('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\npong\n'),
    ],
    messages: [
      'c2s 1 x1 CONNECT h:1 0..43 +0 headers',
      'c2s 2 x- "ping" 43..48 +4 newline',
      's2c 1 x1 200 0..38 +0 headers',
      's2c 2 x- "pong" 38..43 +4 newline',
    ],
    faults: ['server 17 Content-Length in a response that has no content'],
    protocols: ['HTTP/1.1', 'records'],
  },
  {
    name: 'CONNECT refused: HTTP goes on',
    steps: [
      client('CONNECT h:1 HTTP/1.1\r\n\r\n'),
      server('HTTP/1.1 407 No\r\nContent-Length: 2\r\n\r\nhi'),
      client(get),
      server(ok),
    ],
    messages: [
      'c2s 1 x1 CONNECT h:1 0..24 +0 headers',
      'c2s 2 x2 GET /a 24..52 +0 headers',
      's2c 1 x1 407 0..40 +2 content-length',
      's2c 2 x2 200 40..80 +2 content-length',
    ],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'a 101 whose head is cut',
    steps: [
      client('GET /w HTTP/1.1\r\nUpgrade: chat\r\nConnection: Upgrade\r\n\r\nearly\n'),
      server('HTTP/1.1 101 Switching Protocols\r\nUpgr'),
      serverFin,
      close,
    ],
    messages: [
      'c2s 1 x1 GET /w 0..55 +0 headers',
      'c2s 2 x- "early" 55..61 +5 newline',
      's2c 1 x1 101 0..38 +0 cut',
    ],
    protocols: ['HTTP/1.1', 'records'],
  },
  {
    name: 'a 101 that nobody asked for ends the reading of that direction',
    steps: [client(get), server(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n${ok}`)],
    messages: [getLine],
    faults: ['server 34 Upgrade without Connection: upgrade', 'server 34 a 101 that answers no Upgrade'],
  },
]);
