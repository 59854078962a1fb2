/** HTTP/2 as literal bytes: each script is replayed whole, byte by byte, and with further frames behind it. */
import { describe, expect, it } from 'vitest';
import type { Step } from '../steps.ts';
import {
  acknowledgement,
  c2s,
  get,
  noContent,
  ok,
  opening,
  post,
  promise,
  pushedHeaders,
  reset,
  s2c,
  settings,
} from './bytes.ts';
import { type Case, getRequest, readsAll } from './cases.ts';
import { byteByByte, replay, whole } from './replay.ts';

const cases: Case[] = [
  {
    name: 'a GET and its answer',
    script: [c2s(get), s2c(`${ok} 000005 00 01 00000001 68656c6c6f`)],
    messages: [
      getRequest,
      's2c response 1, exchange 1, stream 1: 200; 9-33, bytes 24, content 5, END_STREAM',
    ],
    log: ['begun request on 1', 'ended request on 1', 'begun response on 1', 'ended response on 1'],
  },
  {
    name: 'padding and priority, which are no content',
    script: [
      c2s('00000b 01 2c 00000001 02 00000000 10 838684 0000  000008 00 09 00000001 03 68656c6f 000000'),
      s2c(noContent),
    ],
    messages: [
      'c2s request 1, exchange 1, stream 1: POST /; 33-70, bytes 37, content 4, END_STREAM',
      's2c response 1, exchange 1, stream 1: 204; 9-19, bytes 10, content 0, END_STREAM',
    ],
  },
  {
    name: 'header sections that go on in CONTINUATION',
    script: [
      c2s('000001 01 01 00000001 82  000001 09 00 00000001 86  000001 09 04 00000001 84'),
      s2c('000000 01 00 00000001  000001 09 04 00000001 88  000000 00 01 00000001'),
    ],
    messages: [
      'c2s request 1, exchange 1, stream 1: GET /; 33-63, bytes 30, content 0, END_STREAM',
      's2c response 1, exchange 1, stream 1: 200; 9-37, bytes 28, content 0, END_STREAM',
    ],
  },
  {
    name: 'trailers, which belong to their message',
    script: [
      c2s(`${post} 000002 00 00 00000001 6869  000005 01 05 00000001 0001780179`),
      s2c(`${ok} 000001 00 00 00000001 68  000005 01 05 00000001 0001780179`),
    ],
    messages: [
      'c2s request 1, exchange 1, stream 1: POST /; 33-70, bytes 37, content 2, END_STREAM',
      's2c response 1, exchange 1, stream 1: 200; 9-43, bytes 34, content 1, END_STREAM',
    ],
  },
  {
    name: 'an interim response, which is control',
    script: [c2s(get), s2c(`000005 01 04 00000001 0803313033 ${noContent}`)],
    messages: [
      getRequest,
      's2c response 1, exchange 1, stream 1: 204; 23-33, bytes 10, content 0, END_STREAM',
    ],
    controls: ['s2c 103 Early Hints {"status":103,"stream":1} 9-23'],
  },
  {
    name: 'a content type, and fields that the table of the direction remembers',
    script: [
      // content-type: text/plain goes into the table, and the second response takes it from there.
      c2s(`${get} 000003 01 05 00000003 828684`),
      s2c('00000d 01 05 00000001 88 5f0a746578742f706c61696e  000002 01 05 00000003 88 be'),
    ],
    messages: [
      getRequest,
      'c2s request 2, exchange 2, stream 3: GET /; 45-57, bytes 12, content 0, END_STREAM',
      's2c response 1, exchange 1, stream 1: 200 text/plain; 9-31, bytes 22, content 0, END_STREAM',
      's2c response 2, exchange 2, stream 3: 200 text/plain; 31-42, bytes 11, content 0, END_STREAM',
    ],
  },
  {
    name: 'streams that interleave, and a response that overtakes another',
    script: [
      c2s(`${get} 000003 01 05 00000003 828684`),
      s2c(`000001 01 04 00000003 88 ${ok} 000001 00 00 00000001 61`),
      s2c('000002 00 01 00000003 6262  000001 00 01 00000001 63'),
    ],
    messages: [
      getRequest,
      'c2s request 2, exchange 2, stream 3: GET /; 45-57, bytes 12, content 0, END_STREAM',
      's2c response 1, exchange 2, stream 3: 200; 9-50, bytes 21, content 2, END_STREAM',
      's2c response 2, exchange 1, stream 1: 200; 19-60, bytes 30, content 2, END_STREAM',
    ],
  },
  {
    name: 'RST_STREAM NO_ERROR after a whole response, which is no damage',
    script: [
      c2s(`${post} 000002 00 00 00000001 6869`),
      s2c(`${noContent} ${reset(1, 0)}`),
      // Sent before the client knew.
      c2s('000002 00 01 00000001 6869'),
    ],
    messages: [
      'c2s request 1, exchange 1, stream 1: POST /; 33-56, bytes 23, content 2, RST_STREAM',
      's2c response 1, exchange 1, stream 1: 204; 9-19, bytes 10, content 0, END_STREAM',
    ],
    controls: ['s2c RST_STREAM {"stream":1,"error":0} 19-32'],
  },
  {
    name: 'RST_STREAM with an error after a whole response',
    script: [c2s(post), s2c(`${noContent} ${reset(1, 2)}`)],
    messages: [
      'c2s request 1, exchange 1, stream 1: POST /; 33-45, bytes 12, content 0, RST_STREAM (not whole)',
      's2c response 1, exchange 1, stream 1: 204; 9-19, bytes 10, content 0, END_STREAM',
    ],
    controls: ['s2c RST_STREAM {"stream":1,"error":2} 19-32'],
  },
  {
    name: 'RST_STREAM NO_ERROR of the client after a whole response',
    script: [c2s(post), s2c(noContent), c2s(reset(1, 0))],
    messages: [
      'c2s request 1, exchange 1, stream 1: POST /; 33-45, bytes 12, content 0, RST_STREAM (not whole)',
      's2c response 1, exchange 1, stream 1: 204; 9-19, bytes 10, content 0, END_STREAM',
    ],
    controls: ['c2s RST_STREAM {"stream":1,"error":0} 45-58'],
  },
  {
    name: 'RST_STREAM in the middle of both',
    script: [c2s(post), s2c(`${ok} ${reset(1, 0)}`)],
    messages: [
      'c2s request 1, exchange 1, stream 1: POST /; 33-45, bytes 12, content 0, RST_STREAM (not whole)',
      's2c response 1, exchange 1, stream 1: 200; 9-19, bytes 10, content 0, RST_STREAM (not whole)',
    ],
    controls: ['s2c RST_STREAM {"stream":1,"error":0} 19-32'],
  },
  {
    name: 'a response that the client cancels while it comes',
    script: [
      c2s(get),
      s2c(`${ok} 000001 00 00 00000001 61`),
      c2s(reset(1, 8)),
      s2c('000001 00 01 00000001 62'),
    ],
    messages: [
      getRequest,
      's2c response 1, exchange 1, stream 1: 200; 9-29, bytes 20, content 1, RST_STREAM (not whole)',
    ],
    controls: ['c2s RST_STREAM {"stream":1,"error":8} 45-58'],
  },
  {
    name: 'frames that are control',
    script: [
      c2s('000012 04 00 00000000 0002 00000000 0003 00000064 0004 00010000'),
      s2c(`${acknowledgement} 000012 04 00 00000000 0005 00004000 0008 00000001 00ff 00000007`),
      c2s('000008 06 00 00000000 0102030405060708'),
      s2c('000008 06 01 00000000 0102030405060708'),
      c2s('000004 08 00 00000000 00010000'),
      c2s('000005 02 00 00000001 00000000 0f'),
      s2c('000003 0a 00 00000000 616263'),
    ],
    messages: [],
    controls: [
      'c2s SETTINGS {"ENABLE_PUSH":0,"MAX_CONCURRENT_STREAMS":100,"INITIAL_WINDOW_SIZE":65536} 33-60',
      's2c SETTINGS {"ack":1} 9-18',
      's2c SETTINGS {"MAX_FRAME_SIZE":16384,"ENABLE_CONNECT_PROTOCOL":1,"0xff":7} 18-45',
      'c2s PING {} 60-77',
      's2c PING {"ack":1} 45-62',
      'c2s WINDOW_UPDATE {"stream":0,"increment":65536} 77-90',
      'c2s PRIORITY {"stream":1} 90-104',
      's2c frame type 0x0a {"stream":0} 62-74',
    ],
  },
];

readsAll(cases);

describe('the server may speak first', () => {
  it('and its SETTINGS are enough to know the protocol', () => {
    expect(replay([s2c(settings)], byteByByte)).toMatchObject({ protocols: ['HTTP/2'], faults: [] });
  });
});

describe('pending', () => {
  const pending = (...script: Step[]) => replay([...opening, ...script], whole).pending;
  const nothing = Number.POSITIVE_INFINITY;

  it('is the first byte of a partial frame or header section', () => {
    expect(pending()).toEqual({ c2s: nothing, s2c: nothing });
    // The opening is events 1 and 2.
    expect(pending(c2s('000003 01'), s2c(settings), c2s('05 00000001 8286')).c2s).toBe(3);
    expect(pending(c2s(get)).c2s).toBe(nothing);
    expect(pending(c2s('000001 01 01 00000001 82'), c2s('000001 09 00 00000001 86')).c2s).toBe(3);
  });

  it('does not cover DATA, which belongs to a message that is known', () => {
    expect(pending(c2s(post), c2s('000005 00 00 00000001 61')).c2s).toBe(nothing);
    expect(pending(c2s(post), c2s('000005 00 00')).c2s).toBe(4);
  });

  it('covers a promise until its response begins, and no longer', () => {
    expect(pending(c2s(get), s2c(promise), s2c(ok)).s2c).toBe(4);
    expect(pending(c2s(get), s2c(promise), s2c(pushedHeaders)).s2c).toBe(nothing);
    expect(pending(c2s(get), s2c(promise), c2s(reset(2, 8))).s2c).toBe(nothing);
    expect(pending(c2s(get), s2c(promise), s2c(reset(2, 8))).s2c).toBe(nothing);
    expect(pending(c2s(get), s2c(promise), s2c('000005 01 05 00000002 0803313033')).s2c).toBe(nothing);
  });

  it('is nothing after a fault that ends the reading', () => {
    expect(pending(c2s('ffffff 00 00 00000001'), c2s('00')).c2s).toBe(nothing);
    expect(pending(c2s('000001 01 01 00000001 82'), c2s(get)).c2s).toBe(nothing);
  });
});
