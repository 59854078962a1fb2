/** Where HTTP/1.x messages end (RFC 9112 §6): by length, by chunks, at the headers, with the connection, or cut. */
import { client, clientFin, close, server, serverFin } from '../steps.ts';
import { get, getLine, ok, okLine, reads } from './cases.ts';

reads([
  {
    name: 'a request without content and a response with a length',
    steps: [client(get), server(ok)],
    messages: [getLine, okLine],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'a request with a length',
    steps: [client('POST /p HTTP/1.1\r\ncontent-length:3\r\n\r\nabc'), server(ok)],
    messages: ['c2s 1 x1 POST /p 0..41 +3 content-length', okLine],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'a length of nought ends at the headers',
    steps: [client(get), server('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')],
    messages: [getLine, 's2c 1 x1 200 0..38 +0 content-length'],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'the same length given twice',
    steps: [client(get), server('HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nhi')],
    messages: [getLine, 's2c 1 x1 200 0..43 +2 content-length'],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'chunks with extensions and trailers',
    steps: [
      client(get),
      server(
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a="b"\r\nhello\r\nA ;x\r\n0123456789\r\n000\r\nX: y\r\n\r\n',
      ),
    ],
    messages: [getLine, 's2c 1 x1 200 0..94 +15 chunked'],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'a chunked request, its codings written in another case',
    steps: [
      client('PUT /c HTTP/1.1\r\ntransfer-encoding: gzip, CHUNKED\r\n\r\n1\r\nz\r\n0\r\n\r\n'),
      server(ok),
    ],
    messages: ['c2s 1 x1 PUT /c 0..64 +1 chunked', okLine],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'bare line feeds',
    steps: [
      client('GET /a HTTP/1.1\nHost: x\n\n'),
      server('HTTP/1.1 200 \nTransfer-Encoding: chunked\n\n2\nhi\n0\n\n'),
    ],
    messages: ['c2s 1 x1 GET /a 0..25 +0 headers', 's2c 1 x1 200 0..50 +2 chunked'],
    faults: ['server 42 a chunk line that ends in LF without CR'],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'empty lines before a start-line belong to nothing',
    steps: [client(`\r\n\n${get}`), server(`\r\n${ok}`)],
    messages: ['c2s 1 x1 GET /a 3..31 +0 headers', 's2c 1 x1 200 2..42 +2 content-length'],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'a folded field value',
    steps: [client(get), server('HTTP/1.1 200 OK\r\nContent-Length:\r\n  2\r\n\r\nhi')],
    messages: [getLine, 's2c 1 x1 200 0..43 +2 content-length'],
    faults: ['server 34 a header line that is folded'],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'a close-delimited response of HTTP/1.0',
    steps: [
      client('GET / HTTP/1.0\r\n\r\n'),
      server('HTTP/1.0 200 OK\r\n\r\nhello'),
      serverFin,
      clientFin,
      close,
    ],
    messages: ['c2s 1 x1 GET / 0..18 +0 headers', 's2c 1 x1 200 0..24 +5 FIN'],
    protocols: ['HTTP/1.0'],
  },
  {
    name: 'a close-delimited response without any content',
    steps: [client(get), server('HTTP/1.1 200 OK\r\n\r\n'), serverFin],
    messages: [getLine, 's2c 1 x1 200 0..19 +0 FIN'],
  },
  {
    name: 'a last transfer coding that is not chunked: until FIN',
    steps: [
      client(get),
      server('HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nContent-Length: 1\r\n\r\nabc'),
      serverFin,
    ],
    messages: [getLine, 's2c 1 x1 200 0..66 +3 FIN'],
    faults: ['server 42 Content-Length together with Transfer-Encoding'],
  },
  {
    name: 'a close-delimited response on a connection that is reset',
    steps: [client(get), server('HTTP/1.1 200 OK\r\n\r\nabc'), close],
    messages: [getLine, 's2c 1 x1 200 0..22 +3 cut'],
  },
  {
    name: 'HEAD, 204 and 304 have no content, whatever their fields say',
    steps: [
      client('HEAD /h HTTP/1.1\r\n\r\n'),
      server('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'),
      client('GET /n HTTP/1.1\r\n\r\n'),
      server('HTTP/1.1 204 No Content\r\n\r\n'),
      client('GET /m HTTP/1.1\r\n\r\n'),
      server('HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n'),
    ],
    messages: [
      'c2s 1 x1 HEAD /h 0..20 +0 headers',
      'c2s 2 x2 GET /n 20..39 +0 headers',
      'c2s 3 x3 GET /m 39..58 +0 headers',
      's2c 1 x1 200 0..38 +0 headers',
      's2c 2 x2 204 38..65 +0 headers',
      's2c 3 x3 304 65..122 +0 headers',
    ],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'FIN in the middle of a length',
    steps: [client(get), server('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi'), serverFin],
    messages: [getLine, 's2c 1 x1 200 0..40 +2 cut'],
  },
  {
    name: 'FIN in the middle of a chunk',
    steps: [client('POST /p HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc'), clientFin],
    messages: ['c2s 1 x1 POST /p 0..54 +3 cut'],
  },
  {
    name: 'FIN in a head whose start-line is complete',
    steps: [client(get), server('HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Le'), serverFin],
    messages: [getLine, 's2c 1 x1 200 0..46 +0 cut'],
  },
  {
    name: 'FIN in a start-line',
    steps: [client('GET /a HT'), clientFin, close],
    messages: [],
    faults: ['client 0 connection ended within a start-line'],
    protocols: [],
  },
]);
