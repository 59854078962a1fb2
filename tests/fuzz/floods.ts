/** Frames of HTTP/2 without end, either way: what is kept of them is bounded, and so is what a question bears. */
import fc from 'fast-check';
import { measureStream } from '../../src/assess/observe.ts';
import { createBounds } from '../../src/bench/bounds.ts';
import type { Direction, TraceEvent } from '../../src/model/trace.ts';
import type { Target } from './target.ts';

interface Frame {
  type: number;
  flags: number;
  stream: number;
  /** What is added to the stream's number each time. */
  next: number;
  content: Uint8Array;
}

interface Flood {
  direction: Direction;
  first: Frame[];
  again: Frame[];
}

const frame: fc.Arbitrary<Frame> = fc.record({
  type: fc.oneof(fc.nat({ max: 9 }), fc.nat({ max: 255 })),
  flags: fc.constantFrom(0, 1, 4, 5, 8, 0x24, 0x2d),
  stream: fc.constantFrom(0, 1, 2, 3, 5, 0x7fffffff),
  next: fc.constantFrom(0, 0, 1, 2),
  content: fc.oneof(
    fc
      .constantFrom(
        [],
        [0x88],
        [0x82, 0x84, 0x86],
        [0, 0, 0, 1],
        [0, 0, 0, 0, 1],
        [0, 0, 0, 2, 0x82, 0x84, 0x86],
      )
      .map((some) => Uint8Array.from(some)),
    fc.uint8Array({ maxLength: 12 }),
  ),
});

const bytesOf = ({ type, flags, stream, next, content }: Frame, nth: number): Buffer => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(content.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE((stream + nth * next) % 0x8000_0000, 5);
  return Buffer.concat([head, content]);
};

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const settings = bytesOf({ type: 4, flags: 0, stream: 0, next: 0, content: new Uint8Array() }, 0);
const request = bytesOf(
  { type: 1, flags: 5, stream: 1, next: 0, content: Uint8Array.of(0x82, 0x84, 0x86) },
  0,
);
const address = { host: '127.0.0.1', port: 80 };

/** Bytes of each flood: twice what is borne beside the content of messages. */
const enough = 2 * 1024 * 1024;

function* events({ direction, first, again }: Flood): Generator<TraceEvent> {
  let seq = 0;
  const placed = () => ({ seq: ++seq, at: seq, connection: 1 });
  yield {
    ...{ type: 'open', transport: 'tcp', control: false, ...placed() },
    ...(direction === 'c2s' ? { side: 'back' } : {}),
    front: { client: address, tap: address },
    back: { tap: null, server: address },
  };
  yield {
    type: 'bytes',
    direction: 'c2s',
    bytes: Buffer.concat([Buffer.from(preface), settings, request]),
    ...placed(),
  };
  yield { type: 'bytes', direction: 's2c', bytes: settings, ...placed() };
  yield { type: 'bytes', direction, bytes: Buffer.concat(first.map((one) => bytesOf(one, 0))), ...placed() };
  for (let [nth, sent] = [0, 0]; sent < enough; ) {
    const frames: Buffer[] = [];
    for (let length = 0; length < 65_536; nth++)
      for (const one of again) {
        const bytes = bytesOf(one, nth);
        frames.push(bytes);
        length += bytes.length;
      }
    const bytes = Buffer.concat(frames);
    sent += bytes.length;
    yield { type: 'bytes', direction, bytes, ...placed() };
  }
}

export const floods: Target<Flood> = {
  name: 'floods',
  inputs: fc.record({
    direction: fc.constantFrom('c2s', 's2c'),
    first: fc.array(frame, { maxLength: 3 }),
    again: fc.array(frame, { minLength: 1, maxLength: 3 }),
  }),
  holds(flood) {
    const measuring = measureStream({ lab: 'observe', target: 'a:80', on: null });
    const bounds = createBounds(enough / 2);
    let isExceeded = false;
    for (const event of events(flood)) {
      measuring.push(event as Exclude<TraceEvent, { type: 'mark' }>);
      isExceeded ||= bounds.isExceeded(event);
    }
    if (!isExceeded) throw new Error('a question bears it without end');
    const { transcripts } = measuring.report();
    for (const { messages, controls, faults, pieces = [] } of transcripts.flatMap(
      ({ connections }) => connections,
    ))
      if (Math.max(messages.length, controls.length, faults.length) > 500 || pieces.length > 10_000)
        throw new Error('more of it is kept than is shown');
  },
};
