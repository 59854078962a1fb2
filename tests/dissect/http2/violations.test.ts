/** Bytes that RFC 9113 does not allow: who is at fault, where, and whether the direction is read on afterwards. */
import { describe, expect, it } from 'vitest';
import { byteByByte, hex, replay, type Step, whole } from './replay.ts';

const c2s = (text: string): Step => ['c2s', hex(text)];
const s2c = (text: string): Step => ['s2c', hex(text)];

const preface = '505249202a20485454502f322e300d0a0d0a534d0d0a0d0a';
const settings = '000000 04 00 00000000';
const acknowledgement = '000000 04 01 00000000';
const opening: Step[] = [c2s(`${preface} ${settings}`), s2c(settings)];
const get = '000003 01 05 00000001 828684';
const post = '000003 01 04 00000001 838684';
const ok = '000001 01 04 00000001 88';
const noContent = '000001 01 05 00000001 89';
const zeros = (count: number): string => '00'.repeat(count);

/** Frames of one side, after the opening (33 and 9 bytes) and what came `before`. Reading goes on afterwards. */
const lesser: [name: string, before: Step[], step: Step, violations: string[]][] = [
  ['DATA on stream 0', [], c2s('000001 00 00 00000000 61'), ['client c2s at 33: DATA on stream 0']],
  ['HEADERS on stream 0', [], s2c('000001 01 04 00000000 88'), ['server s2c at 9: HEADERS on stream 0']],
  [
    'SETTINGS on a stream',
    [],
    c2s('000000 04 00 00000001'),
    ['client c2s at 33: SETTINGS on a stream other than 0'],
  ],
  [
    'SETTINGS of 5',
    [],
    c2s('000005 04 00 00000000 0000000000'),
    ['client c2s at 33: SETTINGS of a wrong length'],
  ],
  [
    'SETTINGS ACK with content',
    [],
    c2s('000006 04 01 00000000 000000000000'),
    ['client c2s at 33: SETTINGS of a wrong length'],
  ],
  ['PING of 7', [], s2c('000007 06 00 00000000 00000000000000'), ['server s2c at 9: PING of a wrong length']],
  [
    'PING on a stream',
    [],
    s2c(`000008 06 00 00000001 ${zeros(8)}`),
    ['server s2c at 9: PING on a stream other than 0'],
  ],
  [
    'GOAWAY of 7',
    [],
    s2c(`000007 07 00 00000000 ${zeros(7)}`),
    ['server s2c at 9: GOAWAY of a wrong length'],
  ],
  [
    'WINDOW_UPDATE of 3',
    [],
    c2s('000003 08 00 00000000 000001'),
    ['client c2s at 33: WINDOW_UPDATE of a wrong length'],
  ],
  ['WINDOW_UPDATE of 0', [], c2s('000004 08 00 00000000 00000000'), ['client c2s at 33: WINDOW_UPDATE of 0']],
  [
    'WINDOW_UPDATE on an idle stream',
    [],
    c2s('000004 08 00 00000005 00000001'),
    ['client c2s at 33: WINDOW_UPDATE on an idle stream'],
  ],
  [
    'PRIORITY of 4',
    [],
    c2s('000004 02 00 00000001 00000000'),
    ['client c2s at 33: PRIORITY of a wrong length'],
  ],
  [
    'RST_STREAM of 5',
    [c2s(get)],
    s2c('000005 03 00 00000001 0000000000'),
    ['server s2c at 9: RST_STREAM of a wrong length'],
  ],
  [
    'RST_STREAM on an idle stream',
    [],
    c2s('000004 03 00 00000003 00000008'),
    ['client c2s at 33: RST_STREAM on an idle stream'],
  ],
  [
    'ENABLE_PUSH 2',
    [],
    c2s('000006 04 00 00000000 0002 00000002'),
    ['client c2s at 33: ENABLE_PUSH neither 0 nor 1'],
  ],
  [
    'ENABLE_PUSH 1 of a server',
    [],
    s2c('000006 04 00 00000000 0002 00000001'),
    ['server s2c at 9: ENABLE_PUSH 1 from a server'],
  ],
  [
    'a window of 2^31',
    [],
    c2s('000006 04 00 00000000 0004 80000000'),
    ['client c2s at 33: INITIAL_WINDOW_SIZE too large'],
  ],
  [
    'frames of 100',
    [],
    c2s('000006 04 00 00000000 0005 00000064'),
    ['client c2s at 33: MAX_FRAME_SIZE out of range'],
  ],
  [
    'DATA on an idle stream',
    [],
    c2s('000001 00 00 00000001 61'),
    ['client c2s at 33: DATA on an idle stream'],
  ],
  [
    'DATA before HEADERS',
    [c2s(get)],
    s2c('000001 00 00 00000001 61'),
    ['server s2c at 9: DATA before HEADERS'],
  ],
  [
    'DATA after END_STREAM',
    [c2s(get)],
    c2s('000001 00 00 00000001 61'),
    ['client c2s at 45: DATA after END_STREAM'],
  ],
  ['HEADERS after END_STREAM', [c2s(get)], c2s(get), ['client c2s at 45: HEADERS after END_STREAM']],
  [
    'DATA on a closed stream',
    [c2s(get), s2c(noContent)],
    s2c('000001 00 01 00000001 61'),
    ['server s2c at 19: DATA on a closed stream'],
  ],
  [
    'HEADERS on a closed stream',
    [c2s(get), s2c(noContent)],
    s2c(noContent),
    ['server s2c at 19: HEADERS on a closed stream'],
  ],
  [
    'a request on a stream below the last',
    [c2s('000003 01 05 00000005 828684')],
    c2s('000003 01 05 00000003 828684'),
    ['client c2s at 45: HEADERS on a closed stream'],
  ],
  [
    'padding of DATA longer than the frame',
    [c2s(post)],
    c2s('000003 00 08 00000001 03 6161'),
    ['client c2s at 45: padding longer than the frame'],
  ],
  [
    'padded DATA without a Pad Length',
    [c2s(post)],
    c2s('000000 00 08 00000001'),
    ['client c2s at 45: DATA of a wrong length'],
  ],
  [
    'trailers without END_STREAM',
    [c2s(post)],
    c2s('000005 01 04 00000001 0001780179'),
    ['client c2s at 45: trailers without END_STREAM'],
  ],
  [
    'a pseudo-header field in trailers',
    [c2s(post)],
    c2s('000001 01 05 00000001 82'),
    ['client c2s at 45: a pseudo-header field in trailers'],
  ],
  [
    'a request without :method',
    [],
    c2s('000002 01 05 00000001 8684'),
    ['client c2s at 33: a request without :method'],
  ],
  [
    'a request without :path',
    [],
    c2s('000002 01 05 00000001 8286'),
    ['client c2s at 33: a request without :path'],
  ],
  [
    'a response without :status',
    [c2s(get)],
    s2c('000005 01 05 00000001 0001780179'),
    ['server s2c at 9: a response without a valid :status'],
  ],
  [
    'an interim response with END_STREAM',
    [c2s(get)],
    s2c('000005 01 05 00000001 0803313033'),
    ['server s2c at 9: an interim response with END_STREAM'],
  ],
  ['101', [c2s(get)], s2c('000005 01 04 00000001 0803313031'), ['server s2c at 9: 101 on HTTP/2']],
  [
    'HEADERS within a tunnel',
    [c2s('000009 01 04 00000001 0207434f4e4e454354'), s2c(ok)],
    s2c(ok),
    ['server s2c at 19: HEADERS within a tunnel'],
  ],
  [
    'a whole response that nobody asked for, once',
    [],
    s2c(`${ok} 000001 00 00 00000001 61  000001 00 01 00000001 61`),
    ['server s2c at 9: HEADERS on a stream that nobody asked for'],
  ],
  [
    'a response on a stream that was not promised',
    [],
    s2c('000001 01 04 00000002 88'),
    ['server s2c at 9: HEADERS on a stream that nobody asked for'],
  ],
  [
    "HEADERS of the client on the server's stream",
    [],
    c2s('000003 01 05 00000002 828684'),
    ["client c2s at 33: HEADERS from the client on the server's stream"],
  ],
  [
    'PUSH_PROMISE of a client',
    [],
    c2s('000007 05 04 00000001 00000002 828684'),
    ['client c2s at 33: PUSH_PROMISE from a client'],
  ],
  [
    'PUSH_PROMISE of 3',
    [],
    s2c('000003 05 04 00000001 000000'),
    ['server s2c at 9: PUSH_PROMISE of a wrong length'],
  ],
  [
    'PUSH_PROMISE of an odd stream',
    [c2s(get)],
    s2c('000007 05 04 00000001 00000003 828684'),
    ['server s2c at 9: PUSH_PROMISE of a stream that is not a new one of the server'],
  ],
  [
    'PUSH_PROMISE of the same stream again',
    [c2s(get), s2c('000007 05 04 00000001 00000002 828684')],
    s2c('000007 05 04 00000001 00000002 828684'),
    ['server s2c at 25: PUSH_PROMISE of a stream that is not a new one of the server'],
  ],
  [
    'PUSH_PROMISE with an idle stream, and nothing more of what comes on it',
    [],
    s2c('000007 05 04 00000001 00000002 828684  000001 01 04 00000002 88  000001 00 01 00000002 61'),
    ['server s2c at 9: PUSH_PROMISE on an idle stream'],
  ],
  [
    'PUSH_PROMISE with a stream that the server has finished',
    [c2s(post), s2c(noContent)],
    s2c('000007 05 04 00000001 00000002 828684'),
    ['server s2c at 19: PUSH_PROMISE on a stream that is finished'],
  ],
  [
    'PUSH_PROMISE with a stream that is itself a push',
    [c2s(get), s2c('000007 05 04 00000001 00000002 828684')],
    s2c('000007 05 04 00000002 00000004 828684'),
    ['server s2c at 25: PUSH_PROMISE on a stream that is finished'],
  ],
  [
    'an interim response to a push with END_STREAM',
    [c2s(get), s2c('000007 05 04 00000001 00000002 828684')],
    s2c('000005 01 05 00000002 0803313033'),
    ['server s2c at 25: an interim response with END_STREAM'],
  ],
  [
    'PUSH_PROMISE to a client that does not accept it, and nothing more of what comes on it',
    [c2s('000006 04 00 00000000 0002 00000000'), s2c(acknowledgement), s2c(acknowledgement), c2s(get)],
    s2c('000007 05 04 00000001 00000002 828684  000001 01 04 00000002 88  000001 00 01 00000002 61'),
    ['server s2c at 27: PUSH_PROMISE although the client does not accept pushes'],
  ],
  [
    'a broken header block, after which none is decoded',
    [],
    c2s('000001 01 05 00000001 80  000003 01 05 00000003 828684'),
    ['client c2s at 33: COMPRESSION_ERROR: an index outside the tables'],
  ],
  [
    'padding of HEADERS longer than the frame',
    [],
    c2s('000004 01 0d 00000001 04 828684'),
    ['client c2s at 33: padding longer than the frame'],
  ],
];

describe('a lesser violation', () => {
  it.each(lesser)('%s', (_, before, step, violations) => {
    const next =
      step[0] === 'c2s' ? c2s('000003 01 05 00000011 828684') : s2c('000008 06 00 00000000 0000000000000000');
    const script = [...opening, ...before, step, next];
    for (const cut of [whole, byteByByte]) {
      const read = replay(script, cut);
      expect(read.violations).toEqual(violations);
      // Reading goes on.
      if (step[0] === 'c2s') expect(read.messages.at(-1)).toContain('stream 17');
      else expect(read.controls.at(-1)).toMatch(/^s2c PING/);
    }
  });
});

/** Nothing of the direction can be read afterwards. */
const fatal: [name: string, before: Step[], step: Step, violations: string[]][] = [
  [
    'a frame larger than 16,384',
    [],
    c2s(`004001 00 00 00000001 ${zeros(16_385)}`),
    ['client c2s at 33: a frame larger than the other side allows'],
  ],
  [
    'HEADERS within a header section',
    [],
    c2s(`000001 01 01 00000001 82 ${get}`),
    ['client c2s at 43: HEADERS within the header section of another frame'],
  ],
  [
    'CONTINUATION of another stream',
    [],
    c2s('000001 01 01 00000001 82  000002 09 04 00000003 8684'),
    ['client c2s at 43: CONTINUATION within the header section of another frame'],
  ],
  [
    'an unknown frame within a header section',
    [c2s(get)],
    s2c('000001 01 00 00000001 88  000000 0a 00 00000000'),
    ['server s2c at 19: frame type 0x0a within the header section of another frame'],
  ],
  [
    'CONTINUATION out of place',
    [],
    c2s('000001 09 04 00000001 82'),
    ['client c2s at 33: CONTINUATION without a header section'],
  ],
];

describe('a violation that ends the reading of its direction', () => {
  it.each(fatal)('%s', (_, before, step, violations) => {
    const next =
      step[0] === 'c2s' ? c2s('000003 01 05 00000011 828684') : s2c('000008 06 00 00000000 0000000000000000');
    const script: Step[] = [
      ...opening,
      ...before,
      step,
      next,
      ['FIN', step[0] === 'c2s' ? 'c2s' : 's2c'],
      ['close'],
    ];
    for (const cut of [whole, byteByByte]) {
      const read = replay(script, cut);
      expect(read.violations).toEqual(violations);
      expect(read.messages.join()).not.toContain('stream 17');
      expect(read.controls.join()).not.toContain('PING');
    }
  });

  it('leaves the other direction readable, and what answers the lost one is no further violation', () => {
    const script = [
      ...opening,
      c2s(post),
      c2s('000001 09 04 00000001 82'),
      s2c(`${ok} 000001 00 01 00000001 61`),
    ];
    const read = replay([...script, s2c('000001 01 05 00000003 88'), ['close']], whole);
    expect(read.messages).toEqual([
      'c2s request 1, exchange 1, stream 1: POST /; 33-45, bytes 12, content 0, cut (not whole)',
      's2c response 1, exchange 1, stream 1: 200; 9-29, bytes 20, content 1, END_STREAM',
    ]);
    expect(read.violations).toEqual(['client c2s at 45: CONTINUATION without a header section']);
  });

  it('a preface that is none', () => {
    const read = replay([c2s(`505249202a20485454502f322e31 ${settings}`), s2c(settings)], byteByByte);
    expect(read.violations).toEqual(['client c2s at 0: a bad connection preface']);
    expect(read.protocols).toEqual(['HTTP/2']);
  });

  it('a header section of more than 1 MiB', () => {
    const part = `004000 09 00 00000001 ${zeros(16_384)}`;
    // HEADERS without content, 64 times 16 KiB, and one byte.
    const read = replay(
      [...opening, c2s(`000000 01 01 00000001 ${part.repeat(64)} 000001 09 00 00000001 00`)],
      whole,
    );
    // 33 + 9 + 64 * 16393
    expect(read.violations).toEqual(['client c2s at 1049194: a header section larger than 1 MiB']);
  });
});

describe('what is allowed', () => {
  const readAll = (...script: Step[]) => replay([...opening, ...script], byteByByte);

  it('larger frames, once the other side has announced them', () => {
    const large = `004001 00 01 00000001 ${zeros(16_385)}`;
    const announced = s2c('000006 04 00 00000000 0005 00008000');
    expect(readAll(announced, c2s(`${post} ${large}`))).toMatchObject({
      violations: [],
      messages: [
        'c2s request 1, exchange 1, stream 1: POST /; 33-16439, bytes 16406, content 16385, END_STREAM',
      ],
    });
    // What the client itself announces does not help it.
    expect(readAll(c2s(`000006 04 00 00000000 0005 00008000 ${post} ${large}`)).violations).toHaveLength(1);
  });

  it('pushes until the server has acknowledged that the client does not want them', () => {
    const refusing = c2s(`000006 04 00 00000000 0002 00000000 ${get}`);
    const pushing = s2c('000007 05 04 00000001 00000002 828684  000001 01 05 00000002 88');
    expect(readAll(refusing, pushing).violations).toEqual([]);
    expect(readAll(refusing, s2c(acknowledgement), pushing).violations).toEqual([]);
    expect(readAll(refusing, s2c(acknowledgement), s2c(acknowledgement), pushing).violations).toHaveLength(1);
  });

  it('a table that follows the SETTINGS of the other side', () => {
    const none = s2c('000006 04 00 00000000 0001 00000000');
    // Before the client has acknowledged, its table may still be in use; afterwards it must say that it is not.
    expect(readAll(none, c2s(get)).violations).toEqual([]);
    const acknowledged = [none, c2s(acknowledgement), c2s(acknowledgement)];
    expect(readAll(...acknowledged, c2s(get)).violations).toEqual([
      'client c2s at 51: COMPRESSION_ERROR: no table size update although the limit was lowered',
    ]);
    expect(readAll(...acknowledged, c2s('000004 01 05 00000001 20828684')).violations).toEqual([]);
  });

  it('a promise on a stream that the client has just reset', () => {
    const read = readAll(
      c2s(get),
      c2s('000004 03 00 00000001 00000008'),
      s2c('000007 05 04 00000001 00000002 828684  000001 01 05 00000002 88'),
    );
    expect(read.violations).toEqual([]);
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
    expect(read.violations).toEqual(['client c2s at 33: HEADERS on stream 0']);
    expect(read.messages).toEqual([
      'c2s request 1, exchange 1, stream 1: ; 45-57, bytes 12, content 0, END_STREAM',
    ]);
  });

  it('a request on a stream on which the server has spoken unasked is answered like any other', () => {
    const read = readAll(s2c(noContent), c2s(get), s2c(noContent));
    expect(read.violations).toEqual(['server s2c at 9: HEADERS on a stream that nobody asked for']);
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
      expect(replay([...opening, ...resets, late], whole).violations).toEqual([]);
    }
  });

  it('first frames other than SETTINGS are told of, and read', () => {
    const read = replay([c2s(`${preface} ${get}`)], byteByByte);
    expect(read.violations).toEqual(['client c2s at 24: the first frame is not SETTINGS']);
    expect(read.messages).toHaveLength(1);
  });
});
