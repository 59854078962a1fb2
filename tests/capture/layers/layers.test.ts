/** What a captured frame carries: link types, IP in both versions, fragments and damage, UDP. */
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../src/capture/capture.ts';
import { c2s, ethernet, events, opening, pcap, s2c, tcp, udp } from '../build.ts';
import { judge } from '../judge.ts';

const talk = [...opening, c2s(101, 'ask'), s2c(201, 'answer', 104)];
const told = ['1 tcp 10.0.0.1 40000 > 10.0.0.2 80', '1 c2s "ask"', '1 s2c "answer"'];

describe('a datagram that cannot be read', () => {
  const near: [number[], number] = [[10, 0, 0, 1], 5000];
  const far: [number[], number] = [[10, 0, 0, 2], 7];
  const other: [number[], number] = [[10, 0, 0, 3], 7];
  const ask = udp(near, far, 'ask');
  const answer = udp(far, near, 'answer');
  const modes = async (...packets: Buffer[]) => {
    const { verdicts } = (await judge(pcap(packets)))[0] ?? {};
    return [verdicts?.observed?.wire.mode, verdicts?.observed?.conversation.mode];
  };
  const changed = (packet: Buffer, at: number, value: number) => {
    const copy = Buffer.from(packet);
    copy.writeUInt16BE(value, at);
    return copy;
  };
  /** More fragments follow. */
  const fragment = (packet: Buffer) => changed(packet, 6, 0x2000);
  const short = (packet: Buffer) => changed(packet, 24, 3);
  const headless = (packet: Buffer) => changed(packet, 2, 15);

  it.each([
    ['a fragment', fragment],
    ['one of an impossible length', short],
    ['one in a damaged packet', headless],
  ])('(%s) leaves nothing of a verdict between its hosts', async (_, damage) => {
    expect(await modes(ask, ask)).toEqual(['simplex', 'simplex']);
    expect(await modes(ask, damage(answer), ask)).toEqual(['inconclusive', 'inconclusive']);
    expect(await modes(damage(ask), ask, ask)).toEqual(['inconclusive', 'inconclusive']);
    const elsewhere = damage(udp(other, near, 'x'));
    const isKnown = damage !== headless;
    expect(await modes(ask, elsewhere, ask)).toEqual(Array(2).fill(isKnown ? 'simplex' : 'inconclusive'));
  });
});

describe('the link types', () => {
  const framed = (link: number, frame: (packet: Buffer) => Buffer) => events(pcap(talk.map(frame), { link }));
  const prefixed =
    (...bytes: number[]) =>
    (packet: Buffer) =>
      Buffer.concat([Buffer.from(bytes), packet]);

  it('Ethernet, with and without VLAN tags', () => {
    expect(framed(1, (packet) => ethernet(packet))).toEqual(told);
    expect(framed(1, (packet) => ethernet(packet, 0x8100))).toEqual(told);
    expect(framed(1, (packet) => ethernet(packet, 0x88a8, 0x8100))).toEqual(told);
  });

  it('Linux cooked capture, versions 1 and 2', () => {
    expect(framed(113, prefixed(0, 0, 3, 4, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0))).toEqual(told);
    expect(framed(276, prefixed(8, 0, 0, 0, 0, 0, 0, 1, 3, 4, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0))).toEqual(told);
  });

  it('raw IP, and the loopback of BSD in either byte order', () => {
    for (const link of [12, 14, 101, 228]) expect(framed(link, (packet) => packet)).toEqual(told);
    expect(framed(0, prefixed(2, 0, 0, 0))).toEqual(told);
    expect(framed(0, prefixed(0, 0, 0, 2))).toEqual(told);
    expect(framed(108, prefixed(0, 0, 0, 2))).toEqual(told);
  });

  it('pass over frames that carry no IP, and Ethernet padding', () => {
    expect(framed(1, (packet) => Buffer.concat([Buffer.alloc(12), Buffer.from([8, 6]), packet]))).toEqual([]);
    expect(framed(1, (packet) => Buffer.concat([ethernet(packet), Buffer.alloc(6)]))).toEqual(told);
    expect(framed(0, prefixed(1, 2, 3, 4))).toEqual([]);
  });

  it('that are not known are named', () => {
    const capture = readCapture({ opened: () => () => {} });
    capture.push(pcap(talk, { link: 147 }));
    expect(capture.end()).toMatchObject({ packets: 5, unread: [{ kind: 'of link type 147', packets: 5 }] });
  });
});

describe('IP', () => {
  it('may be version 6, with its addresses as RFC 5952 writes them', () => {
    const from: [number[], number] = [[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1], 40000];
    const to: [number[], number] = [[...Array.from({ length: 15 }, () => 0), 1], 80];
    const packets = [
      tcp({ from, to, seq: 1, flags: 'S' }),
      tcp({ from: to, to: from, seq: 9, ack: 2, flags: 'S', data: '' }),
    ];
    expect(events(pcap(packets))).toEqual(['1 tcp 2001:db8::1:0:0:1 40000 > ::1 80']);
  });

  it('fragments are not taken for segments', () => {
    const fragment = c2s(101, 'ask');
    fragment[6] = 0x20;
    expect(events(pcap([...opening, fragment]))).toEqual([told[0]]);
  });
});

describe('UDP', () => {
  it('flows have who sent first for their client, and answers find their flow', () => {
    const a: [number[], number] = [[10, 0, 0, 1], 5000];
    const b: [number[], number] = [[10, 0, 0, 2], 53];
    expect(events(pcap([udp(a, b, 'one'), udp(b, a, 'two')]))).toEqual([
      '1 udp 10.0.0.1 5000 > 10.0.0.2 53',
      '1 c2s "one"',
      '1 s2c "two"',
    ]);
    expect(events(pcap([udp(b, a, 'two')]), { ports: [53] })).toEqual([
      '1 udp 10.0.0.1 5000 > 10.0.0.2 53',
      '1 s2c "two"',
    ]);
  });
});
