/** What breaks the syntax of HTTP/1.x (RFC 9112): it is noted, once, and reading goes on where that is safe. */
import { client, close, server } from '../steps.ts';
import { get, getLine, ok, okLine, reads } from './cases.ts';

reads([
  {
    name: 'two CRs after a chunk',
    steps: [
      client(get),
      server('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\r\n0\r\n\r\n'),
    ],
    messages: [getLine, 's2c 1 x1 200 0..53 +1 cut'],
    faults: ['server 52 a chunk longer than its size'],
  },
  {
    name: 'a malformed status line',
    steps: [client(get), server('HTTP/1.1 2000 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n')],
    messages: [getLine],
    faults: ['server 0 a malformed status line'],
    protocols: ['HTTP/1.1'],
  },
  {
    name: 'malformed header lines are noted once each, and reading goes on',
    steps: [client('GET /a HTTP/1.1\r\nA: 1\r\nno colon\r\nB : 2\r\n\r\n'), server(ok)],
    messages: ['c2s 1 x1 GET /a 0..42 +0 headers', okLine],
    faults: ['client 23 a malformed header line', 'client 33 whitespace between a field name and its colon'],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'blanks before the colon are noted, and the field counts',
    steps: [client(get), server('HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\nhi')],
    messages: [getLine, 's2c 1 x1 200 0..41 +2 content-length'],
    faults: ['server 17 whitespace between a field name and its colon'],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'a fold with nothing before it, and a bare CR',
    steps: [client(`GET /a HTTP/1.1\r\n folded\r\n\r\nGET /b HTTP/1.1\r\nA: b\rc\r\n\r\n`)],
    messages: ['c2s 1 x1 GET /a 0..28 +0 headers', 'c2s 2 x2 GET /b 28..55 +0 headers'],
    faults: ['client 17 whitespace before the first header line', 'client 45 a CR that no LF follows'],
    tails: ['c2s'],
  },
  {
    name: 'conflicting lengths end the reading of that direction',
    steps: [client(get), server(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi${ok}`)],
    messages: [getLine],
    faults: ['server 36 conflicting values of Content-Length'],
  },
  {
    name: 'an invalid length ends the reading of that direction',
    steps: [client(`POST /p HTTP/1.1\r\nContent-Length: +2\r\n\r\nhi${get}`)],
    messages: [],
    faults: ['client 18 an invalid Content-Length'],
    protocols: [],
  },
  {
    name: 'a length beyond all measure is announced, and never reached',
    steps: [client('POST /p HTTP/1.1\r\nContent-Length: 9007199254740993\r\n\r\nab'), close],
    messages: ['c2s 1 x1 POST /p 0..56 +2 cut'],
  },
  {
    name: 'a request whose last transfer coding is not chunked',
    steps: [client('POST /p HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nhi')],
    messages: [],
    faults: ['client 18 a request whose last transfer coding is not chunked'],
    protocols: [],
  },
  {
    name: 'a length beside chunks is noted, and the chunks count',
    steps: [
      client(get),
      server('HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n'),
    ],
    messages: [getLine, 's2c 1 x1 200 0..77 +1 chunked'],
    faults: ['server 17 Content-Length together with Transfer-Encoding'],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'chunks in HTTP/1.0 are noted, and count',
    steps: [client(get), server('HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n')],
    messages: [getLine, 's2c 1 x1 200 0..58 +1 chunked'],
    faults: ['server 17 Transfer-Encoding in HTTP/1.0'],
    protocols: ['HTTP/1.0'],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'a bad chunk size cuts the message, and is one violation',
    steps: [
      client(get),
      server(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\nzz\r\nzz\r\n${ok}`),
    ],
    messages: [getLine, 's2c 1 x1 200 0..57 +1 cut'],
    faults: ['server 53 an invalid chunk size'],
  },
  {
    name: 'a chunk longer than its size',
    steps: [client(get), server('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxyz')],
    messages: [getLine, 's2c 1 x1 200 0..52 +1 cut'],
    faults: ['server 51 a chunk longer than its size'],
  },
  {
    name: 'a malformed trailer line',
    steps: [
      client(get),
      server('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\nbad\r\n\r\n'),
    ],
    messages: [getLine, 's2c 1 x1 200 0..63 +0 chunked'],
    faults: ['server 56 a malformed trailer line'],
    tails: ['c2s', 's2c'],
  },
]);
