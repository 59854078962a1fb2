/** A fault of HTTP/2 carries the stream that stands in its frame, so that it is put down to nobody else's exchange. */
import { expect, it } from 'vitest';
import type { Fault } from '../../src/model/rules/fault.ts';
import type { Direction } from '../../src/model/trace.ts';
import type { Step } from '../dissect/steps.ts';
import { http2 } from './http2/http2.ts';
import { listenTo } from './read.ts';

const broken = http2.cases.filter(({ faults = [] }) => faults.length > 0);

it.each(broken)('$rfc: $name', ({ steps }) => {
  const faults: Fault[] = [];
  listenTo(http2.dissect, steps, {
    ...{ protocol() {}, begun() {}, ended() {}, withdrawn() {}, control() {} },
    fault: (fault) => faults.push(fault),
  });
  expect(faults).not.toEqual([]);
  for (const fault of faults) expect(streamsAt(steps, fault)).toContain(fault.stream);
});

it('of a promise is the promised one', () => {
  const promise = http2.cases.find(({ faults = [] }) =>
    faults.some((fault) => fault.endsWith('http2.promised-method')),
  );
  const streams: (number | undefined)[] = [];
  listenTo(http2.dissect, promise?.steps ?? [], {
    ...{ protocol() {}, begun() {}, ended() {}, withdrawn() {}, control() {} },
    fault: ({ stream }) => streams.push(stream),
  });
  expect(streams).toEqual([2]);
});

/** As the frame header says that stands there, RFC 9113 §4.1; stream 0, and what is no frame, belong to no stream. */
function streamsAt(steps: readonly Step[], { direction, offset, reason }: Fault): (number | undefined)[] {
  const bytes = sentIn(steps, direction).subarray(offset);
  const isFrame = reason.id.startsWith('http2.') && reason.id !== 'http2.preface' && bytes.length >= 9;
  if (!isFrame) return [undefined];
  const stream = bytes.readUInt32BE(5) % 2 ** 31;
  const padded = (bytes.readUInt8(4) & 8) === 0 ? 0 : 1;
  const isPromise = bytes.readUInt8(3) === 5 && bytes.length >= 13 + padded;
  return [stream || undefined, ...(isPromise ? [bytes.readUInt32BE(9 + padded)] : [])];
}

const sentIn = (steps: readonly Step[], direction: Direction): Buffer =>
  Buffer.concat(
    steps.flatMap((step) => ('bytes' in step && step.direction === direction ? [step.bytes] : [])),
  );
