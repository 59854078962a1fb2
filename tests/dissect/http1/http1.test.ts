/** HTTP/1.x cases, each replayed whole, byte by byte, and with more bytes behind it. */
import { describe, expect, it } from 'vitest';
import { http1 } from '../../../src/dissect/http1/http1.ts';
import type { Direction } from '../../../src/model/trace.ts';
import { replay } from '../replay.ts';
import { byteByByte, client, clientFin, close, type Step, server, serverFin, withTail } from '../steps.ts';

const get = 'GET /a HTTP/1.1\r\nHost: x\r\n\r\n'; // 28 bytes
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'; // 40 bytes
const getLine = 'c2s 1 x1 GET /a 0..28 +0 headers';
const okLine = 's2c 1 x1 200 0..40 +2 content-length';
const tails: Record<Direction, string> = {
  c2s: 'GET /tail HTTP/1.1\r\n\r\n',
  s2c: 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntail',
};

interface Case {
  name: string;
  steps: Step[];
  /** Written as `Replay` says: `c2s 1 x1 GET /a 0..28 +0 headers`. */
  messages: string[];
  controls?: string[];
  violations?: string[];
  protocols?: string[];
  /** Directions in which more bytes may follow, and change nothing of what came before. */
  tails?: Direction[];
}

const cases: Case[] = [
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
      server('HTTP/1.1 200\nTransfer-Encoding: chunked\n\n2\nhi\n0\n\n'),
    ],
    messages: ['c2s 1 x1 GET /a 0..25 +0 headers', 's2c 1 x1 200 0..49 +2 chunked'],
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
    violations: ['client 0 connection ended within a start-line'],
    protocols: [],
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
    violations: ['server 40 a response that answers no request'],
    tails: ['s2c'],
  },
  {
    name: 'a response that began before the request answers it not',
    steps: [server('HTTP/1.1 200 OK\r\nContent-Le'), client(get), server(`ngth: 2\r\n\r\nhi${ok}`)],
    messages: [getLine, 's2c 1 x1 200 40..80 +2 content-length'],
    violations: ['server 0 a response that answers no request'],
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
    violations: ['client 0 a malformed request line'],
  },
  {
    name: 'half a request line may be answered, and is no message',
    steps: [client('GET /aaa'), server('HTTP/1.1 414 Too Long\r\nContent-Length: 0\r\n\r\n'), clientFin],
    messages: [],
    controls: ['s2c 414 URI Too Long 0..44'],
    violations: ['client 0 connection ended within a start-line'],
  },
  {
    name: 'half a request line and FIN may be answered too',
    steps: [client('GET /aaa'), clientFin, server('HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n')],
    messages: [],
    controls: ['s2c 400 Bad Request 0..39'],
    violations: ['client 0 connection ended within a start-line'],
  },
  {
    name: 'a response that answers no request, and whose chunks are bad besides, is still one violation',
    steps: [server(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n${ok}`)],
    messages: [],
    violations: ['server 0 a response that answers no request'],
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
    name: 'two CRs after a chunk',
    steps: [
      client(get),
      server('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\r\n0\r\n\r\n'),
    ],
    messages: [getLine, 's2c 1 x1 200 0..53 +1 cut'],
    violations: ['server 52 a chunk longer than its size'],
  },
  {
    name: 'a malformed status line',
    steps: [client(get), server('HTTP/1.1 2000 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n')],
    messages: [getLine],
    violations: ['server 0 a malformed status line'],
    protocols: ['HTTP/1.1'],
  },
  {
    name: 'a malformed header line is noted once, and reading goes on',
    steps: [client('GET /a HTTP/1.1\r\nA: 1\r\nno colon\r\nB : 2\r\n\r\n'), server(ok)],
    messages: ['c2s 1 x1 GET /a 0..42 +0 headers', okLine],
    violations: ['client 23 a malformed header line'],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'blanks before the colon are noted, and the field counts',
    steps: [client(get), server('HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\nhi')],
    messages: [getLine, 's2c 1 x1 200 0..41 +2 content-length'],
    violations: ['server 17 a malformed header line'],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'a fold with nothing before it, and a bare CR',
    steps: [client(`GET /a HTTP/1.1\r\n folded\r\n\r\nGET /b HTTP/1.1\r\nA: b\rc\r\n\r\n`)],
    messages: ['c2s 1 x1 GET /a 0..28 +0 headers', 'c2s 2 x2 GET /b 28..55 +0 headers'],
    violations: ['client 17 a malformed header line', 'client 49 a malformed header line'],
    tails: ['c2s'],
  },
  {
    name: 'conflicting lengths end the reading of that direction',
    steps: [client(get), server(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi${ok}`)],
    messages: [getLine],
    violations: ['server 0 conflicting values of Content-Length'],
  },
  {
    name: 'an invalid length ends the reading of that direction',
    steps: [client(`POST /p HTTP/1.1\r\nContent-Length: +2\r\n\r\nhi${get}`)],
    messages: [],
    violations: ['client 0 an invalid Content-Length'],
    protocols: [],
  },
  {
    name: 'a length beyond all measure',
    steps: [client('POST /p HTTP/1.1\r\nContent-Length: 9007199254740993\r\n\r\n')],
    messages: [],
    violations: ['client 0 an invalid Content-Length'],
    protocols: [],
  },
  {
    name: 'a request whose last transfer coding is not chunked',
    steps: [client('POST /p HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nhi')],
    messages: [],
    violations: ['client 0 a request whose last transfer coding is not chunked'],
    protocols: [],
  },
  {
    name: 'a length beside chunks is noted, and the chunks count',
    steps: [
      client(get),
      server('HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n'),
    ],
    messages: [getLine, 's2c 1 x1 200 0..77 +1 chunked'],
    violations: ['server 0 Content-Length together with Transfer-Encoding'],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'chunks in HTTP/1.0 are noted, and count',
    steps: [client(get), server('HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n')],
    messages: [getLine, 's2c 1 x1 200 0..58 +1 chunked'],
    violations: ['server 0 Transfer-Encoding in HTTP/1.0'],
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
    violations: ['server 53 an invalid chunk size'],
  },
  {
    name: 'a chunk longer than its size',
    steps: [client(get), server('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxyz')],
    messages: [getLine, 's2c 1 x1 200 0..52 +1 cut'],
    violations: ['server 51 a chunk longer than its size'],
  },
  {
    name: 'a malformed trailer line',
    steps: [
      client(get),
      server('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\nbad\r\n\r\n'),
    ],
    messages: [getLine, 's2c 1 x1 200 0..63 +0 chunked'],
    violations: ['server 56 a malformed trailer line'],
    tails: ['c2s', 's2c'],
  },
  {
    name: 'a 101 that nobody asked for ends the reading of that direction',
    steps: [client(get), server(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n${ok}`)],
    messages: [getLine],
    violations: ['server 0 a 101 that answers no Upgrade'],
  },
];

const withoutRaw = (found: {
  messages: string[];
  controls: string[];
  violations: string[];
  protocols: string[];
}) => ({
  messages: found.messages,
  controls: found.controls,
  violations: found.violations,
  protocols: found.protocols,
});

describe('HTTP/1.x messages are read from bytes', () => {
  it.each(cases)(
    '$name',
    ({ steps, messages, controls = [], violations = [], protocols = ['HTTP/1.1'], tails: allowed = [] }) => {
      const expected = { messages, controls, violations: [...violations].sort(), protocols };
      expect(withoutRaw(replay(http1, steps)), 'whole').toEqual(expected);
      expect(withoutRaw(replay(http1, byteByByte(steps))), 'byte by byte').toEqual(expected);
      for (const direction of allowed) {
        const longer = withTail(steps, direction, tails[direction]);
        for (const found of [replay(http1, longer), replay(http1, byteByByte(longer))]) {
          expect(found.messages, `with a tail in ${direction}`).toEqual(expect.arrayContaining(messages));
          expect(found.violations).toEqual(expect.arrayContaining(violations));
          const extra = found.messages.length - messages.length + found.violations.length - violations.length;
          expect(extra, 'the tail is one thing more').toBe(1);
        }
      }
    },
  );
});
