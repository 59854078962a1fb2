import { describe, expect, it } from 'vitest';
import { c2s, client, events, opening, pcap, s2c, server, tcp, traced } from './build.ts';

const opened = '1 tcp 10.0.0.1 40000 > 10.0.0.2 80';
const following = (...packets: Buffer[]) => events(pcap([...opening, ...packets]));

describe('a connection', () => {
  it('is over when both sides have sent FIN, and what straggles is nothing new', () => {
    const lines = following(
      c2s(101, 'ask'),
      s2c(201, 'answer', 104, 'F'),
      c2s(104, '', 208, 'F'),
      s2c(208, '', 105),
      s2c(201, 'answer', 104, 'F'),
    );
    expect(lines).toEqual([opened, '1 c2s "ask"', '1 s2c "answer"', '1 end s2c', '1 end c2s', '1 close']);
  });

  it('is over with RST', () => {
    expect(following(c2s(101, 'ask'), s2c(201, '', 104, 'R'), c2s(104, 'more'))).toEqual([
      opened,
      '1 c2s "ask"',
      '1 reset s2c',
      '1 close',
    ]);
  });

  it('that was refused or never answered is none', () => {
    const refused = [tcp({ seq: 100, flags: 'S' }), s2c(0, '', 101, 'R')];
    expect(events(pcap(refused))).toEqual([]);
    expect(events(pcap(refused.slice(0, 1)))).toEqual([]);
  });

  it('begins anew with a SYN of another number, and not with the same SYN again', () => {
    const again = [
      tcp({ seq: 900, flags: 'S' }),
      tcp({ from: server, to: client, seq: 300, ack: 901, flags: 'S' }),
    ];
    expect(following(c2s(101, 'a'), ...opening, c2s(102, 'b'))).toEqual([opened, '1 c2s "a"', '1 c2s "b"']);
    expect(following(c2s(101, 'a'), ...again, c2s(901, 'b', 301))).toEqual([
      opened,
      '1 c2s "a"',
      '1 close',
      '2 tcp 10.0.0.1 40000 > 10.0.0.2 80',
      '2 c2s "b"',
    ]);
  });

  it('is known whole where only one packet of its handshake was captured', () => {
    for (const packet of [opening[0], opening[1]])
      expect(events(pcap([...(packet ? [packet] : []), c2s(101, 'ask'), s2c(201, 'answer', 104)]))).toEqual([
        opened,
        '1 c2s "ask"',
        '1 s2c "answer"',
      ]);
  });
});

describe('segments', () => {
  it('are put in order, and what came twice or overlaps counts once', () => {
    expect(following(c2s(104, 'def'), c2s(101, 'abc'), c2s(101, 'abc'), c2s(103, 'cdefgh'))).toEqual([
      opened,
      '1 c2s "abc"',
      '1 c2s "def"',
      '1 c2s "gh"',
    ]);
  });

  it('of which the capture lost one leave a gap once the other side has it, and sixteen packets were waited for', () => {
    const later = Array.from({ length: 30 }, (_, index) => s2c(201 + index, 'x', 107));
    const file = pcap([...opening, c2s(104, 'def'), ...later]);
    expect(events(file).filter((line) => !line.includes('"x"'))).toEqual([
      opened,
      '1 gap c2s 3',
      '1 c2s "def"',
    ]);
    // The packets are a millisecond apart, and the first of the thirty is the fifth.
    expect(traced(file).find(({ type }) => type === 'gap')?.at).toBe(20e6);
  });

  it('that were lost last are missed by their acknowledgement, before what was said after it', () => {
    expect(following(c2s(101, 'abc'), s2c(201, 'x', 110))).toEqual([
      opened,
      '1 c2s "abc"',
      '1 gap c2s 6',
      '1 s2c "x"',
    ]);
  });

  it('that were captured after their acknowledgement come before what was said with it', () => {
    expect(following(c2s(101, 'ask'), c2s(104, 'next', 207), s2c(201, 'answer', 104))).toEqual([
      opened,
      '1 c2s "ask"',
      '1 s2c "answer"',
      '1 c2s "next"',
    ]);
  });

  it('that were lost on the way and sent again come when they came', () => {
    const lines = following(c2s(104, 'def'), s2c(201, 'x', 101), c2s(101, 'abc'));
    expect(lines).toEqual([opened, '1 s2c "x"', '1 c2s "abc"', '1 c2s "def"']);
  });

  it('that were lost before FIN or RST are missed then', () => {
    expect(following(c2s(104, 'def', 201, 'F'))).toEqual([opened, '1 gap c2s 3', '1 c2s "def"', '1 end c2s']);
    expect(following(c2s(104, 'def'), s2c(201, '', 107, 'R'))).toEqual([
      opened,
      '1 gap c2s 3',
      '1 c2s "def"',
      '1 reset s2c',
      '1 close',
    ]);
  });

  it('say nothing after FIN', () => {
    const early = [c2s(104, 'def'), c2s(104, '', 201, 'F'), c2s(102, 'bc')];
    expect(following(...early, c2s(101, 'a'))).toEqual([opened, '1 c2s "a"', '1 c2s "bc"', '1 end c2s']);
    expect(following(...early, c2s(101, 'abc'))).toEqual([opened, '1 c2s "abc"', '1 end c2s']);
  });

  it('that were shortened leave a gap of what is missing, at its place', () => {
    const file = pcap([...opening, c2s(101, 'abcdef'), c2s(107, 'g')], { snap: 43 });
    expect(events(file)).toEqual([opened, '1 c2s "abc"', '1 gap c2s 3', '1 c2s "g"']);
  });

  it('go on where sequence numbers begin anew', () => {
    const high = 0xffff_fffe;
    const packets = [
      tcp({ seq: high - 1, flags: 'S' }),
      tcp({ from: server, to: client, seq: 200, ack: high, flags: 'S' }),
      tcp({ seq: 1, ack: 201, data: 'def' }),
      tcp({ seq: high, ack: 201, data: 'abc' }),
    ];
    expect(events(pcap(packets))).toEqual([opened, '1 c2s "abc"', '1 c2s "def"']);
  });

  it('that probe whether the other side is there are nothing', () => {
    expect(following(c2s(101, 'a'), c2s(101, 'x'), c2s(101, ''))).toEqual([opened, '1 c2s "a"']);
  });
});

describe('a connection that began before the capture', () => {
  const answer = s2c(5000, 'answer', 700);
  const ask = c2s(700, 'ask', 5006);

  it('has a gap at its beginning, in both directions', () => {
    expect(events(pcap([ask, s2c(5006, 'answer', 703)]))).toEqual([
      opened,
      '1 gap c2s null',
      '1 gap s2c null',
      '1 c2s "ask"',
      '1 s2c "answer"',
    ]);
  });

  it('has the lower port for its server, or one that was seen to accept, or the one that is named', () => {
    expect(events(pcap([answer]))[0]).toBe(opened);
    expect(events(pcap([answer]), { ports: [40000] })[0]).toBe('1 tcp 10.0.0.2 80 > 10.0.0.1 40000');
    const other: [number[], number] = [[10, 0, 0, 3], 79];
    const known = events(pcap([...opening, tcp({ from: server, to: other, seq: 1, ack: 1, data: 'x' })]));
    expect(known).toContain('2 tcp 10.0.0.3 79 > 10.0.0.2 80');
  });

  it('is none as long as it says nothing', () => {
    expect(events(pcap([c2s(700, ''), s2c(5000, '', 700, 'F'), s2c(5000, '', 700, 'R')]))).toEqual([]);
  });
});
