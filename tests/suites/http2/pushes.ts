/** What RFC 9113 §6.6 and §8.4 demands of pushes. */
import { client, server } from '../../dissect/steps.ts';
import type { SuiteCase } from '../suite.ts';
import {
  acknowledged,
  allHeaders,
  answers,
  asks,
  frame,
  get,
  headers,
  lastData,
  noContent,
  notFound,
  ok,
  opening,
  post,
  promise,
  reset,
  settings,
  type,
  windowUpdate,
} from './parts.ts';

/** Of the SETTINGS that it was sent at first, and of the next. */
const bothAcknowledged = Buffer.concat([acknowledged, acknowledged]);

export const pushes: SuiteCase[] = [
  {
    rfc: 'RFC 9113 §8.4.2',
    name: 'a client may refuse a push',
    steps: [
      ...answers(promise(1, 2, get), headers(2, ok), allHeaders(1, noContent)),
      client(reset(2)),
      server(lastData(2, 'a')),
    ],
    keeps: 'http2.after-own-reset',
    messages: ['c2s 1 x1 GET / 33..45 +0 END_STREAM', 's2c 2 x1 204 35..45 +0 END_STREAM'],
  },
  {
    rfc: 'RFC 9113 §8.4.2',
    name: 'a client that refuses a push with GOAWAY has not reset it',
    steps: [
      ...answers(promise(1, 2, get), headers(2, ok), allHeaders(1, noContent)),
      client(Buffer.concat([frame(type.GOAWAY, 0, 0, Buffer.alloc(8)), windowUpdate(2, 1)])),
      server(lastData(2, 'a')),
    ],
    keeps: 'http2.after-own-reset',
    messages: ['c2s 1 x1 GET / 33..45 +0 END_STREAM', 's2c 2 x1 204 35..45 +0 END_STREAM'],
  },
  {
    rfc: 'RFC 9113 §6.6',
    name: 'a promise of a stream of the client',
    steps: answers(promise(1, 3, get)),
    faults: ['server 9 violation http2.promised-stream'],
  },
  {
    rfc: 'RFC 9113 §6.6',
    name: 'a promise on a stream that is answered in full',
    steps: [
      ...opening,
      client(headers(1, post)),
      server(Buffer.concat([allHeaders(1, notFound), promise(1, 2, get)])),
    ],
    faults: ['server 19 violation http2.promise-on-finished'],
  },
  {
    rfc: 'RFC 9113 §8.4',
    name: 'a promise to a client that does not want any, and said so',
    steps: [
      ...opening,
      client(settings([2, 0])),
      server(bothAcknowledged),
      client(allHeaders(1, get)),
      server(promise(1, 2, get)),
    ],
    faults: ['server 27 violation http2.push-not-accepted'],
  },
  {
    rfc: 'RFC 9113 §8.4.2',
    name: 'a promise to a client that does not want any, before that is acknowledged: it is refused, and breaks no rule',
    steps: [
      ...opening,
      client(settings([2, 0])),
      client(allHeaders(1, get)),
      server(Buffer.concat([promise(1, 2, get), allHeaders(2, noContent), allHeaders(1, noContent)])),
    ],
    keeps: 'http2.push-not-accepted',
    messages: ['c2s 1 x1 GET / 48..60 +0 END_STREAM', 's2c 1 x1 204 35..45 +0 END_STREAM'],
  },
  {
    rfc: 'RFC 9113 §4.2',
    name: 'a promise of which nothing has come when nothing more can be read',
    steps: answers(promise(1, 2, get), frame(type.DATA, 0, 1, Buffer.alloc(0), 16_385)),
    faults: ['server 25 violation http2.large-frame'],
    messages: ['c2s 1 x1 GET / 33..45 +0 END_STREAM'],
  },
  {
    rfc: 'RFC 9113 §8.4',
    name: 'a promise of a client',
    steps: asks(headers(1, post), promise(1, 2, get)),
    faults: ['client 45 violation http2.promise-of-client'],
  },
  {
    rfc: 'RFC 9113 §8.4',
    name: 'a promise of a server',
    steps: answers(promise(1, 2, get), allHeaders(2, noContent), allHeaders(1, noContent)),
    keeps: 'http2.promise-of-client',
  },
];
