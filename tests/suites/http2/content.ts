/** What RFC 9113 §8.1.1 and RFC 9110 demand of content and its length. */
import { client, server } from '../../dissect/steps.ts';
import type { SuiteCase } from '../suite.ts';
import {
  allHeaders,
  answers,
  answersWith,
  asks,
  asksWith,
  client33,
  data,
  get,
  headers,
  lastData,
  noContent,
  ok,
  opening,
  server9,
  withMethod,
} from './parts.ts';

export const content: SuiteCase[] = [
  {
    rfc: 'RFC 9113 §8.1.1',
    name: 'as much as Content-Length says, padding not counted',
    steps: asks(
      headers(1, [...withMethod('POST'), ['content-length', '004']]),
      data(1, '\x02te\0\0', 0x8),
      lastData(1, 'st'),
    ),
    keeps: ['http2.content-length', 'http2.content-length-value'],
  },
  ...['te', 'tests'].map((text) => ({
    rfc: 'RFC 9113 §8.1.1',
    name: `4 bytes are said, and ${text.length} are sent`,
    steps: asks(headers(1, [...withMethod('POST'), ['content-length', '4']]), lastData(1, text)),
    faults: ['client 97 irregularity http2.content-length'],
  })),
  {
    rfc: 'RFC 9113 §8.1.1',
    name: 'too much is told once, where it is certain',
    steps: answers(
      headers(1, [
        [':status', '200'],
        ['content-length', '1'],
      ]),
      data(1, 'ab'),
      lastData(1, 'c'),
    ),
    faults: ['server 49 irregularity http2.content-length'],
  },
  {
    rfc: 'RFC 9113 §8.1.1',
    name: 'a request with a length and END_STREAM',
    steps: asksWith(['content-length', '1']),
    faults: client33('content-length'),
  },
  {
    rfc: 'RFC 9113 §8.1.1',
    name: 'trailers end a message that is too short',
    steps: answers(
      headers(1, [
        [':status', '200'],
        ['content-length', '2'],
      ]),
      data(1, 'a'),
      allHeaders(1, [['a', 'b']]),
    ),
    faults: ['server 59 irregularity http2.content-length'],
  },
  ...['', 'a', '1, 2', '-1'].map((value) => ({
    rfc: 'RFC 9110 §8.6',
    name: `a length is not ${JSON.stringify(value)}`,
    steps: answersWith(['content-length', value]),
    faults: server9('content-length-value'),
  })),
  {
    rfc: 'RFC 9110 §8.6',
    name: 'a 204 has no length',
    steps: answers(
      allHeaders(1, [
        [':status', '204'],
        ['content-length', '0'],
      ]),
    ),
    faults: server9('length-of-nothing'),
  },
  {
    rfc: 'RFC 9110 §8.6',
    name: 'the answer to HEAD may say how long that to GET would be, and so may a 304',
    steps: [
      ...opening,
      client(allHeaders(1, withMethod('HEAD'))),
      server(
        allHeaders(1, [
          [':status', '200'],
          ['content-length', '9'],
        ]),
      ),
      client(allHeaders(3, get)),
      server(
        allHeaders(3, [
          [':status', '304'],
          ['content-length', '9'],
        ]),
      ),
    ],
    keeps: ['http2.length-of-nothing', 'http2.content-of-nothing'],
  },
  {
    rfc: 'RFC 9110 §6.4.1',
    name: 'the answer to HEAD has no content',
    steps: [
      ...opening,
      client(allHeaders(1, withMethod('HEAD'))),
      server(Buffer.concat([headers(1, ok), data(1, 'a'), lastData(1, 'b')])),
    ],
    faults: ['server 19 irregularity http2.content-of-nothing'],
  },
  {
    rfc: 'RFC 9110 §6.4.1',
    name: 'a 204 has none either, though an empty DATA may end it',
    steps: [
      ...answers(headers(1, noContent), lastData(1, '')),
      client(allHeaders(3, get)),
      server(Buffer.concat([headers(3, noContent), lastData(3, 'a')])),
    ],
    faults: ['server 38 irregularity http2.content-of-nothing'],
  },
];
