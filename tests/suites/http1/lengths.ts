/** What RFC 9110 and RFC 9112 demand of what says how long a message is, and of chunks. */
import { client, close, server, serverFin } from '../../dissect/steps.ts';
import type { SuiteCase } from '../suite.ts';
import { answers, asks, chunks, get, old } from './parts.ts';

export const lengths: SuiteCase[] = [
  {
    rfc: 'RFC 9112 §6.3',
    name: 'empty elements of a list are passed over',
    steps: asks('Transfer-Encoding: ,chunked,\r\n', '3\r\nabc\r\n0\r\n\r\n'),
    messages: ['c2s 1 x1 POST / 0..71 +3 chunked'],
    keeps: ['http1.last-coding', 'http1.chunked-twice', 'http1.coding-in-http10'],
  },
  {
    rfc: 'RFC 9112 §6.3',
    name: 'no other space than SP and HTAB is one: such a coding is not chunked',
    steps: [...asks('Transfer-Encoding: chunked\xa0\r\n', '0\r\n\r\n'), get],
    faults: ['client 26 violation http1.last-coding'],
    messages: [],
  },
  {
    rfc: 'RFC 9112 §6.3',
    name: 'a response whose last coding is not chunked is read up to FIN',
    steps: [...answers('Transfer-Encoding: chunked\xa0\r\n', '0\r\n\r\nHTTP/1.1 204 \r\n\r\n'), serverFin],
    messages: ['c2s 1 x1 GET / 0..27 +0 headers', 's2c 1 x1 200 0..70 +22 FIN'],
  },
  {
    rfc: 'RFC 9112 §6.1',
    name: 'chunked twice, in two fields',
    steps: asks(chunks + chunks, '0\r\n\r\n'),
    faults: ['client 54 violation http1.chunked-twice'],
  },
  {
    rfc: 'RFC 9112 §6.1',
    name: 'a coding in a response of HTTP/1.0',
    steps: [get, server(`HTTP/1.0 200 OK\r\n${chunks}\r\n0\r\n\r\n`)],
    faults: ['server 17 violation http1.coding-in-http10'],
  },
  {
    rfc: 'RFC 9112 §6.1',
    name: 'a coding in answer to a request of HTTP/1.0',
    steps: answers(chunks, '0\r\n\r\n', old),
    faults: ['server 17 irregularity http1.coding-to-http10'],
  },
  {
    rfc: 'RFC 9112 §6.1',
    name: 'a coding in answer to a request of HTTP/1.1',
    steps: answers(chunks, '0\r\n\r\n'),
    keeps: ['http1.coding-to-http10', 'http1.coding-of-nothing', 'http1.length-of-nothing'],
  },
  {
    rfc: 'RFC 9112 §6.1',
    name: 'a coding in a 204',
    steps: [get, server(`HTTP/1.1 204 No Content\r\n${chunks}\r\n`)],
    faults: ['server 25 irregularity http1.coding-of-nothing'],
  },
  {
    rfc: 'RFC 9110 §8.6',
    name: 'a length in a 204 and in an interim response',
    steps: [
      get,
      server('HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\n'),
      server('HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n'),
    ],
    faults: [
      'server 26 irregularity http1.length-of-nothing',
      'server 72 irregularity http1.length-of-nothing',
    ],
  },
  {
    rfc: 'RFC 9112 §6.2',
    name: 'a length beside a coding that is not chunked',
    steps: [...answers('Transfer-Encoding: gzip\r\nContent-Length: 1\r\n', 'abc'), serverFin],
    faults: ['server 42 violation http1.two-lengths'],
    messages: ['c2s 1 x1 GET / 0..27 +0 headers', 's2c 1 x1 200 0..66 +3 FIN'],
  },
  {
    rfc: 'RFC 9112 §6.2',
    name: 'both lengths in a CONNECT',
    steps: [
      client('CONNECT a:1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'),
    ],
    faults: ['client 31 violation http1.two-lengths'],
  },
  {
    rfc: 'RFC 9112 §6.3',
    name: 'the same length twice, in a list and with zeros',
    steps: asks('Content-Length: 1, 01,\r\nContent-Length: 1\r\n', 'a'),
    keeps: ['http1.content-length', 'http1.content-lengths', 'http1.two-lengths'],
  },
  {
    rfc: 'RFC 9112 §6.3',
    name: 'a length with another space than SP and HTAB',
    steps: [...asks('Content-Length: \xa03\r\n', 'abc'), get],
    faults: ['client 26 violation http1.content-length'],
    messages: [],
  },
  {
    rfc: 'RFC 9112 §6.3',
    name: 'two lengths',
    steps: asks('Content-Length: 3\r\nContent-Length: 4\r\n', 'abc'),
    faults: ['client 45 violation http1.content-lengths'],
  },
];

/** What breaks a rule is told at its own line, and once. */
export const ownLines: SuiteCase[] = [
  {
    rfc: 'RFC 9112 §6.3',
    name: 'a length that is none, behind one that is',
    steps: asks('Content-Length: 1\r\nX: y\r\nContent-Length: 1, a\r\n', 'a'),
    faults: ['client 51 violation http1.content-length'],
  },
  {
    rfc: 'RFC 9112 §6.3',
    name: 'a last coding that is not chunked, behind one that is, and folded',
    steps: asks('Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip,\r\n deflate\r\n'),
    faults: ['client 54 violation http1.last-coding', 'client 80 irregularity http1.folded-line'],
  },
  {
    rfc: 'RFC 9112 §6.3',
    name: 'a length with a control character',
    steps: asks('Content-Length: 1\x01\r\n', 'a'),
    faults: ['client 26 violation http1.content-length'],
  },
  {
    rfc: 'RFC 9112 §5',
    name: 'a name with a control character',
    steps: asks('X\x01: y\r\n'),
    faults: ['client 26 violation http1.field-line'],
  },
];

export const chunked: SuiteCase[] = [
  {
    rfc: 'RFC 9112 §7.1',
    name: 'a chunk of its size, and trailers',
    steps: asks(chunks, '3\r\nabc\r\n0\r\nX: y\r\n\r\n'),
    keeps: ['http1.chunk-too-long', 'http1.trailer-line'],
  },
  {
    rfc: 'RFC 9112 §7.1',
    name: 'a chunk that is longer than its size',
    steps: asks(chunks, '2\r\nabc\r\n0\r\n\r\n'),
    faults: ['client 61 violation http1.chunk-too-long'],
  },
  {
    rfc: 'RFC 9112 §7.1.2',
    name: 'a trailer line without a colon',
    steps: asks(chunks, '0\r\nno colon\r\n\r\n'),
    faults: ['client 59 irregularity http1.trailer-line'],
  },
  {
    rfc: 'RFC 9112 §7.1',
    name: 'a size may be larger than any number',
    steps: [...asks(chunks, 'ffffffffffffffff\r\nabc'), close],
    messages: ['c2s 1 x1 POST / 0..77 +3 cut'],
    keeps: 'http1.chunk-size',
  },
  {
    rfc: 'RFC 9112 §7.1',
    name: 'a size that is none',
    steps: asks(chunks, '-1\r\n'),
    faults: ['client 56 violation http1.chunk-size'],
  },
  {
    rfc: 'RFC 9112 §7.1',
    name: 'lines of chunks that end in LF alone, told once',
    steps: asks(chunks, '5\nhello\n0\n\n'),
    faults: ['client 56 violation http1.chunk-bare-lf'],
    messages: ['c2s 1 x1 POST / 0..67 +5 chunked'],
  },
  {
    rfc: 'RFC 9112 §7.1',
    name: 'a blank behind a size',
    steps: asks(chunks, '5 \r\nhello\r\n0\r\n\r\n'),
    faults: ['client 56 irregularity http1.chunk-size-space'],
  },
  {
    rfc: 'RFC 9112 §7.1.1',
    name: 'extensions with and without values, and blanks before each',
    steps: asks(chunks, '5 ; a;b = c;d="e \\"f"\r\nhello\r\n0\r\n\r\n'),
    keeps: ['http1.chunk-extension', 'http1.chunk-size-space', 'http1.chunk-bare-lf'],
  },
  ...['5;', '5;=a', '5;a=', '5;a="b'].map(
    (line): SuiteCase => ({
      rfc: 'RFC 9112 §7.1.1',
      name: `an extension that is none: ${line}`,
      steps: asks(chunks, `${line}\r\nhello\r\n0\r\n\r\n`),
      faults: ['client 56 irregularity http1.chunk-extension'],
    }),
  ),
];
