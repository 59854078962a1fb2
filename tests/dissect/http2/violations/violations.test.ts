/** Bytes that RFC 9113 does not allow: who is at fault, where, and whether the direction is read on afterwards. */
import { describe, expect, it } from 'vitest';
import { type BytesStep, close, fin, type Step } from '../../steps.ts';
import { c2s, get, noContent, ok, opening, post, s2c, settings, zeros } from '../bytes.ts';
import { byteByByte, replay, whole } from '../replay.ts';
import { lesserViolations } from './lesser.ts';

lesserViolations([
  ['DATA on stream 0', [], c2s('000001 00 00 00000000 61'), ['client c2s at 33: DATA on stream 0']],
  ['HEADERS on stream 0', [], s2c('000001 01 04 00000000 88'), ['server s2c at 9: HEADERS on stream 0']],
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
    [c2s('00000c 01 04 00000001 0207434f4e4e454354 410161'), s2c(ok)],
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
]);

/** Nothing of the direction can be read afterwards. */
const fatal: [name: string, before: Step[], step: BytesStep, faults: string[]][] = [
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
  it.each(fatal)('%s', (_, before, step, faults) => {
    const next =
      step.direction === 'c2s'
        ? c2s('000003 01 05 00000011 828684')
        : s2c('000008 06 00 00000000 0000000000000000');
    const script: Step[] = [...opening, ...before, step, next, fin(step.direction), close];
    for (const cut of [whole, byteByByte]) {
      const read = replay(script, cut);
      expect(read.faults).toEqual(faults);
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
    const read = replay([...script, s2c('000001 01 05 00000003 88'), close], whole);
    expect(read.messages).toEqual([
      'c2s request 1, exchange 1, stream 1: POST /; 33-45, bytes 12, content 0, cut (not whole)',
      's2c response 1, exchange 1, stream 1: 200; 9-29, bytes 20, content 1, END_STREAM',
    ]);
    expect(read.faults).toEqual(['client c2s at 45: CONTINUATION without a header section']);
  });

  it('a preface that is none', () => {
    const read = replay([c2s(`505249202a20485454502f322e31 ${settings}`), s2c(settings)], byteByByte);
    expect(read.faults).toEqual(['client c2s at 0: a bad connection preface']);
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
    expect(read.faults).toEqual(['client c2s at 1049194: a header section larger than 1 MiB']);
  });
});
