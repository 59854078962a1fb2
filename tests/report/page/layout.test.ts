import { describe, expect, it } from 'vitest';
import { layOut } from '../../../src/report/page/layout.ts';
import type { ConnectionData, MessageData, Place, QuestionData } from '../../../src/report/page/shapes.ts';

/** 'c 3-5 s1 @20': a client's message from event 3 to event 5, on stream 1, from offset 20; at is ten times seq, in ms. */
function message(text: string): MessageData {
  const match = /^(c|s) (\d+)-(\d*)(?: s(\d+))?(?: @(\d+))?$/.exec(text);
  if (!match) throw new Error(`no message: ${text}`);
  const [, who, begin, end, stream, from] = match;
  const place = (seq: string | undefined): Place => [Number(seq), Number(seq) * 1e7];
  return {
    direction: who === 'c' ? 'c2s' : 's2c',
    kind: 'record',
    ordinal: 1,
    exchange: null,
    stream: stream === undefined ? null : Number(stream),
    begin: place(begin),
    end: end === '' ? null : place(end),
    from: Number(from ?? 0),
    to: 0,
    bytes: 0,
    content: 0,
    ending: null,
    whole: true,
    label: text,
    read: [],
    excerpt: [],
  };
}

const line = (texts: string[], rest: Partial<ConnectionData> = {}): ConnectionData => ({
  connection: 1,
  protocol: 'HTTP/1.1',
  opened: [1, 1e7],
  closed: null,
  error: null,
  messages: texts.map(message),
  controls: [],
  ends: [],
  faults: [],
  ...rest,
});

const question = (...connections: ConnectionData[]): QuestionData => ({
  question: 'q',
  gates: [],
  connections,
});

const laid = (one: QuestionData, scale: 'order' | 'time') => {
  const { width, connections } = layOut(one, scale);
  const spans = connections.map(({ rows }) =>
    rows.flatMap(({ messages }) =>
      messages.map(({ message: { label }, left, right }) => [label, round(left), round(right)]),
    ),
  );
  return { width: round(width), spans };
};

const round = (figure: number): number => Math.round(figure * 100) / 100;

describe('in order', () => {
  it('each event of a message takes one slot, however long it took, and any other event a third of one', () => {
    const one = question(
      line(['c 2-2', 's 3-90'], { ends: [{ direction: 's2c', how: 'FIN', place: [1000, 1e10] }] }),
    );
    expect(laid(one, 'order')).toEqual({
      width: 3.7,
      spans: [
        [
          ['c 2-2', 0.35, 1.35],
          ['s 3-90', 1.35, 3.35],
        ],
      ],
    });
  });

  it('messages that one event brought stand side by side, by their offsets, each with room of its own', () => {
    const one = question(line(['c 2-2 @10', 'c 2-3 @20', 'c 2-2 @0', 's 4-4']));
    expect(laid(one, 'order').spans).toEqual([
      [
        ['c 2-2 @0', 0.35, 1.35],
        ['c 2-2 @10', 1.35, 2.35],
        ['c 2-3 @20', 2.35, 4.35],
        ['s 4-4', 4.35, 5.35],
      ],
    ]);
  });

  it('events of other connections have slots too, so that one scale serves all', () => {
    const one = question(line(['c 2-2']), line(['s 3-3', 'c 4-4']));
    expect(laid(one, 'order').spans).toEqual([
      [['c 2-2', 0.35, 1.35]],
      [
        ['s 3-3', 1.35, 2.35],
        ['c 4-4', 2.35, 3.35],
      ],
    ]);
  });

  it('what never ended runs to the end', () => {
    expect(laid(question(line(['c 2-', 's 3-4'])), 'order').spans[0]?.[0]).toEqual(['c 2-', 0.35, 3.35]);
  });
});

describe('in time', () => {
  it('milliseconds are counted from the first thing that is drawn', () => {
    expect(laid(question(line(['c 2-4', 's 5-'])), 'time')).toEqual({
      width: 40,
      spans: [
        [
          ['c 2-4', 10, 30],
          ['s 5-', 40, 40],
        ],
      ],
    });
  });
});

describe('overlaps', () => {
  const overlaps = (...texts: string[]) =>
    layOut(question(line(texts)), 'order').connections[0]?.overlaps.map(({ left, right, pairs }) => [
      round(left),
      round(right),
      pairs,
    ]);

  it('are shaded from where the later begins to where the earlier ends', () => {
    expect(overlaps('c 2-4', 's 3-5')).toEqual([[1.35, 3.35, 1]]);
  });

  it('need opposite directions, and a beginning before the end', () => {
    expect(overlaps('c 2-4', 'c 3-5', 's 6-6')).toEqual([]);
    expect(overlaps('c 2-3', 's 3-4')).toEqual([]);
  });

  it('count each pair, and are drawn as one where they follow one another', () => {
    expect(overlaps('c 2-9', 's 3-3', 's 4-4', 's 10-10')).toEqual([[1.35, 3.35, 2]]);
  });
});

describe('turnarounds', () => {
  it('stand where a message begins whose direction is another, and say whether the line is used again', () => {
    const turns = layOut(question(line(['c 2-2', 's 3-3', 's 4-4', 'c 5-5'])), 'order').connections[0]?.turns;
    expect(turns?.map(({ at, back }) => [round(at), back])).toEqual([
      [1.35, false],
      [3.35, true],
    ]);
  });
});

describe('rows', () => {
  const rows = (...texts: string[]) =>
    layOut(question(line(texts)), 'order').connections[0]?.rows.map(({ streams, messages }) => [
      streams,
      messages.length,
    ]);

  it('hold streams that are open at once beneath one another, and are used again', () => {
    expect(rows('c 2-2 s1', 'c 3-3 s3', 's 4-4 s1', 'c 5-5 s5', 's 6-6 s3', 's 7-7 s5')).toEqual([
      [[1, 5], 4],
      [[3], 2],
    ]);
  });

  it('are not used again while a message on them has no end', () => {
    expect(rows('c 2- s1', 'c 3-3 s3')).toEqual([
      [[1], 1],
      [[3], 1],
    ]);
  });

  it('are not used again by what begins in the event that ends what was there', () => {
    expect(rows('s 2-3 s1', 's 3-4 s3')).toHaveLength(2);
  });

  it('are one where there are no streams, or nothing at all', () => {
    expect(rows('c 2-2', 's 3-3')).toEqual([[[0], 2]]);
    expect(rows()).toEqual([[[], 0]]);
  });
});

describe('marks', () => {
  it('stand where their events are: an end where what it ends ends', () => {
    const one = question(
      line(['c 2-2', 's 3-5'], {
        ends: [{ direction: 's2c', how: 'RST', place: [5, 0] }],
        controls: [{ what: 'PING', direction: 'c2s', read: [], place: [4, 0] }],
        faults: [{ grade: 'violation', what: 'x', direction: 'c2s', place: [3, 0] }],
      }),
    );
    const [drawn] = layOut(
      { ...one, gates: [{ what: 'gate closed: a', place: [2, 0] }] },
      'order',
    ).connections;
    expect(drawn?.ends.map(({ how, at }) => [how, round(at)])).toEqual([['RST', 3.7]]);
    expect(drawn?.controls.map(({ at }) => round(at))).toEqual([2.35]);
    expect(drawn?.faults.map(({ at }) => round(at))).toEqual([1.35]);
  });
});
