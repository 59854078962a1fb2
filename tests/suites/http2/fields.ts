/** What RFC 9113 §8.2 demands of every field. */
import type { SuiteCase } from '../suite.ts';
import { allHeaders, answersWith, asks, asksWith, client33, data, headers, post, server9 } from './parts.ts';

export const fieldsOfAll: SuiteCase[] = [
  {
    rfc: 'RFC 9113 §8.2.1',
    name: 'names are lower-case tokens, values are visible or hold blanks inside',
    steps: asksWith(['x-a.b_c~1', 'a b\tc \xff'], ['x-empty', '']),
    keeps: ['http2.uppercase', 'http2.field-name', 'http2.field-value'],
    messages: [`c2s 1 x1 GET / 33..107 +0 END_STREAM`],
  },
  ...['X-a', 'x-A'].map((name) => ({
    rfc: 'RFC 9113 §8.2.1',
    name: `a capital letter: ${name}`,
    steps: asksWith([name, 'b']),
    faults: client33('uppercase'),
  })),
  {
    rfc: 'RFC 9113 §8.2.1',
    name: 'a capital letter in trailers, and two of them once',
    steps: asks(
      headers(1, post),
      data(1, 'a'),
      allHeaders(1, [
        ['A', 'b'],
        ['C', 'd'],
      ]),
    ),
    faults: ['client 55 irregularity http2.uppercase'],
  },
  ...['x y', 'x\x7f', 'x:y', 'x\0', '', '\xe9'].map((name) => ({
    rfc: 'RFC 9113 §8.2.1',
    name: `a name that is ${JSON.stringify(name)}`,
    steps: asksWith([name, 'b']),
    faults: client33('field-name'),
  })),
  ...['a\nb', 'a\rb', 'a\0', ' a', 'a\t'].map((value) => ({
    rfc: 'RFC 9113 §8.2.1',
    name: `a value that is ${JSON.stringify(value)}`,
    steps: answersWith(['x-a', value]),
    faults: server9('field-value'),
  })),
  ...['connection', 'proxy-connection', 'keep-alive', 'transfer-encoding', 'upgrade'].map((name) => ({
    rfc: 'RFC 9113 §8.2.2',
    name: `the connection is not for fields to speak of: ${name}`,
    steps: asksWith([name, 'a']),
    faults: client33('connection-field'),
  })),
  {
    rfc: 'RFC 9113 §8.2.2',
    name: 'a response neither',
    steps: answersWith(['connection', 'close']),
    faults: server9('connection-field'),
  },
  {
    rfc: 'RFC 9113 §8.2.2',
    name: 'TE may say trailers',
    steps: asksWith(['te', 'trailers'], ['connections', 'a']),
    keeps: ['http2.te', 'http2.connection-field'],
  },
  {
    rfc: 'RFC 9113 §8.2.2',
    name: 'TE may say nothing else',
    steps: asksWith(['te', 'trailers, deflate']),
    faults: client33('te'),
  },
];
