/** The cutting of bytes into frames: what is kept, what passes through, and where it stops. */
import { describe, expect, it } from 'vitest';
import { createFrameReader, type Frame } from '../../../src/dissect/http2/frames.ts';
import { byteByByte, type Cut, hex, whole } from './replay.ts';

function read(bytes: Uint8Array, cut: Cut, keep: (frame: Frame) => number | null = (frame) => frame.length) {
  const log: string[] = [];
  let content = '';
  const reader = createFrameReader(100, {
    header: (frame) => {
      log.push(`type ${frame.type} flags ${frame.flags} stream ${frame.stream} ${frame.from}-${frame.to}`);
      return keep(frame);
    },
    data: (_, slice) => {
      content += Buffer.from(slice).toString('latin1');
    },
    frame: (frame, payload) =>
      log.push(`padding ${frame.padding} kept ${Buffer.from(payload).toString('hex')}`),
  });
  cut(bytes).forEach((slice, seq) => {
    reader.read(slice, { seq, at: seq });
  });
  return { log, content, unfinished: reader.unfinished() };
}

describe.each([
  ['whole', whole],
  ['byte by byte', byteByByte],
])('frames that come %s', (_, cut) => {
  it('are told by type, flags, stream and offsets, the reserved bit left out', () => {
    const { log } = read(hex('000002 0a 81 80000003 abcd  000000 04 01 00000000'), cut);
    expect(log).toEqual([
      'type 10 flags 129 stream 3 100-111',
      'padding 0 kept abcd',
      'type 4 flags 1 stream 0 111-120',
      'padding 0 kept ',
    ]);
  });

  it('keep of their payload what is asked for', () => {
    const { log } = read(hex('000005 07 00 00000000 0102030405'), cut, () => 3);
    expect(log).toEqual(['type 7 flags 0 stream 0 100-114', 'padding 0 kept 010203']);
  });

  it('pass the content of DATA on without its padding', () => {
    const { log, content } = read(hex('000008 00 08 00000001 03 68656c6f 000000'), cut);
    expect(content).toBe('helo');
    expect(log).toEqual(['type 0 flags 8 stream 1 100-117', 'padding 3 kept ']);
  });

  it('give no content where the padding is longer than the frame', () => {
    expect(read(hex('000003 00 08 00000001 03 6868'), cut).content).toBe('');
    expect(read(hex('000003 00 08 00000001 02 6868'), cut).content).toBe('');
    // Longer than all that came before it.
    const first = '000003 00 08 00000001 ff 6868';
    expect(read(hex(`${first} ${'000000 04 00 00000000'.repeat(60)}`), cut).content).toBe('');
    expect(read(hex('000003 00 08 00000001 01 6868'), cut).content).toBe('h');
  });

  it('are read no further once their listener says so', () => {
    const { log } = read(hex('000001 01 00 00000001 00  000000 04 00 00000000'), cut, () => null);
    expect(log).toEqual(['type 1 flags 0 stream 1 100-110']);
  });

  it('show where an unfinished one begins, with or without its header', () => {
    expect(read(hex('000000 04 00 00000000 0000'), cut).unfinished).toMatchObject({ from: 109 });
    expect(read(hex('000000 04 00 00000000 000002 06 00 00000000 01'), cut).unfinished).toMatchObject({
      from: 109,
      type: 6,
    });
    expect(read(hex('000000 04 00 00000000'), cut).unfinished).toBeNull();
  });
});
