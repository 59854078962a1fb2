/** How much may be sent, and how many streams may be open: RFC 9113 §5.1.2, §5.2 and §6.9. */
import { client, server } from '../../dissect/steps.ts';
import type { SuiteCase } from '../suite.ts';
import {
  acknowledged,
  allHeaders,
  asks,
  data,
  exchange,
  get,
  headers,
  lastData,
  ok,
  opening,
  post,
  promise,
  reset,
  settings,
  windowUpdate,
} from './parts.ts';

/** Of the SETTINGS that it was sent at first, and of the next. */
const bothAcknowledged = Buffer.concat([acknowledged, acknowledged]);

/** The client lets the server have so much on a stream, and the server knows. */
const window = (size: number) => [...opening, client(settings([4, size])), server(bothAcknowledged)];

/** The server lets the client have one stream open, and the client knows. */
const oneStream = [...opening, server(settings([3, 1])), client(bothAcknowledged)];

export const flow: SuiteCase[] = [
  {
    rfc: 'RFC 9113 §6.9.1',
    name: 'as much DATA as the window holds, then an empty frame, then what was granted',
    steps: [
      ...window(2),
      client(allHeaders(1, get)),
      server(Buffer.concat([headers(1, ok), data(1, 'ab'), data(1, '')])),
      client(windowUpdate(1, 1)),
      server(lastData(1, 'c')),
    ],
    keeps: ['http2.stream-window', 'http2.window-update'],
  },
  {
    rfc: 'RFC 9113 §6.9.1',
    name: 'a byte more, which is told once',
    steps: [
      ...window(2),
      client(allHeaders(1, get)),
      server(Buffer.concat([headers(1, ok), data(1, 'abc'), lastData(1, 'd')])),
    ],
    faults: ['server 37 irregularity http2.stream-window'],
  },
  {
    rfc: 'RFC 9113 §6.9.1',
    name: 'padding takes room, too',
    steps: [
      ...window(2),
      client(allHeaders(1, get)),
      server(Buffer.concat([headers(1, ok), data(1, '\x01a\0', 0x8)])),
    ],
    faults: ['server 37 irregularity http2.stream-window'],
  },
  {
    rfc: 'RFC 9113 §6.9.2',
    name: 'until the smaller window is acknowledged, the larger one may be in force',
    steps: [
      ...opening,
      client(Buffer.concat([settings([4, 0]), allHeaders(1, get)])),
      server(Buffer.concat([acknowledged, headers(1, ok), lastData(1, 'a'), acknowledged])),
    ],
    keeps: 'http2.stream-window',
  },
  {
    rfc: 'RFC 9113 §6.9.2',
    name: 'a window that becomes negative',
    steps: [
      ...opening,
      client(allHeaders(1, get)),
      server(Buffer.concat([headers(1, ok), data(1, 'abc')])),
      client(settings([4, 2])),
      server(Buffer.concat([bothAcknowledged, data(1, 'd')])),
    ],
    faults: ['server 49 irregularity http2.stream-window'],
  },
  {
    rfc: 'RFC 9113 §6.9.1',
    name: '65,535 bytes on a connection, on two streams, and no more',
    steps: [
      ...opening,
      client(Buffer.concat([allHeaders(1, get), allHeaders(3, get), windowUpdate(1, 1)])),
      server(
        Buffer.concat([
          headers(1, ok),
          headers(3, ok),
          ...[1, 3, 1, 3].map((stream, at) => data(stream, Buffer.alloc(at === 3 ? 16_383 : 16_384))),
        ]),
      ),
      server(data(1, 'a')),
    ],
    faults: ['server 65600 irregularity http2.connection-window'],
  },
  {
    rfc: 'RFC 9113 §6.9.1',
    name: 'more than that where it was granted',
    steps: [
      ...opening,
      client(Buffer.concat([allHeaders(1, get), windowUpdate(0, 1), windowUpdate(1, 1)])),
      server(
        Buffer.concat([headers(1, ok), ...[1, 1, 1, 1].map((stream) => data(stream, Buffer.alloc(16_384)))]),
      ),
    ],
    keeps: 'http2.connection-window',
  },
  {
    rfc: 'RFC 9113 §6.9.1',
    name: 'the largest window',
    steps: asks(windowUpdate(0, 0x7fffffff - 65_535)),
    keeps: 'http2.large-window',
  },
  {
    rfc: 'RFC 9113 §6.9.1',
    name: 'a window of the connection above 2^31 − 1, which is told once',
    steps: asks(windowUpdate(0, 0x7fffffff - 65_535), windowUpdate(0, 1), windowUpdate(0, 1)),
    faults: ['client 46 irregularity http2.large-window'],
  },
  {
    rfc: 'RFC 9113 §6.9.1',
    name: 'a window of a stream above 2^31 − 1',
    steps: asks(allHeaders(1, get), windowUpdate(1, 0x7fffffff)),
    faults: ['client 45 irregularity http2.large-window'],
  },
  {
    rfc: 'RFC 9113 §6.9.2',
    name: 'a window that SETTINGS raise above 2^31 − 1',
    steps: asks(allHeaders(1, get), windowUpdate(1, 1), settings([4, 0x7fffffff])),
    faults: ['client 58 irregularity http2.large-window'],
  },
  {
    rfc: 'RFC 9113 §6.9',
    name: 'WINDOW_UPDATE of nothing',
    steps: asks(windowUpdate(0, 0)),
    faults: ['client 33 irregularity http2.window-update'],
  },
];

export const limits: SuiteCase[] = [
  {
    rfc: 'RFC 9113 §5.1.2',
    name: 'one stream after the other, where one is allowed',
    steps: [...oneStream, ...exchange(1), client(headers(3, post)), client(reset(3)), ...exchange(5)],
    keeps: 'http2.many-streams',
  },
  {
    rfc: 'RFC 9113 §5.1.2',
    name: 'two at once, which is told once',
    steps: [...oneStream, client(Buffer.concat([1, 3, 5].map((stream) => allHeaders(stream, get))))],
    faults: ['client 63 irregularity http2.many-streams'],
  },
  {
    rfc: 'RFC 9113 §6.5.3',
    name: 'two at once before the limit is acknowledged',
    steps: [
      ...opening,
      server(settings([3, 1])),
      client(Buffer.concat([acknowledged, allHeaders(1, get), allHeaders(3, get), acknowledged])),
    ],
    keeps: 'http2.many-streams',
  },
  {
    rfc: 'RFC 9113 §5.1.2',
    name: 'two pushes at once, where the client allows one',
    steps: [
      ...opening,
      client(settings([3, 1])),
      server(bothAcknowledged),
      client(allHeaders(1, get)),
      server(Buffer.concat([promise(1, 2, get), promise(1, 4, get), headers(2, ok), headers(4, ok)])),
    ],
    faults: ['server 69 irregularity http2.many-streams'],
  },
];
