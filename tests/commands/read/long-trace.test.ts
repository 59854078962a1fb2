/** A trace that is too long to be held gives what one gives that is held. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
import { readLongTrace } from '../../../src/commands/read/long-trace.ts';
import { readRecordings } from '../../../src/model/read-recordings.ts';
import { writeEvent, writeHeader, writeQuestion } from '../../../src/model/recording.ts';
import type { TraceEvent } from '../../../src/model/trace.ts';

const header = (questions: string[]) =>
  writeHeader({
    ...{ lab: 'observe', title: 'a:80', subject: 'a:80', target: 'a:80', version: null, client: 'library' },
    ...{ ordinary: [], questions, permits: null, textbook: { says: null }, prediction: null },
  });
const question = writeQuestion({ question: 'observed', error: null, timedOut: false });

/** Two requests on each connection, the second of them with much content; more than is read from the file at once. */
function* events(connections: number): Generator<TraceEvent> {
  let seq = 0;
  const placed = () => ({ seq: ++seq, at: seq * 1000 });
  for (let connection = 1; connection <= connections; connection++) {
    const address = { host: '127.0.0.1', port: 10_000 + connection };
    const tap = { host: '127.0.0.1', port: 80 };
    yield {
      ...{ type: 'open', connection, transport: 'tcp', control: false, ...placed() },
      front: { client: address, tap },
      back: { tap: null, server: tap },
    };
    for (const length of [2, 9000]) {
      const texts = {
        c2s: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
        s2c: `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`,
      };
      for (const direction of ['c2s', 's2c'] as const)
        yield { type: 'bytes', connection, direction, bytes: Buffer.from(texts[direction]), ...placed() };
    }
    yield { type: 'end', connection, direction: 'c2s', ...placed() };
    yield { type: 'end', connection, direction: 's2c', ...placed() };
    yield { type: 'close', connection, ...placed() };
  }
}

describe('a long trace', () => {
  let folder = '';
  const text = [header(['observed']), question, ...[...events(200)].map(writeEvent)].join('');
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'long-trace-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const reading = async (content: string) => {
    const file = join(folder, 'trace');
    await writeFile(file, content);
    return readLongTrace(file);
  };

  it('gives the result of one that is held, whole and cut anywhere in its last lines', async () => {
    expect(text.length).toBeGreaterThan(2 * 1024 * 1024);
    for (const cut of [0, 1, 30, 5000, text.length / 2]) {
      const content = text.slice(0, text.length - cut);
      const { report, endsEarly } = await reading(content);
      expect(report.result).toEqual(assess(readRecordings(content)).result);
      expect([cut, endsEarly]).toEqual([cut, cut > 1]);
    }
  });

  it.each([
    ['{"schema":"other"}\n', 'line 1 does not name the schema http-version-lab/trace/1'],
    [`${header(['reuse'])}`, 'it is too long for a trace that is not of observe'],
    [header(['observed']), 'it ends before its first question'],
    [`${header(['observed'])}{}\n`, 'line 2 is neither a question nor an event of one'],
    [`${header(['observed'])}${question}{"type":"end"\n${question}`, 'line 3 is not JSON'],
    [
      `${header(['observed'])}${question}{"type":"end","seq":1}\n`,
      /^line 3 does not hold: its "\w+" is missing/,
    ],
    [
      `${header(['observed'])}${question}${'x'.repeat(17 * 1024 * 1024)}`,
      'a line of it is longer than 16 MB',
    ],
  ])('is refused where it is none: %#', async (content, says) => {
    await expect(reading(content)).rejects.toThrow(says);
  });
});
