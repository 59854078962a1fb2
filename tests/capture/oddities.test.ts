/** What writers of capture files do otherwise: longer headers, no length, checksums and padding at the end of frames, several link types. */
import { describe, expect, it } from 'vitest';
import { c2s, ethernet, events, opening, pcap, s2c, tcp, udp } from './build.ts';
import { bytes } from './frames/tunnels.ts';
import { block, half, word } from './pcapng.ts';

const talk = [...opening, c2s(101, 'ask'), s2c(201, 'answer', 104)];
const told = ['1 tcp 10.0.0.1 40000 > 10.0.0.2 80', '1 c2s "ask"', '1 s2c "answer"'];

describe('a pcap file', () => {
  it('may say more of each packet, in a longer header', () => {
    for (const little of [true, false])
      for (const step of [1, 23, 10_000])
        expect(events(pcap(talk, { little, modified: true }), { step })).toEqual(told);
  });

  it('may not say how long a packet was', () => {
    expect(events(pcap(talk, { original: 0 }))).toEqual(told);
  });

  /** As where a card is to cut the packet up: its length is that of the frame. */
  const unmeasured = (packet: Buffer) => {
    const copy = Buffer.from(packet);
    copy.writeUInt16BE(0, 2);
    return copy;
  };
  const checked = (frame: Buffer) => Buffer.concat([frame, bytes(0x5a, 0x5a, 0x5a, 0x5a)]);

  it('may keep the checksums of frames, and tells so', () => {
    const frames = talk.map((packet) => checked(ethernet(unmeasured(packet))));
    expect(events(pcap(frames, { link: 1 + 0x2400_0000 }))).toEqual(told);
    expect(events(pcap(frames, { link: 1 })).slice(1)).not.toEqual(told.slice(1));
    // Four bits without the one that says that they mean something.
    expect(
      events(
        pcap(
          talk.map((packet) => ethernet(unmeasured(packet))),
          { link: 1 + 0x2000_0000 },
        ),
      ),
    ).toEqual(told);
  });

  it('may keep padding and checksums without a word: the packets know their length', () => {
    const frames = talk.map((packet) =>
      Buffer.concat([ethernet(packet), Buffer.alloc(10), bytes(1, 2, 3, 4)]),
    );
    expect(events(pcap(frames, { link: 1 }))).toEqual(told);
    const six = Array.from({ length: 16 }, (_, nth) => nth);
    const padded = Buffer.concat([ethernet(udp([six, 5], [six, 7], 'hi')), Buffer.alloc(20)]);
    expect(events(pcap([padded], { link: 1 })).at(-1)).toBe('1 c2s "hi"');
  });
});

describe('a pcapng file', () => {
  const section = block(
    true,
    0x0a0d0d0a,
    word(true, 0x1a2b3c4d),
    half(true, 1),
    half(true, 0),
    Buffer.alloc(8, 0xff),
  );
  const on = (link: number, ...options: Buffer[]) =>
    block(true, 1, half(true, link), half(true, 0), word(true, 0), ...options);
  const packet = (id: number, content: Buffer) =>
    block(
      true,
      6,
      word(true, id),
      word(true, 0),
      word(true, 0),
      word(true, content.length),
      word(true, content.length),
      content,
    );

  it('may have interfaces with different link types, for one connection', () => {
    const frames = talk.map((one, nth) => packet(nth % 2, nth % 2 === 0 ? ethernet(one) : one));
    expect(events(Buffer.concat([section, on(1), on(101), ...frames]))).toEqual(told);
  });

  it.each([
    ['bits', 32],
    ['bytes', 4],
  ])('may tell in %s how long the checksums of frames are', (_, length) => {
    const option = Buffer.concat([half(true, 13), half(true, 1), bytes(length, 0, 0, 0)]);
    const frames = talk.map((one) => {
      const frame = Buffer.concat([ethernet(one), bytes(0x5a, 0x5a, 0x5a, 0x5a)]);
      frame.writeUInt16BE(0, 16);
      return packet(0, frame);
    });
    expect(events(Buffer.concat([section, on(1, option), ...frames]))).toEqual(told);
  });
});

it('a frame that is shorter than its checksum is nothing', () => {
  expect(events(pcap([bytes(1), tcp({ seq: 1, flags: 'S' })], { link: 101 + 0xf400_0000 }))).toEqual([]);
});
