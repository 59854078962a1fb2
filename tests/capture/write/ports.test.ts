/** Recordings whose clients had the same port: in one capture they stay connections of their own. */
import { describe, expect, it } from 'vitest';
import { captureWriter, writeCapture } from '../../../src/capture/write/write.ts';
import type { Recording } from '../../../src/model/recording.ts';
import type { ConnectionEvent, TraceEvent } from '../../../src/model/trace.ts';
import { events } from '../build.ts';
import { at, description, open, place, said, server } from './written.ts';

const from = (connection: number, port: number): TraceEvent =>
  open({ connection, front: { client: at('10.0.0.1', port), tap: server } });
const close = (connection: number): TraceEvent => ({ type: 'close', ...place, connection });

/** What is read of a capture of these recordings. */
function read(...recordings: TraceEvent[][]): string[] {
  const stored = recordings.map(
    (traced, nth): Recording => ({ question: `q${nth}`, events: traced, error: null, timedOut: false }),
  );
  const count = { connections: 0, leftOut: 0 };
  return events(Buffer.concat([...writeCapture([{ description, recordings: stored }], 0n, count)]));
}

const opened = (connection: number, port: number): string =>
  `${connection} tcp 10.0.0.1 ${port} > 10.0.0.2 80`;

describe('a client port that two recordings have', () => {
  it('is another for the second, and nothing of either is lost', () => {
    const one = (text: string) => [from(1, 40_000), said('c2s', text), close(1)];
    expect(read(one('first'), one('second'), one('third')).toSorted()).toEqual(
      [opened(1, 40_000), opened(2, 39_999), opened(3, 39_998)]
        .concat('1 c2s "first"', '2 c2s "second"', '3 c2s "third"')
        .toSorted(),
    );
  });

  it('is not given to a port that its own recording has, before or after', () => {
    const two = (first: number, second: number) => [
      from(1, first),
      from(2, second),
      said('c2s', `${first}`, 1),
      said('c2s', `${second}`, 2),
    ];
    for (const second of [two(40_000, 39_999), two(39_999, 40_000)]) {
      const lines = read([from(1, 40_000), said('c2s', 'first')], second);
      expect(lines.filter((line) => line.includes('tcp'))).toHaveLength(3);
      expect(
        new Set(lines.filter((line) => line.includes('tcp')).map((line) => line.slice(2))),
      ).toHaveProperty('size', 3);
      expect(lines.filter((line) => line.includes('c2s')).map((line) => line.slice(2))).toEqual(
        expect.arrayContaining(['c2s "first"', 'c2s "39999"', 'c2s "40000"']),
      );
    }
  });

  it('stays as it was towards another server, and within one recording', () => {
    const elsewhere = open({ connection: 1, back: { tap: null, server: at('10.0.0.2', 81) } });
    expect(read([from(1, 40_000)], [elsewhere]).toSorted()).toEqual([
      opened(1, 40_000),
      '2 tcp 10.0.0.1 40000 > 10.0.0.2 81',
    ]);
    const again = [from(1, 40_000), close(1), from(2, 40_000), close(2)];
    const ports = read(again, [from(1, 50_000)]).filter((line) => line.includes('tcp'));
    expect(ports.map((line) => line.split(' ')[3]).toSorted()).toEqual(['40000', '40000', '50000']);
  });

  it('goes round below the first', () => {
    expect(
      read([from(1, 1)], [from(1, 1)])
        .map((line) => line.slice(2))
        .toSorted(),
    ).toEqual([opened(1, 1).slice(2), opened(1, 65_535).slice(2)]);
  });

  it('of one recording is never looked at: a capture that grows for days keeps no ports', () => {
    const writer = captureWriter(0n);
    writer.source('a', 'b');
    const port = (connection: number) =>
      writer.event(0, from(connection, 40_000) as ConnectionEvent)[0]?.readUInt16BE(28 + 34);
    expect([port(1), port(2)]).toEqual([40_000, 40_000]);
  });
});
