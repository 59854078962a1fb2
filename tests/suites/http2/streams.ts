/** What RFC 9113 §5.1 demands of streams: their states, and what may follow on a reset. */
import { client, server } from '../../dissect/steps.ts';
import type { SuiteCase } from '../suite.ts';
import {
  allHeaders,
  answers,
  asks,
  block,
  data,
  exchange,
  frame,
  get,
  headers,
  lastData,
  noContent,
  ok,
  opening,
  post,
  promise,
  reset,
  type,
  windowUpdate,
} from './parts.ts';

const connect = headers(1, [
  [':method', 'CONNECT'],
  [':authority', 'a:1'],
]);

export const states: SuiteCase[] = [
  {
    rfc: 'RFC 9113 §5.1',
    name: 'a stream is opened, answered and over, and the next one has a higher number',
    steps: [...opening, ...exchange(1), client(frame(type.PRIORITY, 0, 1, Buffer.alloc(5))), ...exchange(5)],
    keeps: [
      'http2.idle-stream',
      'http2.closed-stream',
      'http2.headers-after-end',
      'http2.headers-unasked',
      'http2.headers-of-client',
      'http2.interim-end',
      'http2.switching-protocols',
    ],
  },
  ...[reset(1), windowUpdate(1, 1), data(1, 'a')].map((idle) => ({
    rfc: 'RFC 9113 §5.1',
    name: `a frame on an idle stream: ${idle.toString('hex')}`,
    steps: asks(idle),
    faults: ['client 33 violation http2.idle-stream'],
  })),
  ...[lastData(1, 'a'), allHeaders(1, get)].map((late) => ({
    rfc: 'RFC 9113 §5.1',
    name: `a frame on a stream that both sides have ended: ${late.toString('hex')}`,
    steps: [...opening, ...exchange(1), client(late)],
    faults: ['client 45 violation http2.closed-stream'],
  })),
  {
    rfc: 'RFC 9113 §5.1.1',
    name: 'a stream with a lower number than the last',
    steps: asks(allHeaders(5, get), allHeaders(3, get)),
    faults: ['client 45 violation http2.closed-stream'],
  },
  {
    rfc: 'RFC 9113 §5.1.1',
    name: 'a stream of the client with an even number',
    steps: asks(allHeaders(2, get)),
    faults: ['client 33 violation http2.headers-of-client'],
  },
  {
    rfc: 'RFC 9113 §5.1.1',
    name: 'a response on a stream that nobody has opened',
    steps: [...opening, server(allHeaders(1, noContent))],
    faults: ['server 9 violation http2.headers-unasked'],
  },
  {
    rfc: 'RFC 9113 §5.1',
    name: 'HEADERS behind END_STREAM',
    steps: asks(allHeaders(1, get), allHeaders(1, block([['a', 'b']]))),
    faults: ['client 45 violation http2.headers-after-end'],
  },
  {
    rfc: 'RFC 9113 §5.1',
    name: 'DATA behind END_STREAM',
    steps: asks(allHeaders(1, get), lastData(1, 'a')),
    faults: ['client 45 violation http2.data-after-end'],
  },
  {
    rfc: 'RFC 9113 §5.1',
    name: 'DATA up to END_STREAM, and trailers that end a stream',
    steps: asks(headers(1, post), data(1, 'a'), allHeaders(1, [['a', 'b']])),
    keeps: ['http2.data-after-end', 'http2.data-before-headers', 'http2.headers-in-tunnel'],
  },
  {
    rfc: 'RFC 9113 §8.1',
    name: 'DATA of a response before its HEADERS',
    steps: answers(data(1, 'a')),
    faults: ['server 9 violation http2.data-before-headers'],
  },
  {
    rfc: 'RFC 9113 §8.1',
    name: 'a second header section that does not end the stream',
    steps: answers(headers(1, ok), headers(1, [['a', 'b']])),
    faults: ['server 19 violation http2.trailers'],
  },
  {
    rfc: 'RFC 9113 §8.1',
    name: 'an interim response that ends the stream',
    steps: answers(allHeaders(1, [[':status', '103']])),
    faults: ['server 9 violation http2.interim-end'],
  },
  {
    rfc: 'RFC 9113 §8.6',
    name: 'no protocol is switched to',
    steps: answers(headers(1, [[':status', '101']])),
    faults: ['server 9 violation http2.switching-protocols'],
  },
  {
    rfc: 'RFC 9113 §8.5',
    name: 'no HEADERS within a tunnel',
    steps: [...opening, client(connect), server(Buffer.concat([headers(1, ok), headers(1, ok)]))],
    faults: ['server 19 violation http2.headers-in-tunnel'],
  },
];

export const resets: SuiteCase[] = [
  {
    rfc: 'RFC 9113 §5.1',
    name: 'what the other side sent before it knew of a reset',
    steps: [
      ...answers(headers(1, ok)),
      client(reset(1)),
      server(Buffer.concat([data(1, 'a'), windowUpdate(1, 1), lastData(1, 'b')])),
      ...exchange(3),
    ],
    keeps: 'http2.after-own-reset',
    messages: [
      'c2s 1 x1 GET / 33..45 +0 END_STREAM',
      'c2s 2 x2 GET / 58..70 +0 END_STREAM',
      's2c 1 x1 200 9..19 +0 RST_STREAM',
      's2c 2 x2 204 52..62 +0 END_STREAM',
    ],
  },
  ...[data(1, 'a'), allHeaders(1, block([['a', 'b']])), windowUpdate(1, 1)].map((late) => ({
    rfc: 'RFC 9113 §5.1',
    name: `what a side sends on a stream that it has reset: ${late.toString('hex')}`,
    steps: asks(headers(1, post), reset(1), late),
    faults: ['client 58 violation http2.after-own-reset'],
  })),
  {
    rfc: 'RFC 9113 §5.1',
    name: 'a server that has reset a stream, and promises on it',
    steps: answers(reset(1), promise(1, 2, get)),
    faults: ['server 22 violation http2.after-own-reset'],
  },
  {
    rfc: 'RFC 9113 §5.1',
    name: 'PRIORITY and another RST_STREAM may follow',
    steps: asks(headers(1, post), reset(1), reset(1), frame(type.PRIORITY, 0, 1, Buffer.alloc(5))),
    keeps: 'http2.after-own-reset',
  },
];
