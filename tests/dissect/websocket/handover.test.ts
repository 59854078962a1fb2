/** Where WebSocket begins: after a 101 (RFC 6455 §4), at the exact byte, and on streams of HTTP/2 (RFC 8441 §5). */
import { describe, expect, it } from 'vitest';
import { detect } from '../../../src/dissect/detect.ts';
import { c2s, s2c } from '../http2/bytes.ts';
import { byteByByte, type Cut, whole } from '../http2/replay.ts';
import { replay as replayToTheEnd } from '../replay.ts';
import { client, close, type Step, server, serverFin } from '../steps.ts';
import { replay } from './replay.ts';

const cuts: [string, Cut][] = [
  ['whole', whole],
  ['byte by byte', byteByByte],
];

const upgrade = (protocol: string): string =>
  `GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`;
const switching = (fields: string): string =>
  `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n${fields}\r\n`;

describe.each(cuts)('HTTP/1.1 that comes %s', (_, cut) => {
  // The request is 72 bytes, the response 77.
  const handshake = [client(upgrade('websocket')), server(switching('Upgrade: websocket\r\n'))];
  const c2sHello = 'c2s 2 text "Hello" 72..83, bytes 11, content 5, frames 1, websocket FIN';
  const s2cHello = 's2c 2 text "Hello" 77..84, bytes 7, content 5, frames 1, websocket FIN';
  const before = ['c2s 1 request 0..72', 's2c 1 response 0..77'];

  it('is WebSocket from the byte after the handshake', () => {
    const script = [...handshake, s2c('81 05 48656c6c6f'), c2s('81 85 37fa213d 7f9f4d5158')];
    const found = replay(detect, script, cut);
    expect(found.protocols).toEqual(['HTTP/1.1', 'WebSocket']);
    expect(found.messages).toEqual([before[0], c2sHello, before[1], s2cHello]);
    expect(found.faults).toEqual([]);
  });

  it('is WebSocket also in the bytes that come together with the handshake', () => {
    const frame = '\x81\x05Hello';
    const early = '\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58';
    const script = [
      client(upgrade('WebSocket') + early),
      server(switching('Upgrade: WEBSOCKET\r\n') + frame),
    ];
    expect(replay(detect, script, cut).messages).toEqual([before[0], c2sHello, before[1], s2cHello]);
  });

  it('gives violations and control the offsets of the connection', () => {
    const found = replay(detect, [...handshake, s2c('89 00 c1 00'), c2s('88 02 03e8')], cut);
    expect(found.faults).toEqual([
      'server 79 reserved bits that were not negotiated',
      'client 72 an unmasked frame from the client',
    ]);
    expect(found.controls).toEqual([
      's2c ping {"length":0} 77..79',
      'c2s close {"length":2,"code":1000} 72..76',
    ]);
  });

  it('allows compression where the 101 agrees on it, and only there', () => {
    const bytes = [s2c('c1 07 f248cdc9c90700')];
    const extension = 'Sec-WebSocket-Extensions: permessage-deflate\r\n';
    const agreed = server(switching(`Upgrade: websocket\r\nsec-websocket-extensions: a\r\n${extension}`));
    const asked = client(upgrade(`websocket\r\n${extension.trim()}`));
    const both = replay(detect, [asked, agreed, ...bytes], cut);
    expect(both.faults).toEqual([]);
    expect(both.raw.at(-1)?.websocket).toEqual({ opcode: 'text', frames: 1, compressed: true });
    const refused = replay(detect, [asked, server(switching('Upgrade: websocket\r\n')), ...bytes], cut);
    expect(refused.faults).toEqual(['server 77 reserved bits that were not negotiated']);
    expect(refused.raw.at(-1)?.websocket?.compressed).toBe(false);
  });

  it('cuts what FIN or the end leaves unfinished', () => {
    for (const end of [serverFin, close] as Step[]) {
      const found = replay(detect, [...handshake, s2c('01 01 61'), end], cut);
      expect(found.messages.at(-1)).toBe('s2c 2 text "a" 77..80, bytes 3, content 1, frames 1, cut');
    }
  });

  it.each(['chat', 'constructor', '__proto__'])(
    'is opaque after an upgrade to %s, and what was said before stays',
    (protocol) => {
      const script = [
        client(upgrade(protocol)),
        server(`${switching(`Upgrade: ${protocol}\r\n`)}\x81\x05Hello\n`),
      ];
      const found = replay(detect, script, cut);
      expect(found.protocols).toEqual(['HTTP/1.1', 'unknown']);
      expect(found.raw.map(({ kind }) => kind)).toEqual(['request', 'response']);
    },
  );
});

const opening: Step[] = [
  c2s('505249202a20485454502f322e300d0a0d0a534d0d0a0d0a 000000 04 00 00000000'),
  s2c('000000 04 00 00000000'),
];
/** :method CONNECT, :protocol websocket, :scheme http, :path /, :authority x */
const connect = (stream: number, protocol = '776562736f636b6574'): Step =>
  c2s(`000023 01 04 0000000${stream} 0207434f4e4e454354 00093a70726f746f636f6c09${protocol} 86 84 010178`);
const ok = (stream: number): Step => s2c(`000001 01 04 0000000${stream} 88`);

// The client's opening is 33 bytes and each request 44, the server's opening 9 and each response 10.
describe.each(cuts)('HTTP/2 that comes %s', (_, cut) => {
  it('is WebSocket on a stream after an extended CONNECT, at the offsets of the connection', () => {
    const found = replay(
      detect,
      [
        ...opening,
        connect(1),
        ok(1),
        c2s('00000b 00 00 00000001 81 85 37fa213d 7f9f4d5158'),
        s2c('000005 00 00 00000001 01 03 48656c'),
        s2c('000006 00 08 00000001 01 80 02 6c6f 00'),
        s2c('000002 00 00 00000001 89 00'),
        s2c('000000 00 01 00000001'),
      ],
      cut,
    );
    expect(found).toMatchObject({
      protocols: ['HTTP/2'],
      messages: [
        'c2s 1 request 33..77',
        'c2s 2 on 2 stream 1 text "Hello" 86..97, bytes 11, content 5, frames 1, websocket FIN',
        's2c 1 response 9..19',
        's2c 2 on 2 stream 1 text "Hello" 28..47, bytes 9, content 5, frames 2, websocket FIN',
      ],
      faults: [],
    });
    expect(found.controls.filter((line) => line.includes('ping'))).toEqual([
      's2c ping {"length":0,"stream":1} 57..59',
    ]);
  });

  it('keeps the sockets of several streams apart', () => {
    const found = replay(
      detect,
      [
        ...opening,
        connect(1),
        connect(3),
        ok(1),
        ok(3),
        s2c('000005 00 00 00000001 81 05 48656c'),
        s2c('000003 00 00 00000003 82 02 61'),
        s2c('000002 00 00 00000001 6c6f'),
        s2c('000001 00 00 00000003 62'),
      ],
      cut,
    );
    expect(found.messages.slice(2)).toEqual([
      's2c 1 response 9..19',
      's2c 2 response 19..29',
      's2c 3 on 2 stream 1 text "Hello" 38..66, bytes 7, content 5, frames 1, websocket FIN',
      's2c 4 on 2 stream 3 binary 52..76, bytes 4, content 2, frames 1, websocket FIN',
    ]);
    expect(found.faults).toEqual([]);
  });

  it('gives the offset of a frame at fault, though its header is in two frames of HTTP/2', () => {
    const found = replay(
      detect,
      [
        ...opening,
        connect(1),
        ok(1),
        s2c('000003 00 00 00000001 89 00 83'),
        s2c('000001 00 00 00000001 00'),
        c2s('000002 00 00 00000001 89 00'),
      ],
      cut,
    );
    expect(found.faults).toEqual([
      'server 30 a reserved opcode',
      'client 86 an unmasked frame from the client',
    ]);
  });

  it.each([
    ['END_STREAM', s2c('000000 00 01 00000001')],
    ['RST_STREAM', c2s('000004 03 00 00000001 00000008')],
    ['FIN', serverFin],
    ['the end', close],
  ])('cuts what %s leaves unfinished', (__, end) => {
    const script = [...opening, connect(1), ok(1), s2c('000003 00 00 00000001 81 02 61'), end];
    const found = replay(detect, script, cut);
    expect(found.messages.at(-1)).toBe(
      's2c 2 on 2 stream 1 text "a" 28..31, bytes 3, content 1, frames 1, cut',
    );
    expect(found.faults).toEqual([]);
  });

  it('allows compression where the 2xx agrees on it, and only there', () => {
    /** :status 200, sec-websocket-extensions: permessage-deflate */
    const agreed = s2c(
      '00002e 01 04 00000001 88 0018 7365632d776562736f636b65742d657874656e73696f6e73 12 7065726d6573736167652d6465666c617465',
    );
    const compressed = s2c('000009 00 00 00000001 c1 07 f248cdc9c90700');
    const yes = replay(detect, [...opening, connect(1), agreed, compressed], cut);
    expect(yes.faults).toEqual([]);
    expect(yes.raw.at(-1)?.websocket?.compressed).toBe(true);
    /** With another extension in a field of its own behind it. */
    const agreedTwice = s2c(
      '00004a 01 04 00000001 88 0018 7365632d776562736f636b65742d657874656e73696f6e73 12 7065726d6573736167652d6465666c617465 0018 7365632d776562736f636b65742d657874656e73696f6e73 01 61',
    );
    const both = replay(detect, [...opening, connect(1), agreedTwice, compressed], cut);
    expect(both.raw.at(-1)?.websocket?.compressed).toBe(true);
    const no = replay(detect, [...opening, connect(1), ok(1), compressed], cut);
    expect(no.faults).toEqual(['server 28 reserved bits that were not negotiated']);
  });

  it('is no WebSocket after a CONNECT to another protocol, nor after a refusal', () => {
    const data = s2c('000003 00 00 00000001 81 01 61');
    const other = replay(detect, [...opening, connect(1, '636f6e6e6563742d69'), ok(1), data], cut);
    expect(other.raw.map(({ kind }) => kind)).toEqual(['request', 'response']);
    /** :status 404 */
    const refusal = s2c('000001 01 04 00000001 8d');
    const refused = replay(detect, [...opening, connect(1), refusal, data], cut);
    expect(refused.raw.map(({ kind }) => kind)).toEqual(['request', 'response']);
  });
});

describe('a tunnel of which it is not known what it carries', () => {
  it('is told in full where the trace ends', () => {
    const found = replayToTheEnd(detect, [
      client('CONNECT h:1 HTTP/1.1\r\n\r\n'),
      server('HTTP/1.1 204 No Content\r\n\r\n'),
      client('a\nb'),
      client('c'),
    ]);
    expect(found.opaque).toEqual(['tunnel']);
    expect(found.raw.map(({ kind }) => kind)).toEqual(['request', 'response']);
  });
});
