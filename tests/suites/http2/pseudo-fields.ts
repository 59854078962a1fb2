/** What RFC 9113 §8.3 to §8.5 demands of pseudo-header fields. */
import type { SuiteCase } from '../suite.ts';
import {
  allHeaders,
  answers,
  asks,
  asksWith,
  client33,
  get,
  getFields,
  headers,
  noContent,
  ok,
  post,
  promise,
  server9,
  withMethod,
} from './parts.ts';

export const pseudoFields: SuiteCase[] = [
  {
    rfc: 'RFC 9113 §8.3',
    name: 'pseudo-header fields come first, each once, in any order',
    steps: asks(
      allHeaders(1, [
        [':path', '/a'],
        [':authority', 'b'],
        [':scheme', 'https'],
        [':method', 'GET'],
        ['host', 'B:443'],
      ]),
    ),
    keeps: [
      'http2.pseudo-after-regular',
      'http2.pseudo-twice',
      'http2.pseudo-unknown',
      'http2.pseudo-of-other',
      'http2.no-method',
      'http2.no-scheme',
      'http2.no-path',
      'http2.path',
      'http2.host',
    ],
  },
  {
    rfc: 'RFC 9113 §8.3',
    name: 'one behind another field',
    steps: asks(allHeaders(1, [['a', 'b'], ...getFields])),
    faults: client33('pseudo-after-regular'),
  },
  {
    rfc: 'RFC 9113 §8.3',
    name: 'one twice, of which the first counts',
    steps: asks(allHeaders(1, [...getFields, [':path', '/b']])),
    faults: client33('pseudo-twice'),
    messages: ['c2s 1 x1 GET / 33..88 +0 END_STREAM'],
  },
  {
    rfc: 'RFC 9113 §8.3',
    name: 'an unknown one',
    steps: asks(allHeaders(1, [[':test', 'a'], ...getFields])),
    faults: client33('pseudo-unknown'),
  },
  {
    rfc: 'RFC 9113 §8.3',
    name: ':status in a request, which has none for that',
    steps: asks(allHeaders(1, [...getFields, [':status', '200']])),
    faults: client33('pseudo-of-other'),
    messages: ['c2s 1 x1 GET / 33..91 +0 END_STREAM'],
  },
  {
    rfc: 'RFC 9113 §8.3',
    name: ':path in a response',
    steps: answers(
      allHeaders(1, [
        [':status', '200'],
        [':path', '/'],
      ]),
    ),
    faults: server9('pseudo-of-other'),
    messages: ['c2s 1 x1 GET / 33..45 +0 END_STREAM', 's2c 1 x1 200 9..40 +0 END_STREAM'],
  },
  ...([':method', ':scheme', ':path'] as const).map((missing) => ({
    rfc: 'RFC 9113 §8.3.1',
    name: `a request has ${missing}`,
    steps: asks(
      allHeaders(
        1,
        getFields.filter(([name]) => name !== missing),
      ),
    ),
    faults: client33(`no-${missing.slice(1)}`),
  })),
  ...['', 'a', '*'].map((path) => ({
    rfc: 'RFC 9113 §8.3.1',
    name: `:path begins with a slash, and is not ${JSON.stringify(path)}`,
    steps: asks(allHeaders(1, [...getFields.slice(0, 2), [':path', path]])),
    faults: client33('path'),
  })),
  {
    rfc: 'RFC 9113 §8.3.1',
    name: 'OPTIONS may ask of *',
    steps: asks(allHeaders(1, [...withMethod('OPTIONS').slice(0, 2), [':path', '*']])),
    keeps: 'http2.path',
  },
  {
    rfc: 'RFC 9113 §8.3.1',
    name: 'Host names another than :authority',
    steps: asksWith([':authority', 'a'], ['host', 'b']),
    faults: client33('host'),
  },
  {
    rfc: 'RFC 9113 §8.5',
    name: 'CONNECT names a host, and nothing else',
    steps: asks(
      headers(1, [
        [':method', 'CONNECT'],
        [':authority', 'a:1'],
      ]),
    ),
    keeps: ['http2.connect-target', 'http2.no-authority'],
  },
  {
    rfc: 'RFC 9113 §8.5',
    name: 'CONNECT with :path',
    steps: asks(
      headers(1, [
        [':method', 'CONNECT'],
        [':authority', 'a:1'],
        [':path', '/'],
      ]),
    ),
    faults: client33('connect-target'),
  },
  {
    rfc: 'RFC 9113 §8.5',
    name: 'CONNECT without :authority',
    steps: asks(headers(1, [[':method', 'CONNECT']])),
    faults: client33('no-authority'),
  },
  {
    rfc: 'RFC 8441 §4',
    name: 'CONNECT with :protocol has :scheme and :path',
    steps: asks(headers(1, [...withMethod('CONNECT'), [':protocol', 'a'], [':authority', 'b']])),
    keeps: ['http2.connect-target', 'http2.no-scheme'],
  },
  {
    rfc: 'RFC 9113 §8.3.2',
    name: 'a response has a status of three digits',
    steps: answers(allHeaders(1, ok)),
    keeps: 'http2.no-status',
  },
  ...['', '20', '2000', '099'].map((status) => ({
    rfc: 'RFC 9113 §8.3.2',
    name: `a status is not ${JSON.stringify(status)}`,
    steps: answers(allHeaders(1, [[':status', status]])),
    faults: server9('no-status'),
  })),
  {
    rfc: 'RFC 9113 §8.1',
    name: 'trailers without a pseudo-header field',
    steps: answers(headers(1, ok), allHeaders(1, [['a', 'b']])),
    keeps: ['http2.pseudo-in-trailers', 'http2.trailers'],
  },
  {
    rfc: 'RFC 9113 §8.1',
    name: 'trailers with one',
    steps: answers(headers(1, ok), allHeaders(1, ok)),
    faults: ['server 19 irregularity http2.pseudo-in-trailers'],
  },
  {
    rfc: 'RFC 9113 §8.4',
    name: 'a promised GET',
    steps: answers(promise(1, 2, get), allHeaders(2, noContent), allHeaders(1, noContent)),
    keeps: [
      'http2.promised-method',
      'http2.promised-stream',
      'http2.push-not-accepted',
      'http2.promise-on-finished',
    ],
  },
  {
    rfc: 'RFC 9113 §8.4',
    name: 'a promised POST',
    steps: answers(promise(1, 2, post)),
    faults: server9('promised-method'),
  },
];
