/** What RFC 7540 §3.2 says of a connection that HTTP/1.1 gives way on: the request that asked for it is stream 1. */
import { client, type Step, server } from '../../dissect/steps.ts';
import type { SuiteCase } from '../suite.ts';
import {
  acknowledged,
  allHeaders,
  data,
  exchange,
  get,
  headers,
  lastData,
  noContent,
  ok,
  preface,
  promise,
  reset,
  settings,
} from './parts.ts';

/** Of 125 bytes, with an initial window of 2 bytes. */
const asking = client(
  'GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAQAAAAC\r\n\r\n',
);
/** Of 71 bytes. */
const granted = server('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
const begins: Step[] = [client(Buffer.concat([Buffer.from(preface), settings(), acknowledged]))];
const answered = server(Buffer.concat([settings(), headers(1, ok), lastData(1, 'ab')]));

export const upgrades: SuiteCase[] = [
  {
    rfc: 'RFC 7540 §3.2',
    name: 'the answer comes on stream 1, and the next request is stream 3',
    steps: [asking, granted, ...begins, answered, ...exchange(3)],
    messages: [
      'c2s 1 x1 GET / 0..104 +0 headers',
      'c2s 2 x2 GET / 146..158 +0 END_STREAM',
      's2c 1 x1 200 80..101 +2 END_STREAM',
      's2c 2 x2 204 101..111 +0 END_STREAM',
    ],
    keeps: ['http2.headers-unasked', 'http2.stream-window'],
    protocols: ['HTTP/1.1', 'HTTP/2'],
  },
  {
    rfc: 'RFC 7540 §3.2',
    name: "and it may come before the client's preface",
    steps: [asking, granted, answered, ...begins],
    messages: ['c2s 1 x1 GET / 0..104 +0 headers', 's2c 1 x1 200 80..101 +2 END_STREAM'],
  },
  {
    rfc: 'RFC 7540 §3.2',
    name: 'stream 1 is half-closed, and nothing but a reset comes from the client on it',
    steps: [asking, granted, ...begins, client(Buffer.concat([reset(1), allHeaders(3, get)])), answered],
    messages: ['c2s 1 x1 GET / 0..104 +0 headers', 'c2s 2 x2 GET / 159..171 +0 END_STREAM'],
  },
  {
    rfc: 'RFC 7540 §3.2',
    name: 'DATA of the client on stream 1',
    steps: [asking, granted, ...begins, client(data(1, 'a'))],
    faults: ['client 146 violation http2.data-after-end'],
  },
  {
    rfc: 'RFC 7540 §3.2',
    name: 'a stream 1 that the client opens once more',
    steps: [asking, granted, ...begins, answered, client(allHeaders(1, get))],
    faults: ['client 146 violation http2.closed-stream'],
  },
  {
    rfc: 'RFC 7540 §3.2.1',
    name: 'the settings of the Upgrade are acknowledged by its answer',
    steps: [asking, granted, server(Buffer.concat([settings(), headers(1, ok), lastData(1, 'abc')]))],
    faults: ['server 90 irregularity http2.stream-window'],
  },
  {
    rfc: 'RFC 9113 §8.4',
    name: 'a push beside the answer to the Upgrade',
    steps: [
      asking,
      granted,
      ...begins,
      server(
        Buffer.concat([settings(), promise(1, 2, get), allHeaders(1, noContent), allHeaders(2, noContent)]),
      ),
    ],
    messages: [
      'c2s 1 x1 GET / 0..104 +0 headers',
      's2c 1 x- 204 80..116 +0 END_STREAM',
      's2c 2 x1 204 96..106 +0 END_STREAM',
    ],
  },
];
