/** Two ends that send each other bytes, of which the record says how many were under way to the sender. */
import { measureRecording } from '../../../src/assess/assess.ts';
import type { Measurement } from '../../../src/model/facts.ts';
import type { Direction, TraceEvent } from '../../../src/model/trace.ts';

export type Sent = [direction: Direction, bytes: string | Buffer, underWay?: number];

const address = { host: '127.0.0.1', port: 1 };

export const recorded = (sent: readonly Sent[], more: readonly TraceEvent[] = []): TraceEvent[] => [
  {
    type: 'open',
    seq: 1,
    at: 0,
    connection: 1,
    transport: 'tcp',
    front: { client: address, tap: address },
    back: { tap: address, server: address },
    control: false,
  },
  ...sent.map(
    ([direction, bytes, underWay], nth): TraceEvent => ({
      type: 'bytes',
      seq: nth + 2,
      at: 0,
      connection: 1,
      direction,
      bytes: Buffer.from(bytes),
      ...(underWay === undefined ? {} : { underWay }),
    }),
  ),
  ...more,
];

export const measured = (...sent: Sent[]): Measurement =>
  measureRecording({ question: 'test', events: recorded(sent) });

export const crossings = (...sent: Sent[]): number => measured(...sent).facts.crossings;

/** With the mask of zeros from the client, RFC 6455 §5.3. */
export const framed = (direction: Direction, first: number, text: string): Buffer =>
  Buffer.concat([
    Buffer.from([
      first,
      text.length | (direction === 'c2s' ? 0x80 : 0),
      ...(direction === 'c2s' ? [0, 0, 0, 0] : []),
    ]),
    Buffer.from(text),
  ]);

export const handshake: Sent[] = [
  [
    'c2s',
    'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    0,
  ],
  [
    's2c',
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
    0,
  ],
];

export const whole = 0x81;
export const first = 0x01;
export const last = 0x80;
