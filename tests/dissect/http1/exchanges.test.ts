/** Which HTTP/1.x response answers which request (RFC 9112 §9.2, §9.3), and which answers none. */
import { client, clientFin, close, server, serverFin } from '../steps.ts';
import { get, getLine, ok, okLine, reads } from './cases.ts';

reads([
  {
    name: 'pipelined requests, answered in order',
    steps: [
      client('HEAD /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n'),
      server(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n${ok}${ok}`),
    ],
    messages: [
      'c2s 1 x1 HEAD /1 0..20 +0 headers',
      'c2s 2 x2 GET /2 20..39 +0 headers',
      'c2s 3 x3 GET /3 39..58 +0 headers',
      's2c 1 x1 200 0..38 +0 headers',
      's2c 2 x2 200 38..78 +2 content-length',
      's2c 3 x3 200 78..118 +2 content-length',
    ],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'a response that begins while its request is still being sent',
    steps: [client('POST /p HTTP/1.1\r\nContent-Length: 4\r\n\r\nab'), server(ok), client('cd')],
    messages: ['c2s 1 x1 POST /p 0..43 +4 content-length', okLine],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'a response to a request whose head is not complete',
    steps: [client('POST /p HTTP/1.1\r\nContent-Le'), server(ok), client('ngth: 1\r\n\r\nx')],
    messages: ['c2s 1 x1 POST /p 0..40 +1 content-length', okLine],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'interim responses are control',
    steps: [
      client(get),
      server(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </s>\r\n\r\n${ok}`),
    ],
    messages: [getLine, 's2c 1 x1 200 65..105 +2 content-length'],
    controls: ['s2c 100 Continue 0..25', 's2c 103 Early Hints 25..65'],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'no response before the connection is gone: the version of the request',
    steps: [client('GET / HTTP/1.0\r\n\r\n'), close],
    messages: ['c2s 1 x1 GET / 0..18 +0 headers'],
    protocols: ['HTTP/1.0'],
  },
  {
    name: 'the client half-closes, and is answered',
    steps: [client(get), clientFin, server(ok), serverFin],
    messages: [getLine, okLine],
  },
  {
    name: 'the lower version counts',
    steps: [client(get), server('HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi')],
    messages: [getLine, okLine],
    protocols: ['HTTP/1.0'],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'a 408 on an idle connection is control',
    steps: [
      client(get),
      server(ok),
      server('HTTP/1.1 408 Request Timeout\r\nContent-Length: 3\r\n\r\nbye'),
      serverFin,
    ],
    messages: [getLine, okLine],
    controls: ['s2c 408 Request Timeout 40..91'],
  },
  {
    name: 'a response that answers no request is one violation, and is skipped by its framing',
    steps: [
      client(get),
      server(`${ok}HTTP/1.1 200 OK\r\nbad line\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`),
      client(get),
      server(ok),
    ],
    messages: [
      getLine,
      'c2s 2 x2 GET /a 28..56 +0 headers',
      okLine,
      's2c 2 x2 200 110..150 +2 content-length',
    ],
    faults: ['server 40 a response that answers no request'],
    tails: ['s2c'],
  },
  {
    name: 'a response that began before the request answers it not',
    steps: [server('HTTP/1.1 200 OK\r\nContent-Le'), client(get), server(`ngth: 2\r\n\r\nhi${ok}`)],
    messages: [getLine, 's2c 1 x1 200 40..80 +2 content-length'],
    faults: ['server 0 a response that answers no request'],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'what cannot be read may be answered',
    steps: [
      client('NONSENSE\r\n\r\nmore nonsense\r\n\r\n'),
      server('HTTP/1.1 400 Bad Request\r\n\r\nno'),
      serverFin,
    ],
    messages: [],
    controls: ['s2c 400 Bad Request 0..28'],
    faults: ['client 0 a malformed request line'],
  },
  {
    name: 'half a request line may be answered, and is no message',
    steps: [client('GET /aaa'), server('HTTP/1.1 414 Too Long\r\nContent-Length: 0\r\n\r\n'), clientFin],
    messages: [],
    controls: ['s2c 414 URI Too Long 0..44'],
    faults: ['client 0 connection ended within a start-line'],
  },
  {
    name: 'half a request line and FIN may be answered too',
    steps: [client('GET /aaa'), clientFin, server('HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n')],
    messages: [],
    controls: ['s2c 400 Bad Request 0..39'],
    faults: ['client 0 connection ended within a start-line'],
  },
  {
    name: 'a response that answers no request, and whose chunks are bad besides, is still one violation',
    steps: [server(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n${ok}`)],
    messages: [],
    faults: ['server 0 a response that answers no request'],
  },
]);
