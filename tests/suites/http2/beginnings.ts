/** What RFC 9113 §3 and §4 demands of the preface, of frames whatever they are, and of header blocks. */
import { client, clientFin, server, serverFin } from '../../dissect/steps.ts';
import type { SuiteCase } from '../suite.ts';
import {
  acknowledged,
  allHeaders,
  answers,
  asks,
  END_HEADERS,
  END_STREAM,
  frame,
  get,
  headers,
  lastData,
  ok,
  opening,
  preface,
  settings,
  type,
} from './parts.ts';

const zeros = (count: number): Buffer => Buffer.alloc(count);

export const beginnings: SuiteCase[] = [
  {
    rfc: 'RFC 9113 §3.4',
    name: 'a preface and SETTINGS of both sides',
    steps: opening,
    keeps: ['http2.preface', 'http2.first-frame'],
    protocols: ['HTTP/2'],
  },
  {
    rfc: 'RFC 9113 §3.4',
    name: 'another preface, to a server that speaks HTTP/2',
    steps: [server(settings()), client('PRI * HTTP/2.1\r\n\r\nSM\r\n\r\n')],
    faults: ['client 0 violation http2.preface'],
  },
  {
    rfc: 'RFC 9113 §3.4',
    name: 'a first frame that is not SETTINGS, and is read',
    steps: [client(preface), client(allHeaders(1, get)), server(settings())],
    faults: ['client 24 violation http2.first-frame'],
    messages: ['c2s 1 x1 GET / 24..36 +0 END_STREAM'],
  },
  {
    rfc: 'RFC 9113 §4.1',
    name: 'frames and flags that are not known are passed over',
    steps: asks(frame(0x16, 0xff, 0, zeros(8)), frame(type.PING, 0x16, 0, zeros(8)), allHeaders(1, get)),
    keeps: ['http2.not-stream-0', 'http2.length'],
  },
  {
    rfc: 'RFC 9113 §4.1',
    name: 'a direction that ends behind a frame',
    steps: [...answers(allHeaders(1, ok)), clientFin, serverFin],
    keeps: 'http2.cut-frame',
  },
  {
    rfc: 'RFC 9113 §4.1',
    name: 'a direction that ends within one',
    steps: [...answers(allHeaders(1, ok)), client(zeros(8)), clientFin],
    faults: ['client 45 violation http2.cut-frame'],
  },
  {
    rfc: 'RFC 9113 §4.2',
    name: 'a frame of 16,385 bytes, which leaves nothing open behind it',
    steps: [
      ...answers(headers(1, ok), frame(type.DATA, END_STREAM, 1, zeros(0), 16_385)),
      client(allHeaders(3, get)),
    ],
    faults: ['server 19 violation http2.large-frame'],
    messages: [
      'c2s 1 x1 GET / 33..45 +0 END_STREAM',
      'c2s 2 x2 GET / 45..57 +0 END_STREAM',
      's2c 1 x1 200 9..19 +0 cut',
    ],
  },
  {
    rfc: 'RFC 9113 §4.2',
    name: 'a frame of 16,385 bytes to a side that allows it',
    steps: [
      ...opening,
      client(settings([5, 16_385])),
      server(acknowledged),
      client(allHeaders(1, get)),
      server(Buffer.concat([headers(1, ok), lastData(1, zeros(16_385))])),
    ],
    keeps: 'http2.large-frame',
  },
];

export const headerBlocks: SuiteCase[] = [
  {
    rfc: 'RFC 9113 §4.3',
    name: 'HEADERS and CONTINUATION of its stream hold one block',
    steps: asks(
      headers(1, get.subarray(0, 1), END_STREAM),
      frame(type.CONTINUATION, 0, 1, get.subarray(1, 2)),
      frame(type.CONTINUATION, END_HEADERS, 1, get.subarray(2)),
    ),
    keeps: ['http2.within-section', 'http2.continuation', 'http2.compression'],
  },
  ...[
    frame(type.PRIORITY, 0, 1, zeros(5)),
    allHeaders(3, get),
    frame(type.CONTINUATION, END_HEADERS, 3, get),
    frame(0x16, 0, 1),
  ].map((between) => ({
    rfc: 'RFC 9113 §4.3',
    name: `nothing else stands between them: ${between.toString('hex')}`,
    steps: asks(headers(1, get, END_STREAM), between),
    faults: ['client 45 violation http2.within-section'],
  })),
  {
    rfc: 'RFC 9113 §6.10',
    name: 'a CONTINUATION behind END_HEADERS',
    steps: asks(allHeaders(1, get), frame(type.CONTINUATION, END_HEADERS, 1, get)),
    faults: ['client 45 violation http2.continuation'],
  },
  {
    rfc: 'RFC 9113 §6.10',
    name: 'a CONTINUATION on stream 0',
    steps: asks(frame(type.CONTINUATION, END_HEADERS, 0, get)),
    faults: ['client 33 violation http2.continuation'],
  },
  ...[
    ['an index that no table holds', '80'],
    ['an index beyond both tables', 'ff80808008'],
    ['a string of Huffman codes with EOS', '0082ffffffff'],
    ['padding of Huffman codes that is no part of EOS', '008100'],
    ['padding of Huffman codes that is longer than 7 bits', '0082 1fff'.replace(' ', '')],
    ['a table size above the limit', '3fe21f'],
    ['a table size behind a field', '8220'],
  ].map(([what = '', bytes = '']) => ({
    rfc: 'RFC 9113 §4.3',
    name: what,
    steps: asks(allHeaders(1, Buffer.from(bytes, 'hex'))),
    faults: ['client 33 violation http2.compression'],
  })),
];
