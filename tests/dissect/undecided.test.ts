/** While it cannot be told what a stream carries, its events are buffered; and not for ever. */
import { describe, expect, it } from 'vitest';
import { detect } from '../../src/dissect/detect.ts';
import { quiet, replay } from './replay.ts';
import { client, server, serverFin, take } from './steps.ts';

const badRequest = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'; // 47 bytes

describe('while it cannot be told', () => {
  it('the events are buffered, and pending says since when', () => {
    const dissector = detect(1, quiet);
    take(dissector, client('one\n'), { seq: 7, at: 0 });
    take(dissector, client('two\n'), { seq: 8, at: 0 });
    take(dissector, server('HT'), { seq: 9, at: 0 });
    expect([dissector.pending('c2s'), dissector.pending('s2c')]).toEqual([7, 9]);
    take(dissector, server('ML\n'), { seq: 10, at: 0 });
    expect([dissector.pending('c2s'), dissector.pending('s2c')]).toEqual([Infinity, Infinity]);
  });

  it('a whole line is waited with no longer once the server has finished', () => {
    const dissector = detect(1, quiet);
    take(dissector, client('one\n'), { seq: 1, at: 0 });
    take(dissector, serverFin, { seq: 2, at: 0 });
    expect(dissector.pending('c2s')).toBe(Infinity);
  });

  it('and handed on with their own positions', () => {
    const { raw } = replay(detect, [client('one\n'), client('two\n'), server('three\n')]);
    expect(raw.map(({ begin, end }) => [begin.seq, end?.seq])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('64 KiB are waited for, and no more', () => {
    const line = 'a'.repeat(65_535);
    expect(replay(detect, [client(line), server(badRequest)]).protocols).toEqual(['HTTP/1.1']);
    expect(replay(detect, [client(`${line}a`), server(badRequest)]).protocols).toEqual(['unknown']);
    expect(replay(detect, [client(`GET /${line} HTTP/1.1\r\n\r\n`)]).protocols).toEqual(['records']);
  });
});
