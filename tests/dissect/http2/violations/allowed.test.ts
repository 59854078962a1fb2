/** What looks like a violation and is none. */
import { describe, expect, it } from 'vitest';
import type { Step } from '../../steps.ts';
import { acknowledgement, c2s, get, noContent, opening, post, preface, s2c, zeros } from '../bytes.ts';
import { byteByByte, replay, whole } from '../replay.ts';

describe('what is allowed', () => {
  const readAll = (...script: Step[]) => replay([...opening, ...script], byteByByte);

  it('larger frames, once the other side has announced them', () => {
    const large = `004001 00 01 00000001 ${zeros(16_385)}`;
    const announced = s2c('000006 04 00 00000000 0005 00008000');
    expect(readAll(announced, c2s(`${post} ${large}`))).toMatchObject({
      faults: [],
      messages: [
        'c2s request 1, exchange 1, stream 1: POST /; 33-16439, bytes 16406, content 16385, END_STREAM',
      ],
    });
    // What the client itself announces does not help it.
    expect(readAll(c2s(`000006 04 00 00000000 0005 00008000 ${post} ${large}`)).faults).toHaveLength(1);
  });

  it('pushes until the server has acknowledged that the client does not want them', () => {
    const refusing = c2s(`000006 04 00 00000000 0002 00000000 ${get}`);
    const pushing = s2c('000007 05 04 00000001 00000002 828684  000001 01 05 00000002 88');
    expect(readAll(refusing, pushing).faults).toEqual([]);
    expect(readAll(refusing, s2c(acknowledgement), pushing).faults).toEqual([]);
    expect(readAll(refusing, s2c(acknowledgement), s2c(acknowledgement), pushing).faults).toHaveLength(1);
  });

  it('a table that follows the SETTINGS of the other side', () => {
    const none = s2c('000006 04 00 00000000 0001 00000000');
    // Before the client has acknowledged, its table may still be in use; afterwards it must say that it is not.
    expect(readAll(none, c2s(get)).faults).toEqual([]);
    const acknowledged = [none, c2s(acknowledgement), c2s(acknowledgement)];
    expect(readAll(...acknowledged, c2s(get)).faults).toEqual([
      'client c2s at 51: COMPRESSION_ERROR: no table size update although the limit was lowered',
    ]);
    expect(readAll(...acknowledged, c2s('000004 01 05 00000001 20828684')).faults).toEqual([]);
  });

  it('a promise on a stream that the client has just reset', () => {
    const read = readAll(
      c2s(get),
      c2s('000004 03 00 00000001 00000008'),
      s2c('000007 05 04 00000001 00000002 828684  000001 01 05 00000002 88'),
    );
    expect(read.faults).toEqual([]);
    expect(read.messages).toHaveLength(2);
  });

  it('messages whose header blocks cannot be decoded are still told apart by their frames', () => {
    const read = readAll(
      c2s('000001 01 05 00000001 80  000003 01 04 00000003 828684  000002 00 01 00000003 6161'),
    );
    expect(read.messages).toEqual([
      'c2s request 1, exchange 1, stream 1: ; 33-43, bytes 10, content 0, END_STREAM',
      'c2s request 2, exchange 2, stream 3: ; 43-66, bytes 23, content 2, END_STREAM',
    ]);
  });

  it('a header block in a frame at fault goes by unread, so that none can be decoded after it', () => {
    const read = readAll(c2s(`000003 01 05 00000000 828684 ${get}`));
    expect(read.faults).toEqual(['client c2s at 33: HEADERS on stream 0']);
    expect(read.messages).toEqual([
      'c2s request 1, exchange 1, stream 1: ; 45-57, bytes 12, content 0, END_STREAM',
    ]);
  });

  it('a request on a stream on which the server has spoken unasked is answered like any other', () => {
    const read = readAll(s2c(noContent), c2s(get), s2c(noContent));
    expect(read.faults).toEqual(['server s2c at 9: HEADERS on a stream that nobody asked for']);
    expect(read.messages.at(-1)).toBe(
      's2c response 1, exchange 1, stream 1: 204; 19-29, bytes 10, content 0, END_STREAM',
    );
  });

  it('DATA that crossed a reset, however many other streams have been reset since', () => {
    const resets = Array.from({ length: 1001 }, (_, at) => {
      const stream = (2 * at + 1).toString(16).padStart(8, '0');
      return c2s(`000003 01 05 ${stream} 828684  000004 03 00 ${stream} 00000008`);
    });
    for (const stream of ['00000001', '000007d1']) {
      const late = s2c(`000001 00 00 ${stream} 61`);
      expect(replay([...opening, ...resets, late], whole).faults).toEqual([]);
    }
  });

  it('first frames other than SETTINGS are told of, and read', () => {
    const read = replay([c2s(`${preface} ${get}`)], byteByByte);
    expect(read.faults).toEqual(['client c2s at 24: the first frame is not SETTINGS']);
    expect(read.messages).toHaveLength(1);
  });
});
