/**
 * From how many bytes on something passes, on traces written by hand: attempts with a first part of one size or another,
 * of which each came out before the rest went in, or after, or was refused.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { passesFinding } from '../../../src/assess/through/passes.ts';
import { reason } from '../../../src/model/reason.ts';
import type { Recording } from '../../../src/model/recording.ts';
import { attemptPath, type Passing, passings } from '../../../src/model/scripts/through.ts';
import {
  answer,
  clientReceives,
  clientSends,
  originReceives,
  originSends,
  recording,
  type Step,
} from './recordings.ts';

const largest = 4_194_304;
const passing = (what: string, how: string): Passing =>
  passings.find((one) => one.what === what && one.how === how) as Passing;
const upload = passing('upload', 'content-length');

interface Tried {
  size: number;
  came: 'passed' | 'held' | 'refused' | 'cut';
  /** Four where a refusal is confirmed. */
  graces?: number;
  isIncremental?: boolean;
}

/** The steps of the attempts, in this order. Of large sizes as many bytes are sent as are said. */
function uploads(tried: Tried[]): Step[] {
  return tried.flatMap(({ size, came, graces = 4, isIncremental = false }, index): Step[] => {
    const attempt = { passing: upload, size, nth: index + 1, isIncremental };
    const head = `POST ${attemptPath(attempt)} HTTP/1.1\r\nHost: proxy\r\nContent-Length: ${2 * size}\r\n\r\n`;
    const [first, rest] = ['a'.repeat(size), 'b'.repeat(size)];
    const closed: Step = { nth: attempt.nth, graces };
    const done: Step = clientReceives(`${answer(3)}ok\n`);
    if (came === 'passed')
      return [
        closed,
        clientSends(head + first),
        originReceives(head + first),
        'released by the cause',
        clientSends(rest),
        originReceives(rest),
        done,
      ];
    const sent = [closed, clientSends(head + first), 'released by hand' as const, clientSends(rest)];
    if (came === 'held') return [...sent, originReceives(head + first + rest), done];
    if (came === 'refused') return [...sent, clientReceives(answer(0, '413 Content Too Large'))];
    return [
      ...sent,
      originReceives(head + first + rest),
      clientReceives(`${answer(300)}ok\n`),
      'the proxy finishes in front',
    ];
  });
}

const of = (tried: Tried[], rest: Partial<Recording> = {}) =>
  passesFinding(recording('upload, content-length over http/1.1', uploads(tried), rest), upload);

describe('an upload', () => {
  it('passes at once if the first of each came out before the rest went in', () => {
    const found = of([1, 1024, 65_536].map((size) => ({ size, came: 'passed' })));
    expect(found).toMatchObject({ passes: { passes: 'at once', bytes: null }, finding: { answer: 'yes' } });
    expect(found.finding.evidence).toMatchObject([{ kind: 'request', direction: 'c2s', ordinal: 1 }]);
  });

  it('passes from the smallest on that came out, next to the largest that was held', () => {
    const found = of([
      { size: 1, came: 'held' },
      { size: 65_536, came: 'passed' },
      { size: 4096, came: 'held', graces: 1 },
      { size: 16_384, came: 'passed', graces: 1 },
      { size: 8192, came: 'held', graces: 1 },
      { size: 8192, came: 'held' },
    ]);
    expect(found.passes).toEqual({ passes: 'from', bytes: 16_384 });
    expect(found.finding).toMatchObject({
      answer: 'yes',
      reason: reason('passes.from', { Size: '16 KB', Less: '8 KB' }),
    });
    expect(found.finding.evidence.map(({ ordinal }) => ordinal)).toEqual([4, 6]);
  });

  it('says so where less passes than was held: what is short may pass as it is', () => {
    const found = of([
      { size: 1, came: 'passed' },
      { size: 1024, came: 'held' },
      { size: 65_536, came: 'passed' },
      { size: 32_768, came: 'held' },
    ]);
    expect(found.passes).toEqual({ passes: 'from', bytes: 65_536 });
    expect(found.finding.reason).toEqual(
      reason('passes.from-again', { Size: '64 KB', Less: '32 KB', Little: '1 byte' }),
    );
    const never = of([
      { size: 1, came: 'passed' },
      { size: 1024, came: 'held' },
      { size: 65_536, came: 'held' },
      { size: largest, came: 'held' },
    ]);
    expect(never.passes).toEqual({ passes: 'when whole', bytes: largest });
    expect(never.finding.reason).toEqual(reason('passes.held-but', { Size: '4 MB', Little: '1 byte' }));
  });

  it('passes only when whole if the largest was held, or the largest that is not refused', () => {
    const all = of([
      { size: 1, came: 'held' },
      { size: largest, came: 'held' },
    ]);
    expect(all.passes).toEqual({ passes: 'when whole', bytes: largest });
    expect(all.finding).toMatchObject({ answer: 'no', cause: 'server', reason: { id: 'passes.held' } });
    const limited = of([
      { size: 1, came: 'held' },
      { size: 16, came: 'refused' },
      { size: 8, came: 'held' },
    ]);
    expect(limited.passes).toEqual({ passes: 'when whole', bytes: 8 });
    expect(limited.finding.reason).toEqual(reason('passes.held-refused', { Size: '8 bytes', n: 413 }));
  });

  it('is not known where what decides was not waited for long enough, or did not end', () => {
    const unknown = { passes: '?', bytes: null };
    const neighbours: Tried[] = [
      { size: 16, came: 'passed' },
      { size: 8, came: 'held', graces: 1 },
    ];
    expect(of(neighbours)).toMatchObject({
      passes: unknown,
      finding: { reason: { id: 'passes.unfinished' } },
    });
    const apart: Tried[] = [
      { size: 16, came: 'passed' },
      { size: 4, came: 'held' },
    ];
    expect(of(apart)).toMatchObject({ passes: unknown, finding: { reason: { id: 'passes.unknown-above' } } });
    expect(of([{ size: 1, came: 'held' }])).toMatchObject({ passes: unknown });
    expect(
      of([
        { size: 8, came: 'held' },
        { size: 16, came: 'cut' },
      ]),
    ).toMatchObject({ passes: unknown });
    expect(of([{ size: 16, came: 'passed' }])).toMatchObject({ passes: unknown });
    expect(
      of([
        { size: 1, came: 'passed' },
        { size: 1024, came: 'refused' },
      ]),
    ).toMatchObject({ passes: unknown });
    expect(of([{ size: 1, came: 'refused' }]).finding.reason).toEqual(reason('through.status', { n: 413 }));
    expect(of([{ size: 1, came: 'cut' }]).finding.reason).toEqual(reason('through.unfinished'));
    expect(of([], { timedOut: true }).finding.reason).toEqual(reason('through.late'));
    expect(passesFinding(undefined, upload).finding.reason).toEqual(reason('question.not-put'));
  });

  it('tells apart what said that it is to be passed on as it comes', () => {
    const held: Tried[] = [
      { size: 1, came: 'held' },
      { size: largest, came: 'held' },
    ];
    const said = (came: Tried['came'], graces = 4) =>
      of([...held, { size: 1, came, graces, isIncremental: true }]);
    expect(said('passed')).toMatchObject({
      ...{ passes: { passes: 'when whole' }, incremental: true },
      finding: { reason: { id: 'passes.held' } },
    });
    expect(said('held')).toMatchObject({ passes: { passes: 'when whole' }, incremental: false });
    expect(said('held', 1).incremental).toBeNull();
    expect(said('cut').incremental).toBeNull();
    expect(of(held).incremental).toBeNull();
  });

  it('goes by the last attempt with a size', () => {
    expect(
      of([
        { size: 1, came: 'held', graces: 1 },
        { size: 1, came: 'passed' },
        { size: 1024, came: 'passed' },
      ]).passes.passes,
    ).toBe('at once');
  });

  it('is no matter of the head: the head came out before, the content after', () => {
    const attempt = { passing: upload, size: 1, nth: 1, isIncremental: false };
    const head = `POST ${attemptPath(attempt)} HTTP/1.1\r\nHost: proxy\r\nContent-Length: 2\r\n\r\n`;
    const largeToo = uploads([
      { size: 1, came: 'held' },
      { size: largest, came: 'held' },
    ]).slice(5);
    const steps: Step[] = [
      { nth: attempt.nth, graces: 4 },
      clientSends(`${head}a`),
      originReceives(head),
      'released by hand',
      clientSends('b'),
      originReceives('ab'),
      clientReceives(`${answer(3)}ok\n`),
      ...largeToo,
    ];
    expect(passesFinding(recording('upload', steps), upload).finding.answer).toBe('no');
  });
});

describe('an event stream of who takes gzip', () => {
  const events = passing('sse', 'gzip');
  const attempt = { passing: events, size: 16, nth: 1, isIncremental: false };
  const get = `GET ${attemptPath(attempt)} HTTP/1.1\r\nHost: proxy\r\n\r\n`;
  const [first, rest] = ['data: xxxxxxxx\n\n', 'data: yyyyyyyy\n\n'];
  const inChunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
  const head = 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n';
  const packed = gzipSync(first + rest).toString('latin1');
  const of = (early: string, late: string) =>
    passesFinding(
      recording('sse, gzip over http/1.1', [
        { nth: attempt.nth, graces: 4 },
        clientSends(get),
        originReceives(get),
        originSends(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${inChunk(first)}`),
        clientReceives(head + (early === '' ? '' : inChunk(early))),
        'released by hand',
        originSends(`${inChunk(rest)}0\r\n\r\n`),
        clientReceives(`${inChunk(late)}0\r\n\r\n`),
      ]),
      events,
    ).finding;

  it('does not pass with the header of gzip, of which nothing can be unpacked', () => {
    expect(of('', packed).reason.id).toBe('passes.unknown-above');
    expect(of(packed.slice(0, 10), packed.slice(10)).reason.id).toBe('passes.unknown-above');
    expect(of(packed.slice(0, 1), packed.slice(1)).reason.id).toBe('passes.unknown-above');
  });

  it('is not known where something else comes out than went in', () => {
    expect(of('\x0b\x05packed', 'otherwise').reason.id).toBe('through.unfinished');
  });

  it('passes with what can be unpacked, or with what was not packed at all', () => {
    expect(of(packed, '').answer).toBe('yes');
    expect(of(first, rest).answer).toBe('yes');
  });
});
