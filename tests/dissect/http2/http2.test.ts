/** HTTP/2 as literal bytes: each script is replayed whole, byte by byte, and with further frames behind it. */

import { describe, expect, it } from 'vitest';
import { textLines } from '../../../src/dissect/text-lines.ts';
import type { Message } from '../../../src/model/message.ts';
import { bytesOf } from '../../../src/model/slice.ts';
import { byteByByte, hex, replay, type Step, whole } from './replay.ts';

const c2s = (text: string): Step => ['c2s', hex(text)];
const s2c = (text: string): Step => ['s2c', hex(text)];
const fin = (direction: 'c2s' | 's2c'): Step => ['FIN', direction];

const preface = '505249202a20485454502f322e300d0a0d0a534d0d0a0d0a';
const settings = '000000 04 00 00000000';
const acknowledgement = '000000 04 01 00000000';
const ping = '000008 06 00 00000000 0000000000000000';

/** 33 bytes from the client, 9 from the server. */
const opening: Step[] = [c2s(`${preface} ${settings}`), s2c(settings)];

/** 12 bytes. */
const get = '000003 01 05 00000001 828684';
const post = '000003 01 04 00000001 838684';
/** 10 bytes; the second ends the stream. */
const ok = '000001 01 04 00000001 88';
const noContent = '000001 01 05 00000001 89';
/** 19 bytes: GET /p, promised on stream 2. */
const promise = '00000a 05 04 00000001 00000002 8286 04022f70';
/** 10 and 11 bytes. */
const pushedHeaders = '000001 01 04 00000002 88';
const pushedData = '000002 00 01 00000002 6262';
const pushedPart = '000002 00 00 00000002 6262';
/** 13 bytes. */
const reset = (stream: number, error: number): string => `000004 03 00 0000000${stream} 0000000${error}`;

interface Case {
  name: string;
  script: Step[];
  messages: string[];
  controls?: string[];
  violations?: string[];
  log?: string[];
}

const getRequest = 'c2s request 1, exchange 1, stream 1: GET /; 33-45, bytes 12, content 0, END_STREAM';

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
    name: 'CONNECT and its 2xx, which end at their headers',
    script: [
      c2s('000009 01 04 00000001 0207434f4e4e454354'),
      s2c(`${ok} 000002 00 00 00000001 6869`),
      c2s('000002 00 01 00000001 6869'),
      s2c('000002 00 01 00000001 6869'),
    ],
    messages: [
      'c2s request 1, exchange 1, stream 1: CONNECT; 33-51, bytes 18, content 0, headers',
      's2c response 1, exchange 1, stream 1: 200; 9-19, bytes 10, content 0, headers',
    ],
  },
  {
    name: 'CONNECT that is refused, which is an ordinary answer',
    script: [
      c2s('000009 01 04 00000001 0207434f4e4e454354'),
      s2c('000001 01 04 00000001 8d  000002 00 01 00000001 6869'),
    ],
    messages: [
      'c2s request 1, exchange 1, stream 1: CONNECT; 33-51, bytes 18, content 0, headers',
      's2c response 1, exchange 1, stream 1: 404; 9-30, bytes 21, content 2, END_STREAM',
    ],
  },
  {
    name: 'extended CONNECT',
    script: [
      c2s('000020 01 04 00000001 0207434f4e4e454354 00093a70726f746f636f6c09776562736f636b6574 8684'),
      s2c(ok),
    ],
    messages: [
      'c2s request 1, exchange 1, stream 1: CONNECT / websocket; 33-74, bytes 41, content 0, headers',
      's2c response 1, exchange 1, stream 1: 200; 9-19, bytes 10, content 0, headers',
    ],
  },
  {
    name: 'a push that the client keeps, reported when its response begins',
    script: [c2s(get), s2c(`${promise} ${ok} 000001 00 01 00000001 61 ${pushedHeaders} ${pushedData}`)],
    messages: [
      getRequest,
      's2c push 1, stream 2: GET /p 200; 9-69, bytes 40, content 2, END_STREAM',
      's2c response 2, exchange 1, stream 1: 200; 28-48, bytes 20, content 1, END_STREAM',
    ],
    log: [
      'begun request on 1',
      'ended request on 1',
      'begun response on 1',
      'ended response on 1',
      'begun push on 2',
      'ended push on 2',
    ],
  },
  {
    name: 'a push that the client resets before its response begins',
    script: [
      c2s(get),
      s2c(`${promise} ${noContent}`),
      c2s(reset(2, 8)),
      s2c(`${pushedHeaders} ${pushedData}`),
    ],
    messages: [
      getRequest,
      's2c response 2, exchange 1, stream 1: 204; 28-38, bytes 10, content 0, END_STREAM',
    ],
    controls: ['c2s RST_STREAM {"stream":2,"error":8} 45-58'],
    violations: ['server s2c at 9: a push that the client reset'],
  },
  {
    name: 'a push that the client resets while it comes',
    script: [c2s(get), s2c(`${promise} ${pushedHeaders}`), c2s(reset(2, 8)), s2c(pushedData)],
    messages: [getRequest],
    controls: ['c2s RST_STREAM {"stream":2,"error":8} 45-58'],
    violations: ['server s2c at 9: a push that the client reset'],
    log: [
      'begun request on 1',
      'ended request on 1',
      'begun push on 2',
      'withdrawn push on 2',
      'violation: a push that the client reset',
    ],
  },
  {
    name: 'a push that the client resets after it ended',
    script: [c2s(get), s2c(`${promise} ${pushedHeaders} ${pushedData}`), c2s(reset(2, 8)), c2s(reset(2, 8))],
    messages: [getRequest],
    controls: ['c2s RST_STREAM {"stream":2,"error":8} 45-58', 'c2s RST_STREAM {"stream":2,"error":8} 58-71'],
    violations: ['server s2c at 9: a push that the client reset'],
    log: [
      'begun request on 1',
      'ended request on 1',
      'begun push on 2',
      'ended push on 2',
      'withdrawn push on 2',
      'violation: a push that the client reset',
    ],
  },
  {
    name: 'a push that the server resets after its response began',
    script: [c2s(get), s2c(`${promise} ${pushedHeaders} ${reset(2, 2)}`)],
    messages: [
      getRequest,
      's2c push 1, stream 2: GET /p 200; 9-38, bytes 29, content 0, RST_STREAM (not whole)',
    ],
    controls: ['s2c RST_STREAM {"stream":2,"error":2} 38-51'],
  },
  {
    name: 'a push that the server takes back before its response began',
    script: [c2s(get), s2c(`${promise} ${reset(2, 2)}`)],
    messages: [getRequest],
    controls: ['s2c RST_STREAM {"stream":2,"error":2} 28-41'],
  },
  {
    name: 'an interim response to a push',
    script: [c2s(get), s2c(`${promise} 000005 01 04 00000002 0803313033 ${pushedHeaders} ${pushedData}`)],
    messages: [getRequest, 's2c push 1, stream 2: GET /p 200; 9-63, bytes 40, content 2, END_STREAM'],
    controls: ['s2c 103 Early Hints {"status":103,"stream":2} 28-42'],
  },
  {
    name: 'GOAWAY of a client that refuses an unfinished push',
    script: [
      c2s(get),
      s2c(`${promise} ${pushedHeaders}`),
      c2s('000008 07 00 00000000 00000000 00000000'),
      s2c(pushedData),
    ],
    messages: [getRequest],
    controls: ['c2s GOAWAY {"lastStream":0,"error":0} 45-62'],
    violations: ['server s2c at 9: a push that the client refused with GOAWAY'],
  },
  {
    name: 'GOAWAY of a client that lets an unfinished push end',
    script: [
      c2s(get),
      s2c(`${promise} ${pushedHeaders}`),
      c2s('000009 07 00 00000000 00000002 00000001 21'),
      s2c(pushedData),
    ],
    messages: [getRequest, 's2c push 1, stream 2: GET /p 200; 9-49, bytes 40, content 2, END_STREAM'],
    controls: ['c2s GOAWAY {"lastStream":2,"error":1} 45-63'],
  },
  {
    name: 'GOAWAY of the server, which touches no push',
    script: [
      c2s(get),
      s2c(`${promise} ${pushedHeaders} 000008 07 00 00000000 00000001 00000000 ${pushedData}`),
    ],
    messages: [getRequest, 's2c push 1, stream 2: GET /p 200; 9-66, bytes 40, content 2, END_STREAM'],
    controls: ['s2c GOAWAY {"lastStream":1,"error":0} 38-55'],
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

const openingControls = ['c2s SETTINGS {} 24-33', 's2c SETTINGS {} 0-9'];

/** The same script with a PING right behind the last bytes of each direction. */
function withTail(script: Step[]): Step[] {
  const tailed = [...script];
  for (const direction of ['c2s', 's2c'] as const) {
    const at = tailed.findLastIndex((step) => step[0] === direction);
    const step = tailed[at];
    if (step?.[0] === direction) tailed[at] = [direction, Uint8Array.from([...step[1], ...hex(ping)])];
  }
  return tailed;
}

describe.each(cases)('$name', ({ script, messages, controls = [], violations = [], log }) => {
  const all = [...opening, ...script];
  const expected = {
    protocols: ['HTTP/2'],
    messages,
    controls: [...openingControls, ...controls],
    violations,
  };

  it('is read whole', () => {
    expect(replay(all, whole)).toMatchObject({ ...expected, ...(log === undefined ? {} : { log }) });
  });

  it('is read byte by byte', () => {
    expect(replay(all, byteByByte)).toMatchObject({ ...expected, ...(log === undefined ? {} : { log }) });
  });

  it('is read with more behind it', () => {
    const read = replay(withTail(all), whole);
    expect({ messages: read.messages, violations: read.violations }).toEqual({ messages, violations });
    expect(read.controls).toHaveLength(openingControls.length + controls.length + 2);
  });
});

describe('the server may speak first', () => {
  it('and its SETTINGS are enough to know the protocol', () => {
    expect(replay([s2c(settings)], byteByByte)).toMatchObject({ protocols: ['HTTP/2'], violations: [] });
  });
});

describe('FIN and close', () => {
  const half = [c2s(get), s2c(`${ok} 000005 00 00 00000001 6865`)];
  const cut = 's2c response 1, exchange 1, stream 1: 200; 9-30, bytes 21, content 2, cut (not whole)';

  it.each([whole, byteByByte])(
    'cut what is unfinished in their direction, in the middle of DATA too',
    (how) => {
      for (const ending of [
        [fin('s2c')],
        [['close'] as const],
        [fin('c2s'), fin('s2c'), ['close'] as const],
      ]) {
        const read = replay([...opening, ...half, ...ending], how);
        expect(read.messages).toEqual([getRequest, cut]);
        expect(read.violations).toEqual([]);
      }
    },
  );

  it('of the client leaves the response as it is', () => {
    const read = replay([...opening, c2s(post), s2c(ok), fin('c2s'), s2c('000001 00 01 00000001 61')], whole);
    expect(read.messages).toEqual([
      'c2s request 1, exchange 1, stream 1: POST /; 33-45, bytes 12, content 0, cut (not whole)',
      's2c response 1, exchange 1, stream 1: 200; 9-29, bytes 20, content 1, END_STREAM',
    ]);
  });

  it.each([
    ['the preface', [c2s('505249')], 'client c2s at 0: the direction ends within a frame'],
    ['a frame header', [...opening, c2s('000003 01')], 'client c2s at 33: the direction ends within a frame'],
    [
      'a payload',
      [...opening, c2s('000003 01 05 00000001 82')],
      'client c2s at 33: the direction ends within a frame',
    ],
    [
      'a header section',
      [...opening, c2s('000001 01 01 00000001 82')],
      'client c2s at 33: the direction ends within a frame',
    ],
  ])('in the middle of %s is a violation', (_, script, violation) => {
    expect(replay([...script, fin('c2s')], byteByByte)).toMatchObject({
      messages: [],
      violations: [violation],
    });
    expect(replay([...script, ['close']], byteByByte)).toMatchObject({ messages: [], violations: [] });
  });

  const pushing = [...opening, c2s(get), s2c(`${promise} ${pushedHeaders} ${pushedPart}`)];
  it('withdraw an unfinished push, unless the server hung up first', () => {
    expect(replay([...pushing, fin('c2s'), fin('s2c')], whole)).toMatchObject({
      messages: [getRequest],
      violations: ['server s2c at 9: a push that the client cut'],
    });
    expect(replay([...pushing, ['close']], whole)).toMatchObject({
      messages: [getRequest],
      violations: ['server s2c at 9: a push that the end of the connection cut'],
    });
    expect(replay([...pushing, fin('s2c'), fin('c2s'), ['close']], whole)).toMatchObject({
      messages: [getRequest, 's2c push 1, stream 2: GET /p 200; 9-49, bytes 40, content 2, cut (not whole)'],
      violations: [],
    });
  });

  it('of the server settles its pushes for any GOAWAY that follows', () => {
    const goaway = c2s('000008 07 00 00000000 00000000 00000000');
    expect(replay([...pushing, fin('s2c'), goaway], whole)).toMatchObject({
      messages: [getRequest, 's2c push 1, stream 2: GET /p 200; 9-49, bytes 40, content 2, cut (not whole)'],
      violations: [],
    });
  });

  it('leave of a promise without a response no message', () => {
    expect(replay([...opening, c2s(get), s2c(promise), fin('s2c')], whole)).toMatchObject({
      messages: [getRequest],
      violations: ['server s2c at 9: a push that was promised and never sent'],
    });
  });
});

describe('pushes that ended', () => {
  /** `count` pushes on streams 2, 4, 6 …, each with headers and END_STREAM. */
  const pushed = (count: number): Step[] =>
    Array.from({ length: count }, (_, at) => {
      const stream = (2 * at + 2).toString(16).padStart(8, '0');
      return s2c(`000006 05 04 00000001 ${stream} 8284  000001 01 05 ${stream} 88`);
    });

  it('are remembered, the last 1,000 of them', () => {
    const script = [...opening, c2s(get), ...pushed(1001)];
    expect(replay(script, whole).messages).toHaveLength(1002);
    expect(replay([...script, c2s(reset(2, 8))], whole).messages).toHaveLength(1002);
    expect(replay([...script, c2s(reset(4, 8))], whole).messages).toHaveLength(1001);
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

describe('what a stream carries after CONNECT', () => {
  it('is handed to a dissector of its own, which counts with the connection', () => {
    const script = [
      ...opening,
      c2s('000009 01 04 00000001 0207434f4e4e454354'),
      s2c(ok),
      c2s('000003 00 00 00000001 61620a'),
      s2c('000004 00 08 00000001 01 630a 00'),
      c2s('000003 00 01 00000001 64650a'),
      s2c('000002 00 00 00000001 6667'),
    ];
    const seen: string[] = [];
    const read = (ending: Step) =>
      replay([...script, ending], whole, {
        tunnelTo: (request) => {
          expect(request.http?.method).toBe('CONNECT');
          const ended = ({ direction, ordinal, text, ending }: Message) =>
            seen.push(`${direction} ${ordinal} ${text} ${ending}`);
          return (connection, listener, counts) => textLines(connection, { ...listener, ended }, counts);
        },
      });
    const kept = 'newline';
    const before = [`c2s 2 ab ${kept}`, `s2c 2 c ${kept}`, `c2s 3 de ${kept}`];
    for (const [ending, last] of [
      [s2c('000000 00 01 00000001'), 's2c 3 fg FIN'],
      [s2c(reset(1, 8)), 's2c 3 fg cut'],
      [['close'], 's2c 3 fg cut'],
    ] as const) {
      seen.length = 0;
      expect(read(ending).pending.s2c).toBe(Number.POSITIVE_INFINITY);
      expect(seen).toEqual([...before, last]);
    }
  });

  it('is begun by the 2xx, ends with each direction, and is forgotten with the stream', () => {
    const calls: string[] = [];
    const script: Step[] = [
      ...opening,
      // The client has nothing more to say before the answer comes.
      c2s('000009 01 05 00000001 0207434f4e4e454354'),
      s2c(`${ok} 000002 00 00 00000001 6869`),
      s2c('000000 00 01 00000001'),
      ['close'],
    ];
    const read = replay(script, whole, {
      tunnelTo: () => (connection, listener) => {
        listener.protocol(connection, 'records');
        return {
          bytes: (direction, slice) => calls.push(`${direction} ${bytesOf(slice).toString('latin1')}`),
          end: (direction) => calls.push(`${direction} end`),
          close: () => calls.push('close'),
          pending: () => Number.POSITIVE_INFINITY,
        };
      },
    });
    expect(calls).toEqual(['c2s end', 's2c hi', 's2c end']);
    expect(read.protocols).toEqual(['HTTP/2']);
  });
});
