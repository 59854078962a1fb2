/** What both sides said comes out in the order in which it was said, in whatever order its packets were captured. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { c2s, client, events, opening, pcap, s2c, server, tcp } from './build.ts';
import { judge } from './judge.ts';

const opened = '1 tcp 10.0.0.1 40000 > 10.0.0.2 80';
const following = (...packets: Buffer[]) => events(pcap([...opening, ...packets]));

/** A conversation strictly in turns, each segment acknowledging all that its sender had received; both close at the end. */
function inTurns(texts: string[]): { packets: Buffer[]; lines: string[] } {
  const next = { c2s: 101, s2c: 201 };
  const packets: Buffer[] = [];
  const lines: string[] = [];
  for (const [index, text] of texts.entries()) {
    const isClient = index % 2 === 0;
    packets.push(isClient ? c2s(next.c2s, text, next.s2c) : s2c(next.s2c, text, next.c2s));
    lines.push(`1 ${isClient ? 'c2s' : 's2c'} ${JSON.stringify(text)}`);
    next[isClient ? 'c2s' : 's2c'] += text.length;
  }
  packets.push(c2s(next.c2s, '', next.s2c, 'F'), s2c(next.s2c, '', next.c2s + 1, 'F'));
  return { packets, lines: [...lines, '1 end c2s', '1 end s2c', '1 close'] };
}

describe('the order of both sides', () => {
  it('is that of the conversation, however its packets were shuffled', () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(texts, fc.infiniteStream(fc.nat()), (said, keys) => {
        const { packets, lines } = inTurns(said);
        const shuffled = packets
          .map((packet) => ({ packet, key: Number(keys.next().value) }))
          .sort((a, b) => a.key - b.key)
          .map(({ packet }) => packet);
        expect(following(...shuffled)).toEqual([opened, ...lines]);
      }),
      { numRuns: 300 },
    );
  });

  it('lets what acknowledges nothing that is missing pass', () => {
    expect(following(c2s(104, 'def'), s2c(201, 'x', 101), s2c(202, 'y', 101), c2s(101, 'abc'))).toEqual([
      opened,
      '1 s2c "x"',
      '1 s2c "y"',
      '1 c2s "abc"',
      '1 c2s "def"',
    ]);
  });

  it('puts a gap before the first answer to anything in it', async () => {
    const answers = [s2c(201, 'x', 110), s2c(202, 'y', 120), s2c(203, 'z', 130)];
    expect(following(...answers)).toEqual([opened, '1 gap c2s 29', '1 s2c "x"', '1 s2c "y"', '1 s2c "z"']);
    const head = 'HTTP/1.1 204 No Content\r\n\r\n';
    const responses = [0, 1, 2].map((nth) => s2c(201 + nth * head.length, head, 119 + 18 * nth));
    const [result] = await judge(pcap([...opening, ...responses]));
    expect(result?.faults).toEqual([]);
    expect(result?.verdicts?.observed?.wire.mode).toBe('inconclusive');
  });

  it('is unknown, and nothing is lost, where segments acknowledge each other', () => {
    expect(following(s2c(201, 'x', 104), c2s(101, 'abc', 202))).toEqual([opened, '1 c2s "abc"', '1 s2c "x"']);
    const both = following(c2s(101, 'abc', 203, 'F'), s2c(201, 'x', 105, 'F'));
    expect(both).toHaveLength(6);
    expect(both.at(-1)).toBe('1 close');
  });
});

describe('numbers that cannot be', () => {
  const far = 80 * 1024 * 1024;
  const get = 'GET / HTTP/1.1\r\n\r\n';
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n';

  it.each([
    ['far ahead', [c2s(101, 'a'), c2s(101 + far, 'b'), c2s(102 + far, 'c')]],
    [
      'far ahead, as the other side says',
      [c2s(101, 'a'), s2c(201, '', 101 + far), c2s(101 + far, 'b'), c2s(102 + far, 'c')],
    ],
    ['before the first', [c2s(101, 'a'), c2s(50, 'b'), c2s(51, 'c')]],
  ])('(%s) are a gap of unknown length, after which all is read', (_, packets) => {
    expect(following(...packets)).toEqual([opened, '1 c2s "a"', '1 gap c2s null', '1 c2s "b"', '1 c2s "c"']);
  });

  it('leave no verdict where so much was lost that nobody can say how much', async () => {
    const after = 201 + head.length + far;
    const packets = [
      c2s(101, get),
      s2c(201, head, 119),
      c2s(119, get, after),
      s2c(after, 'HTTP/1.1 204 No Content\r\n\r\n', 137),
    ];
    const [result] = await judge(pcap([...opening, ...packets]));
    expect(result?.verdicts?.observed?.wire.mode).toBe('inconclusive');
    expect(result?.verdicts?.observed?.conversation.mode).toBe('inconclusive');
    expect(result?.facts?.observed).toMatchObject({ overlaps: 0, messages: { c2s: 2, s2c: 2 } });
  });

  it('of RST end nothing, and leave a gap', () => {
    expect(
      following(c2s(101, 'a'), c2s(101 + far, '', 201, 'R'), c2s(102, 'b'), c2s(103, '', 201, 'R')),
    ).toEqual([opened, '1 c2s "a"', '1 gap c2s null', '1 c2s "b"', '1 reset c2s', '1 close']);
  });

  it('of a probe are none', () => {
    expect(following(c2s(100, 'x'), c2s(101, 'a'), c2s(101, 'a'), c2s(100, ''))).toEqual([
      opened,
      '1 c2s "a"',
    ]);
  });
});

describe('the same two ports', () => {
  const syn = (seq: number) => [
    tcp({ seq, flags: 'S' }),
    tcp({ from: server, to: client, seq: 900, ack: seq + 1, flags: 'S' }),
  ];

  it('carry a new connection after one that began before the capture', () => {
    const lines = events(pcap([c2s(700, 'a'), s2c(5000, 'b', 701), ...syn(9000), c2s(9001, 'c', 901)]));
    expect(lines.filter((line) => !line.includes('gap'))).toEqual([
      opened,
      '1 c2s "a"',
      '1 s2c "b"',
      '1 close',
      opened.replace('1', '2'),
      '2 c2s "c"',
    ]);
    // A SYN that only came late is no new connection.
    const late = events(pcap([c2s(701, 'a'), tcp({ seq: 700, flags: 'S' }), c2s(702, 'b')]));
    expect(late.filter((line) => !line.includes('gap'))).toEqual([opened, '1 c2s "a"', '1 c2s "b"']);
  });

  it('carry one that the other side opens, after one that is over', () => {
    const turned = [
      tcp({ from: server, to: client, seq: 10, flags: 'S' }),
      tcp({ seq: 20, ack: 11, flags: 'S' }),
      tcp({ from: server, to: client, seq: 11, ack: 21, data: 'ask' }),
      tcp({ seq: 21, ack: 14, data: 'answer' }),
    ];
    // Its second packet may not have been captured.
    for (const packets of [turned, turned.filter((_, index) => index !== 1)])
      expect(following(c2s(101, 'a', 201, 'F'), s2c(201, '', 103, 'F'), ...packets)).toEqual([
        opened,
        '1 c2s "a"',
        '1 end c2s',
        '1 end s2c',
        '1 close',
        '2 tcp 10.0.0.2 80 > 10.0.0.1 40000',
        '2 c2s "ask"',
        '2 s2c "answer"',
      ]);
  });
});
