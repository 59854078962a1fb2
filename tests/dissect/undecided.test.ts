/** While it cannot be told what a stream carries, its events are kept; and not for ever. */
import { describe, expect, it } from 'vitest';
import { detect } from '../../src/dissect/detect.ts';
import { sliceOf } from '../../src/model/slice.ts';
import { replay } from './replay.ts';

const badRequest = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'; // 47 bytes

describe('while it cannot be told', () => {
  const quiet = { protocol() {}, begun() {}, ended() {}, withdrawn() {}, control() {}, violation() {} };

  it('the events are kept, and pending says since when', () => {
    const dissector = detect(1, quiet);
    dissector.bytes('c2s', sliceOf(Buffer.from('one\n')), { seq: 7, at: 0 });
    dissector.bytes('c2s', sliceOf(Buffer.from('two\n')), { seq: 8, at: 0 });
    dissector.bytes('s2c', sliceOf(Buffer.from('HT')), { seq: 9, at: 0 });
    expect([dissector.pending('c2s'), dissector.pending('s2c')]).toEqual([7, 9]);
    dissector.bytes('s2c', sliceOf(Buffer.from('ML\n')), { seq: 10, at: 0 });
    expect([dissector.pending('c2s'), dissector.pending('s2c')]).toEqual([Infinity, Infinity]);
  });

  it('a whole line is waited with no longer once the server has finished', () => {
    const dissector = detect(1, quiet);
    dissector.bytes('c2s', sliceOf(Buffer.from('one\n')), { seq: 1, at: 0 });
    dissector.end('s2c', { seq: 2, at: 0 });
    expect(dissector.pending('c2s')).toBe(Infinity);
  });

  it('and handed on with their own positions', () => {
    const { raw } = replay(detect, [
      ['c2s', 'one\n'],
      ['c2s', 'two\n'],
      ['s2c', 'three\n'],
    ]);
    expect(raw.map(({ begin, end }) => [begin.seq, end?.seq])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('64 KiB are waited for, and no more', () => {
    const line = 'a'.repeat(65_535);
    expect(
      replay(detect, [
        ['c2s', line],
        ['s2c', badRequest],
      ]).protocols,
    ).toEqual(['HTTP/1.1']);
    expect(
      replay(detect, [
        ['c2s', `${line}a`],
        ['s2c', badRequest],
      ]).protocols,
    ).toEqual(['records']);
    expect(replay(detect, [['c2s', `GET /${line} HTTP/1.1\r\n\r\n`]]).protocols).toEqual(['records']);
  });
});
