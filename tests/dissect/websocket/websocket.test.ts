/** Literal bytes of RFC 6455 §5.7 and RFC 7692 §7.2.3, however they are cut. */
import { describe, expect, it } from 'vitest';
import { c2s, s2c } from '../http2/bytes.ts';
import { byteByByte, whole } from '../http2/replay.ts';
import { clientFin, close, type Step, serverFin } from '../steps.ts';
import { cuts, hello, maskedHello, readsAll, speak, wholeHello, zeros } from './cases.ts';
import { replay } from './replay.ts';

readsAll([
  { name: 'an unmasked text message', script: [s2c(hello)], messages: [wholeHello(0)] },
  {
    name: 'a masked text message',
    script: [c2s(maskedHello)],
    messages: ['c2s 1 text "Hello" 0..11, bytes 11, content 5, frames 1, websocket FIN'],
  },
  {
    name: 'a fragmented text message',
    script: [s2c('01 03 48656c 80 02 6c6f')],
    messages: ['s2c 1 text "Hello" 0..9, bytes 9, content 5, frames 2, websocket FIN'],
  },
  {
    name: 'a ping and its masked pong',
    script: [s2c('89 05 48656c6c6f'), c2s('8a 85 37fa213d 7f9f4d5158')],
    controls: ['s2c ping {"length":5} 0..7', 'c2s pong {"length":5} 0..11'],
  },
  {
    name: 'a ping, a pong and a continuation in the middle of a fragmented message',
    script: [s2c('01 03 48656c 89 00 8a 02 6869 00 01 6c 80 01 6f')],
    messages: ['s2c 1 text "Hello" 0..17, bytes 11, content 5, frames 3, websocket FIN'],
    controls: ['s2c ping {"length":0} 5..7', 's2c pong {"length":2} 7..11'],
  },
  {
    name: 'a length in two bytes',
    script: [s2c(`82 7e 0100 ${zeros(256)}`)],
    messages: ['s2c 1 binary 0..260, bytes 260, content 256, frames 1, websocket FIN'],
  },
  {
    name: 'a length in eight bytes',
    script: [s2c(`82 7f 0000000000010000 ${zeros(65_536)}`)],
    messages: ['s2c 1 binary 0..65546, bytes 65546, content 65536, frames 1, websocket FIN'],
  },
  {
    name: 'the shortest lengths of each encoding',
    script: [s2c(`82 7d ${zeros(125)} 82 7e 007e ${zeros(126)} 82 7e ffff ${zeros(65_535)}`)],
    messages: [
      's2c 1 binary 0..127, bytes 127, content 125, frames 1, websocket FIN',
      's2c 2 binary 127..257, bytes 130, content 126, frames 1, websocket FIN',
      's2c 3 binary 257..65796, bytes 65539, content 65535, frames 1, websocket FIN',
    ],
  },
  {
    name: 'messages without content',
    script: [s2c('81 00 82 00 01 00 80 00')],
    messages: [
      's2c 1 text "" 0..2, bytes 2, content 0, frames 1, websocket FIN',
      's2c 2 binary 2..4, bytes 2, content 0, frames 1, websocket FIN',
      's2c 3 text "" 4..8, bytes 4, content 0, frames 2, websocket FIN',
    ],
  },
  {
    name: 'text in UTF-8, a character in two frames, each with a masking key of its own',
    script: [c2s('01 82 01020304 e380 80 83 ff00ff00 53619d')],
    messages: ['c2s 1 text "€ab" 0..17, bytes 17, content 5, frames 2, websocket FIN'],
  },
  {
    name: 'the first 200 characters of a long text',
    script: [s2c(`81 7e 02be ${'e282ac'.repeat(234)}`)],
    messages: [`s2c 1 text "${'€'.repeat(200)}" 0..706, bytes 706, content 702, frames 1, websocket FIN`],
  },
  {
    name: 'no half of a character',
    script: [s2c(`81 7e 0327 ${'61'.repeat(199)}${'f09f9880'.repeat(152)}`)],
    messages: [`s2c 1 text "${'a'.repeat(199)}" 0..811, bytes 811, content 807, frames 1, websocket FIN`],
  },
  {
    name: 'compressed messages, whole and fragmented, where the handshake agreed on it',
    script: [s2c('c1 07 f248cdc9c90700 41 03 f248cd 80 04 c9c90700'), c2s('c1 87 00000000 f248cdc9c90700')],
    extensions: 'foo; a="b, c", Permessage-Deflate; server_no_context_takeover',
    messages: [
      'c2s 1 text compressed 0..13, bytes 13, content 7, frames 1, websocket FIN',
      's2c 1 text compressed 0..9, bytes 9, content 7, frames 1, websocket FIN',
      's2c 2 text compressed 9..20, bytes 11, content 7, frames 2, websocket FIN',
    ],
  },
  {
    name: 'uncompressed messages where compression was agreed on',
    script: [s2c(hello)],
    extensions: 'permessage-deflate',
    messages: [wholeHello(0)],
  },
  {
    name: 'any reserved bit where an extension was agreed on that is not known here',
    script: [s2c('f1 05 48656c6c6f')],
    extensions: 'x-own',
    messages: ['s2c 1 text 0..7, bytes 7, content 5, frames 1, websocket FIN'],
  },
  {
    name: 'close with a code and a reason, and without',
    script: [c2s('88 84 37fa213d 34124e56'), s2c('88 00')],
    controls: ['c2s close {"length":4,"code":1000} 0..10', 's2c close {"length":0} 0..2'],
  },
  {
    name: 'ping and pong after a close frame',
    script: [s2c('88 02 03e9 89 00')],
    controls: ['s2c close {"length":2,"code":1001} 0..4', 's2c ping {"length":0} 4..6'],
  },
]);

describe.each(cuts)('bytes that come %s', (_, cut) => {
  it.each([
    ['FIN', [serverFin]],
    ['the end of the connection', [close]],
    ['both', [serverFin, clientFin, close]],
  ] as [string, Step[]][])('%s cuts a message in the middle', (__, ends) => {
    const cutText = 's2c 1 text "Hel" 0..5, bytes 5, content 3, frames 1, cut';
    for (const [bytes, message] of [
      ['01 03 48656c', cutText],
      ['81 05 48656c', cutText],
      ['01 03 48656c 80', cutText],
      ['01 03 48656c 89 05 61', cutText],
      ['81 05', 's2c 1 text "" 0..2, bytes 2, content 0, frames 1, cut'],
    ] as const) {
      const found = replay(speak(), [s2c(bytes), ...ends], cut);
      expect(found).toMatchObject({ messages: [message], controls: [], faults: [] });
      expect(found.pending.s2c).toBe(Infinity);
    }
  });

  it('ends without damage between messages, with close frames both ways and without', () => {
    const ends: Step[] = [serverFin, clientFin, close];
    const closeFrames: Step[] = [c2s('88 80 00000000'), s2c('88 00')];
    expect(replay(speak(), [s2c(hello), ...closeFrames, ...ends], cut)).toMatchObject({
      messages: [wholeHello(0)],
      faults: [],
    });
    expect(replay(speak(), [s2c(hello), ...ends], cut).faults).toEqual([]);
  });

  it('tells of a frame that the end of the connection leaves without a message', () => {
    for (const bytes of ['81', '81 7e 01', '89 05 61']) {
      const found = replay(speak(), [s2c(`${hello} ${bytes}`), serverFin, close], cut);
      expect(found.faults).toEqual(['server 7 the connection ends within a frame']);
    }
    for (const bytes of ['83 05 61', '8b 05 61']) {
      const passedOver = replay(speak(), [s2c(bytes), close], cut);
      expect(passedOver.faults).toEqual(['server 0 a reserved opcode']);
    }
  });

  it('takes a length of nearly 2^63 without room for it', () => {
    const found = replay(speak(), [s2c('81 7f 7fffffffffffffff 616263'), close], cut);
    expect(found.messages).toEqual(['s2c 1 text "abc" 0..13, bytes 13, content 3, frames 1, cut']);
  });
});

describe('a message', () => {
  it('is known as soon as the header of its first frame is, and its text as far as it has come', () => {
    const { raw, messages } = replay(speak(), [s2c('01 03 48656c')], byteByByte);
    expect(messages).toEqual(['s2c 1 text "Hel" 0..5, bytes 5, content 3, frames 1, open']);
    expect(raw[0]?.begin.seq).toBe(1);
    expect(replay(speak(), [s2c('81 05')], whole).messages).toHaveLength(1);
    expect(replay(speak(), [s2c('81')], whole).messages).toHaveLength(0);
  });

  it('is covered by pending while its header is incomplete, as is control until it is whole', () => {
    const pending = (...texts: string[]) => replay(speak(), texts.map(s2c), whole).pending;
    expect(pending(hello, '81')).toEqual({ c2s: Infinity, s2c: 2 });
    expect(pending('81', '7e', '01')).toEqual({ c2s: Infinity, s2c: 1 });
    expect(pending('81 05', '61').s2c).toBe(Infinity);
    expect(pending('89 02', '61').s2c).toBe(1);
    expect(pending('01 01 61', '89 02', '61').s2c).toBe(2);
    expect(pending('83 02', '61').s2c).toBe(Infinity);
    expect(pending('8b 02', '61').s2c).toBe(Infinity);
  });

  it('ends with the last byte of the frame with FIN', () => {
    const { raw } = replay(speak(), [s2c('01 01 61'), s2c('80 01'), s2c('62 89'), s2c('00')], whole);
    expect(raw[0]?.end?.seq).toBe(3);
  });
});
