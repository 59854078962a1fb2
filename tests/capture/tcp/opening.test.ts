/** Which SYN was accepted, RFC 9293 §3.5: what acknowledges something else opens nothing, and ends nothing that is open. */
import { describe, expect, it } from 'vitest';
import { c2s, client, events, opening, pcap, s2c, server, tcp } from '../build.ts';

const opened = '1 tcp 10.0.0.1 40000 > 10.0.0.2 80';
const read = (...packets: Buffer[]) => events(pcap(packets));
const syn = (seq: number, data = '') => tcp({ seq, flags: 'S', data });
const accept = (seq: number, ack: number) => tcp({ from: server, to: client, seq, ack, flags: 'S' });
const reset = (seq: number) => tcp({ seq, flags: 'R' });
const talk = [c2s(101, 'ask'), s2c(201, 'answer', 104)];
const told = [opened, '1 c2s "ask"', '1 s2c "answer"'];

describe('a connection is opened', () => {
  it('not by an ACK of another one, which is answered by RST', () => {
    // The server still has a connection of before: figure 9 of RFC 9293 §3.5.1, whatever the distance between the numbers.
    for (const ack of [90, 400, 100_000, 555_555, 3_000_000_000])
      for (const flags of ['', 'S', 'F'])
        for (const data of ['', 'old']) {
          const stale = tcp({ from: server, to: client, seq: 777_777, ack, flags, data });
          expect(read(syn(100), stale, reset(ack), syn(100), ...opening, ...talk)).toEqual(told);
          expect(read(syn(100), stale, reset(ack))).toEqual([]);
          // Each as often as an interface shows it.
          const twice = [syn(100), stale, reset(ack), ...opening, ...talk].flatMap((packet) => [
            packet,
            packet,
          ]);
          expect(read(...twice)).toEqual(told);
        }
  });

  it('not by the answer to an old SYN, which is answered by RST', () => {
    // Figure 8, as it is seen at either end.
    expect(read(syn(100), accept(300, 91), reset(91), ...opening, ...talk)).toEqual(told);
    expect(read(syn(90), accept(300, 91), reset(91), ...opening, ...talk)).toEqual(told);
    expect(read(syn(90), syn(100), accept(300, 91), reset(91), syn(100), ...opening, ...talk)).toEqual(told);
    expect(read(syn(100), syn(90), ...opening, ...talk)).toEqual(told);
    expect(read(syn(90), accept(300, 91), reset(91), reset(91))).toEqual([]);
    expect(read(syn(90), accept(300, 91), accept(300, 91), reset(91), accept(300, 91))).toEqual([]);
  });

  it('by whichever of several SYNs was answered', () => {
    for (const before of [[5000], [5000, 70], [4_000_000_000, 5000, 102]])
      expect(read(...before.map((seq) => syn(seq)), ...opening, ...talk)).toEqual(told);
    expect(read(syn(100), syn(90), syn(5000), accept(200, 101), c2s(101, '', 201), ...talk)).toEqual(told);
    // And by the last of several answers, that of a server which forgot the first.
    expect(read(syn(100), accept(900, 101), accept(200, 101), c2s(101, '', 201), ...talk)).toEqual(told);
  });

  it('by what follows, where the answer was not captured', () => {
    expect(read(syn(100), ...talk)).toEqual(told);
    expect(read(syn(100), s2c(201, 'hello', 101), c2s(101, 'ask', 206))).toEqual([
      opened,
      '1 s2c "hello"',
      '1 c2s "ask"',
    ]);
    expect(read(syn(100), c2s(104, 'def'), s2c(201, 'x', 107))).toEqual([
      opened,
      '1 gap c2s 3',
      '1 c2s "def"',
      '1 s2c "x"',
    ]);
  });

  it('with a gap, where something was left out that may have been part of it', () => {
    const lines = read(syn(100), s2c(201, 'answer', 104), c2s(104, 'next', 207), s2c(207, 'answer', 108));
    expect(lines.slice(0, 3)).toEqual([opened, '1 gap c2s null', '1 gap s2c null']);
    expect(lines).toContain('1 s2c "answer"');
    // Not if it is of a connection that was there before.
    const closed = [c2s(104, '', 207, 'F'), s2c(207, '', 105, 'F')];
    const again = read(
      ...opening,
      ...talk,
      ...closed,
      syn(9000),
      s2c(201, 'answer', 104),
      accept(4000, 9001),
      c2s(9001, 'x', 4001),
    );
    expect(again.slice(-2)).toEqual([opened.replace('1', '2'), '2 c2s "x"']);
    // Nor if that was answered by RST, and so was something else.
    expect(read(syn(100), s2c(777, 'old', 555), reset(555), ...opening, ...talk)).toEqual(told);
  });

  it('with a gap, where all fits no SYN', () => {
    const many = Array.from({ length: 20 }, (_, nth) => c2s(9_000_000 + nth, 'x', 201));
    const lines = read(syn(100), ...many);
    expect(lines.slice(0, 3)).toEqual([opened, '1 gap c2s null', '1 gap s2c null']);
    expect(lines.length).toBeLessThan(3 + 20);
    expect(lines.at(-1)).toBe('1 c2s "x"');
  });

  it('by both at the same time, and the client is the first', () => {
    const other = tcp({ from: server, to: client, seq: 200, flags: 'S' });
    const both = [tcp({ seq: 100, ack: 201, flags: 'S' }), accept(200, 101)];
    expect(read(syn(100), other, ...both, ...talk)).toEqual(told);
    expect(read(syn(100), other, c2s(101, '', 201), ...talk)).toEqual(told);
    expect(read(syn(100), other, both[1] ?? other, ...talk)).toEqual(told);
  });

  it('by the other side, where that one was answered and the first was not', () => {
    const turned = [
      syn(100),
      tcp({ from: server, to: client, seq: 10, flags: 'S' }),
      tcp({ seq: 7000, ack: 11, flags: 'S' }),
      tcp({ from: server, to: client, seq: 11, ack: 7001, data: 'ask' }),
      tcp({ seq: 7001, ack: 14, data: 'answer' }),
    ];
    expect(read(...turned)).toEqual(['1 tcp 10.0.0.2 80 > 10.0.0.1 40000', '1 c2s "ask"', '1 s2c "answer"']);
  });

  it('with what its SYN said, once that was accepted', () => {
    expect(read(syn(100, 'ask'))).toEqual([]);
    expect(read(syn(100, 'ask'), s2c(0, '', 104, 'R'))).toEqual([]);
    expect(read(syn(100, 'ask'), accept(200, 104), s2c(201, 'answer', 104))).toEqual(told);
    // What was not accepted with SYN is sent again.
    expect(read(syn(100, 'ask'), accept(200, 101), c2s(101, 'ask'), s2c(201, 'answer', 104))).toEqual(told);
  });

  it('late, while twenty thousand others wait for an answer', () => {
    const others = Array.from({ length: 20_000 }, (_, nth) =>
      tcp({ from: [[10, 1, nth >> 8, nth & 255], 40000], seq: 100, flags: 'S' }),
    );
    expect(read(...opening.slice(0, 2), ...others, ...opening.slice(2), ...talk)).toEqual(told);
  });

  it('not where its SYN is refused, and again where it is sent again', () => {
    const refused = s2c(0, '', 101, 'R');
    expect(read(syn(100), refused, syn(100), refused)).toEqual([]);
    expect(read(syn(100), refused, ...opening, ...talk)).toEqual(told);
    // A scan takes no connection that it is offered.
    expect(read(...opening.slice(0, 2), reset(101))).toEqual([]);
  });
});

describe('an open connection', () => {
  const next = [c2s(104, 'more', 207), s2c(207, 'yes', 108)];
  const goesOn = [...told, '1 c2s "more"', '1 s2c "yes"'];

  it('goes on, whatever SYN nobody accepts', () => {
    // An old one, which the server answers with what it acknowledges: RFC 9293 §3.10.7.4.
    const challenge = s2c(207, '', 104);
    expect(read(...opening, ...talk, syn(5000), challenge, ...next)).toEqual(goesOn);
    expect(read(...opening, ...talk, syn(5000), s2c(0, '', 5001, 'R'), ...next)).toEqual(goesOn);
    const fromServer = tcp({ from: server, to: client, seq: 90_000, flags: 'S' });
    expect(read(...opening, ...talk, fromServer, c2s(104, '', 207), ...next)).toEqual(goesOn);
    expect(read(...opening, ...talk, syn(5000), next[0] ?? challenge, syn(6000), ...next)).toEqual(goesOn);
  });

  it('is over when a client that forgot it says so, and opens another', () => {
    const challenge = s2c(207, '', 104);
    const lines = read(
      ...[...opening, ...talk, syn(5000), challenge, reset(104), syn(5000), accept(8000, 5001)],
      c2s(5001, 'new', 8001),
    );
    expect(lines).toEqual([...told, '1 reset c2s', '1 close', opened.replace('1', '2'), '2 c2s "new"']);
  });

  it('is over when another is accepted between the same ports', () => {
    const lines = read(
      ...opening,
      ...talk,
      syn(5000),
      accept(8000, 5001),
      c2s(5001, 'new', 8001),
      s2c(8001, 'y', 5004),
    );
    expect(lines).toEqual([...told, '1 close', opened.replace('1', '2'), '2 c2s "new"', '2 s2c "y"']);
  });
});
