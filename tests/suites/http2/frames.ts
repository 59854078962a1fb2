/** What RFC 9113 §6 demands of frames of each type. */
import { client, server } from '../../dissect/steps.ts';
import type { SuiteCase } from '../suite.ts';
import {
  ACK,
  allHeaders,
  answers,
  asks,
  data,
  END_HEADERS,
  END_STREAM,
  frame,
  get,
  getFields,
  headers,
  noContent,
  opening,
  PADDED,
  PRIORITY,
  promise,
  settings,
  type,
  uint32,
} from './parts.ts';

const zeros = (count: number): Buffer => Buffer.alloc(count);

const onlyOnStreams: [name: string, frame: (stream: number) => Buffer][] = [
  ['DATA', (stream) => data(stream, 'a')],
  ['HEADERS', (stream) => allHeaders(stream, get)],
  ['PRIORITY', (stream) => frame(type.PRIORITY, 0, stream, Buffer.of(0, 0, 0, 9, 0))],
  ['RST_STREAM', (stream) => frame(type.RST_STREAM, 0, stream, uint32(8))],
];
const onlyOnConnections: [name: string, frame: (stream: number) => Buffer][] = [
  ['SETTINGS', (stream) => frame(type.SETTINGS, 0, stream)],
  ['PING', (stream) => frame(type.PING, 0, stream, zeros(8))],
  ['GOAWAY', (stream) => frame(type.GOAWAY, 0, stream, zeros(8))],
];
const wrongLengths: [name: string, Buffer][] = [
  ['DATA that is padded and has no length of that', frame(type.DATA, PADDED, 1)],
  ['HEADERS with less than their priority', frame(type.HEADERS, END_HEADERS | PRIORITY, 1, zeros(4))],
  ['PRIORITY of 4 bytes', frame(type.PRIORITY, 0, 1, zeros(4))],
  ['RST_STREAM of 3', frame(type.RST_STREAM, 0, 1, zeros(3))],
  ['SETTINGS of 3', frame(type.SETTINGS, 0, 0, zeros(3))],
  ['SETTINGS that acknowledge, of 6', frame(type.SETTINGS, ACK, 0, zeros(6))],
  ['PING of 6', frame(type.PING, 0, 0, zeros(6))],
  ['GOAWAY of 7', frame(type.GOAWAY, 0, 0, zeros(7))],
  ['WINDOW_UPDATE of 3', frame(type.WINDOW_UPDATE, 0, 0, zeros(3))],
];

export const frames: SuiteCase[] = [
  {
    rfc: 'RFC 9113 §6.1',
    name: 'padding up to the end of the frame',
    steps: asks(headers(1, get), frame(type.DATA, END_STREAM | PADDED, 1, Buffer.of(2, 0, 0))),
    keeps: ['http2.padding', 'http2.stream-0'],
  },
  {
    rfc: 'RFC 9113 §6.1',
    name: 'padding of DATA as long as the frame, which may have held what was said',
    steps: asks(
      headers(1, [...getFields, ['content-length', '1']]),
      frame(type.DATA, END_STREAM | PADDED, 1, Buffer.of(3, 0, 0)),
    ),
    faults: ['client 96 violation http2.padding'],
  },
  {
    rfc: 'RFC 9113 §6.2',
    name: 'padding of HEADERS longer than what is left',
    steps: asks(headers(1, Buffer.concat([Buffer.of(4), get]), END_HEADERS | END_STREAM | PADDED)),
    faults: ['client 33 violation http2.padding'],
  },
  ...onlyOnStreams.map(([name, on]) => ({
    rfc: 'RFC 9113 §4.1',
    name: `${name} on the connection`,
    steps: asks(on(0)),
    faults: ['client 33 violation http2.stream-0'],
  })),
  {
    rfc: 'RFC 9113 §6.6',
    name: 'PUSH_PROMISE on the connection',
    steps: answers(promise(0, 2, get)),
    faults: ['server 9 violation http2.stream-0'],
  },
  ...onlyOnConnections.map(([name, on]) => ({
    rfc: 'RFC 9113 §4.1',
    name: `${name} on a stream`,
    steps: asks(on(1)),
    faults: ['client 33 violation http2.not-stream-0'],
  })),
  ...wrongLengths.map(([name, wrong]) => ({
    rfc: 'RFC 9113 §4.2',
    name,
    steps: asks(headers(1, get), wrong),
    faults: ['client 45 violation http2.length'],
  })),
  {
    rfc: 'RFC 9113 §6.5.2',
    name: 'the outermost values of settings, and unknown ones',
    steps: [
      ...opening,
      client(settings([2, 1], [4, 0x7fffffff], [5, 0xffffff], [0xff, 1])),
      server(settings([2, 0], [5, 16_384])),
    ],
    keeps: [
      'http2.enable-push',
      'http2.enable-push-of-server',
      'http2.initial-window-size',
      'http2.max-frame-size',
    ],
  },
  ...(
    [
      ['ENABLE_PUSH of 2', 2, 2, 'enable-push'],
      ['INITIAL_WINDOW_SIZE of 2^31', 4, 0x80000000, 'initial-window-size'],
      ['MAX_FRAME_SIZE of 16,383', 5, 16_383, 'max-frame-size'],
      ['MAX_FRAME_SIZE of 2^24', 5, 2 ** 24, 'max-frame-size'],
    ] as const
  ).map(([name, parameter, value, rule]) => ({
    rfc: 'RFC 9113 §6.5.2',
    name,
    steps: asks(settings([parameter, value])),
    faults: [`client 33 irregularity http2.${rule}`],
  })),
  {
    rfc: 'RFC 9113 §6.5.2',
    name: 'ENABLE_PUSH of 1 from a server',
    steps: [...opening, server(settings([2, 1]))],
    faults: ['server 9 irregularity http2.enable-push-of-server'],
  },
  {
    rfc: 'RFC 9113 §6.8',
    name: 'GOAWAY twice, with a lower stream',
    steps: answers(
      allHeaders(1, noContent),
      frame(type.GOAWAY, 0, 0, Buffer.concat([uint32(0x7fffffff), uint32(0)])),
      frame(type.GOAWAY, 0, 0, Buffer.concat([uint32(1), uint32(0)])),
    ),
    keeps: 'http2.last-stream',
  },
  {
    rfc: 'RFC 9113 §6.8',
    name: 'GOAWAY twice, with a higher stream',
    steps: answers(
      frame(type.GOAWAY, 0, 0, zeros(8)),
      frame(type.GOAWAY, 0, 0, Buffer.concat([uint32(1), uint32(0)])),
    ),
    faults: ['server 26 irregularity http2.last-stream'],
  },
  {
    rfc: 'RFC 7540 §5.3.1',
    name: 'a stream that depends on another',
    steps: asks(
      frame(type.PRIORITY, 0, 3, Buffer.of(0, 0, 0, 1, 0)),
      headers(1, Buffer.concat([Buffer.of(0x80, 0, 0, 3, 0), get]), END_HEADERS | END_STREAM | PRIORITY),
    ),
    keeps: 'http2.depends-on-itself',
  },
  ...[
    frame(type.PRIORITY, 0, 1, Buffer.of(0x80, 0, 0, 1, 0)),
    headers(1, Buffer.concat([Buffer.of(0, 0, 0, 1, 0), get]), END_HEADERS | END_STREAM | PRIORITY),
  ].map((itself) => ({
    rfc: 'RFC 7540 §5.3.1',
    name: `a stream that depends on itself: ${itself.toString('hex')}`,
    steps: asks(itself),
    faults: ['client 33 irregularity http2.depends-on-itself'],
  })),
];
