/** What a segment does not acknowledge of the other side was under way when it was sent; and what nobody can know is not told. */
import { describe, expect, it } from 'vitest';
import { c2s, client, opening, pcap, s2c, server, tcp, traced } from '../build.ts';

/** Each chunk with what was under way, and gaps. */
function told(packets: Buffer[], file: { snap?: number } = {}): string[] {
  return traced(pcap(packets, file)).flatMap((event) => {
    if (event.type === 'gap') return [`gap ${event.direction} ${event.length}`];
    if (event.type !== 'bytes') return [];
    const text = Buffer.from(event.bytes).toString('latin1');
    return [`${event.direction} ${text} ${event.underWay ?? '?'}`];
  });
}
const following = (...packets: Buffer[]) => told([...opening, ...packets]);

describe('what was under way', () => {
  it('is nothing where each acknowledges all that was said', () => {
    expect(following(c2s(101, 'ask'), s2c(201, 'answer', 104), c2s(104, 'more', 207))).toEqual([
      'c2s ask 0',
      's2c answer 0',
      'c2s more 0',
    ]);
  });

  it('is what was said before and is not acknowledged, to the byte', () => {
    expect(following(c2s(101, 'abc'), s2c(201, 'xy', 101))).toEqual(['c2s abc 0', 's2c xy 3']);
    expect(following(c2s(101, 'abc'), c2s(104, 'de'), s2c(201, 'xy', 104), s2c(203, 'z', 106))).toEqual([
      'c2s abc 0',
      'c2s de 0',
      's2c xy 2',
      's2c z 0',
    ]);
  });

  it('is told of new bytes only, in whatever way old ones are sent again', () => {
    const talk = [c2s(101, 'abc'), s2c(201, 'xy', 104), c2s(104, 'd', 203)];
    // Again with the acknowledgement of then, joined with others, and as a probe.
    const again = [
      c2s(101, 'abc'),
      s2c(201, 'xy', 101),
      c2s(101, 'abcd'),
      c2s(104, 'd', 201),
      s2c(202, 'y', 101),
    ];
    expect(following(...talk, ...again)).toEqual(['c2s abc 0', 's2c xy 0', 'c2s d 0']);
    expect(following(c2s(101, 'abc'), s2c(201, 'xy', 104), c2s(102, 'bcde', 201))).toEqual([
      'c2s abc 0',
      's2c xy 0',
      'c2s de 2',
    ]);
  });

  it('is what its own segment says, where it waited for an earlier one', () => {
    expect(following(s2c(201, 'xy'), c2s(104, 'def', 201), c2s(101, 'abc', 203))).toEqual([
      's2c xy 0',
      'c2s abc 0',
      'c2s def 2',
    ]);
  });

  it('is nothing where packets of a conversation in turns were captured in another order', () => {
    const [ask, answer, more] = [c2s(101, 'ask'), s2c(201, 'answer', 104), c2s(104, 'more', 207)];
    for (const packets of [
      [answer, ask, more],
      [more, answer, ask],
      [ask, more, answer],
      [answer, more, ask],
    ])
      expect(following(...packets)).toEqual(['c2s ask 0', 's2c answer 0', 'c2s more 0']);
  });

  it('leaves FIN out, which takes a number and is no byte', () => {
    expect(following(c2s(101, 'ask', 201, 'F'), s2c(201, 'a', 105))).toEqual(['c2s ask 0', 's2c a 0']);
    expect(following(c2s(101, 'ask', 201, 'F'), s2c(201, 'a', 104))).toEqual(['c2s ask 0', 's2c a 0']);
    expect(following(c2s(101, 'ask', 201, 'F'), s2c(201, 'a', 103))).toEqual(['c2s ask 0', 's2c a 1']);
  });

  it('is told across the place where sequence numbers begin anew', () => {
    const at = (number: number) => number >>> 0;
    const packets = [
      tcp({ seq: at(-3), flags: 'S' }),
      tcp({ from: server, to: client, seq: at(-2), ack: at(-2), flags: 'S' }),
      tcp({ seq: at(-2), ack: at(-1), data: 'abcd' }),
      tcp({ from: server, to: client, seq: at(-1), ack: 2, data: 'xy' }),
      tcp({ from: server, to: client, seq: 1, ack: at(-1), data: 'z' }),
      tcp({ seq: 2, ack: at(-1), data: 'e' }),
    ];
    expect(told(packets)).toEqual(['c2s abcd 0', 's2c xy 0', 's2c z 3', 'c2s e 3']);
  });

  it('counts what came with SYN, whose sender had received nothing', () => {
    const syn = tcp({ seq: 100, flags: 'S', data: 'ask' });
    const accept = (ack: number, data: string) =>
      tcp({ from: server, to: client, seq: 200, ack, flags: 'S', data });
    expect(told([syn, accept(104, 'hi')])).toEqual(['c2s ask 0', 's2c hi 0']);
    expect(told([syn, accept(101, 'hi')])).toEqual(['c2s ask 0', 's2c hi 3']);
    expect(told([syn, accept(101, ''), c2s(101, 'ask'), s2c(201, 'hi', 104)])).toEqual([
      'c2s ask 0',
      's2c hi 0',
    ]);
  });

  it('counts bytes that were cut off their packet', () => {
    // 20 bytes of IP, 20 of TCP, and one more.
    expect(told([...opening, c2s(101, 'abc'), s2c(201, 'xy', 101)], { snap: 41 })).toEqual([
      'c2s a 0',
      'gap c2s 2',
      's2c x 3',
      'gap s2c 1',
    ]);
  });

  it('comes with what was cut off, before the answer that was recorded first', () => {
    expect(told([...opening, s2c(201, 'xy', 104), c2s(101, 'abc')], { snap: 41 })).toEqual([
      'c2s a 0',
      'gap c2s 2',
      's2c x 0',
      'gap s2c 1',
    ]);
  });
});

describe('what nobody can know', () => {
  it('is what a segment without ACK had received', () => {
    expect(following(s2c(201, 'xy'), tcp({ seq: 101, data: 'abc' }))).toEqual(['s2c xy 0', 'c2s abc ?']);
    // Nor whether what it said crossed what does not acknowledge it.
    expect(following(tcp({ seq: 101, data: 'abc' }), s2c(201, 'xy'), s2c(203, 'z', 104))).toEqual([
      'c2s abc ?',
      's2c xy ?',
      's2c z 0',
    ]);
  });

  it('is what an acknowledgement of the impossible says', () => {
    expect(following(s2c(201, 'xy'), c2s(101, 'a', 150))).toEqual(['s2c xy 0', 'c2s a ?']);
    const beyond = following(s2c(201, 'xy'), c2s(101, 'a', 203 + 70 * 1024 * 1024));
    expect(beyond.filter((line) => !line.includes('gap'))).toEqual(['s2c xy 0', 'c2s a ?']);
  });

  it('is what the sender of bytes that were not captured had received', () => {
    // The client has 201 to 203, which are not here. What it says without acknowledging them was not answered by them.
    const packets = [c2s(101, 'a'), s2c(204, 'xy', 102), c2s(102, 'b', 206)];
    const late = (ack: number) =>
      following(...packets, ...Array.from({ length: 20 }, () => c2s(103, '', 206)), c2s(103, 'c', ack));
    expect(late(206)).toEqual(['c2s a 0', 'gap s2c 3', 's2c xy 0', 'c2s b 0', 'c2s c 0']);
    expect(late(205)).toEqual(['c2s a 0', 'gap s2c 3', 's2c xy 0', 'c2s b 0', 'c2s c 1']);
    expect(late(202).at(-1)).toBe('c2s c 2');
    const lost = [
      c2s(101, 'a', 201),
      c2s(102, 'b', 204),
      ...Array.from({ length: 20 }, () => c2s(103, '', 204)),
    ];
    expect(following(...lost, c2s(103, 'c', 201)).at(-1)).toBe('c2s c ?');
  });

  it('is anything across a gap of unknown length', () => {
    const far = 201 + 80 * 1024 * 1024;
    expect(
      following(
        s2c(201, 'xy'),
        s2c(far, 'z'),
        c2s(101, 'a', 203),
        c2s(102, 'b', far),
        c2s(103, 'c', far + 1),
      ),
    ).toEqual(['s2c xy 0', 'gap s2c null', 's2c z 0', 'c2s a ?', 'c2s b 1', 'c2s c 0']);
  });

  it('is what the other side had said before such a gap', () => {
    const far = 101 + 80 * 1024 * 1024;
    expect(following(s2c(201, 'xy'), c2s(far, 'a', 201), s2c(203, 'z', far), c2s(far + 1, 'b', 203))).toEqual(
      ['s2c xy 0', 'gap c2s null', 'c2s a ?', 's2c z 1', 'c2s b 1'],
    );
  });

  it('is what acknowledges each other', () => {
    expect(following(s2c(201, 'x', 104), c2s(101, 'abc', 202), s2c(202, 'y', 101))).toEqual([
      'c2s abc ?',
      's2c x 0',
      's2c y ?',
    ]);
  });

  it('is, where the capture began midway, what was said before both were heard', () => {
    const gaps = ['gap c2s null', 'gap s2c null'];
    expect(
      told([c2s(700, 'a', 5000), c2s(701, 'b', 5000), s2c(5000, 'xy', 701), c2s(702, 'c', 5001)]),
    ).toEqual([...gaps, 'c2s a ?', 'c2s b ?', 's2c xy 1', 'c2s c 1']);
    expect(told([s2c(5000, 'x', 700), s2c(5001, 'y', 700)])).toEqual([...gaps, 's2c x ?', 's2c y ?']);
  });
});
