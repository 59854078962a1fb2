/**
 * Shapes, their evidence, and that memory does not grow with what has gone by. Scripts are written as script.ts
 * explains: `c2s 1..2 x1; s2c 3..5 push` is a request in the events 1 to 2, and a push in 3 to 5.
 */
import { describe, expect, it } from 'vitest';
import { measurementOf, measuringOf } from './script.ts';

const shape = {
  c2s: true,
  s2c: true,
  crossing: false,
  crossingAcross: false,
  crossingsKnown: false,
  overlap: false,
  overlapAcross: false,
  unasked: false,
  byTurns: false,
  exchanges: 1,
  nextElsewhere: false,
};
/** A message by its ordinal in its direction. */
const spot = (direction: string, message: number, connection = 1) => ({ connection, message, direction });
/** An exchange on a connection that the server closes. */
const closing = (connection: number, begin: number): string =>
  `#${connection} c2s ${begin}..${begin} x1; #${connection} s2c ${begin + 1}..${begin + 2} x1 FIN;
   #${connection} FIN s2c ${begin + 2}; #${connection} close ${begin + 3}`;

describe('groups', () => {
  it('folds connections of one shape, with the first as the example', () => {
    expect(measurementOf(`${closing(1, 1)}; ${closing(2, 5)}; ${closing(3, 9)}`).groups).toEqual([
      { shape: { ...shape, nextElsewhere: true }, count: 2, first: 1, shows: { message: [spot('c2s', 1)] } },
      { shape, count: 1, first: 3, shows: { message: [spot('c2s', 1, 3)] } },
    ]);
  });

  it('takes the first connection as the example even if it is over last', () => {
    const script = `#1 c2s 1..1 x1; ${closing(2, 2)}; #1 s2c 9..9 x1; #3 c2s 10..10 x1; #1 close 12`;
    expect(measurementOf(script).groups[0]).toMatchObject({
      count: 2,
      first: 1,
      shows: { message: [spot('c2s', 1)] },
    });
  });

  it('knows the next exchange to have gone elsewhere only if it began after the end', () => {
    const begunBefore = `#1 c2s 1..1 x1; #2 c2s 2..4 x1 @4; #1 s2c 2..3 x1; #1 close 5; #2 s2c 6..6 x1`;
    expect(measurementOf(begunBefore).groups).toMatchObject([{ count: 2, shape: { nextElsewhere: false } }]);
    const begunAfter = `#1 c2s 1..1 x1; #1 s2c 2..3 x1; #2 c2s 4..7 x1 @7; #1 close 5; #2 s2c 8..8 x1`;
    expect(measurementOf(begunAfter).groups.map((group) => group.shape.nextElsewhere)).toEqual([true, false]);
  });

  it('do not count a second request that was never answered, which may be sent again elsewhere', () => {
    const lost = '#1 c2s 1..1 x1; #1 s2c 2..2 x1; #1 c2s 3..3 x2; #1 FIN s2c 4; #1 close 5';
    expect(measurementOf(lost).groups).toMatchObject([{ shape: { exchanges: 1, nextElsewhere: false } }]);
    const again = `${lost}; #2 c2s 6..6 x3; #2 s2c 7..7 x3`;
    expect(measurementOf(again).groups).toMatchObject([
      { first: 1, shape: { exchanges: 1, nextElsewhere: true } },
      { first: 2, shape: { exchanges: 1, nextElsewhere: false } },
    ]);
    const silent = '#1 c2s 1..1 x1; #1 c2s 2..2 x2; #1 close 3';
    expect(measurementOf(silent).groups).toMatchObject([{ shape: { exchanges: 1, s2c: false } }]);
  });

  it('knows it of turns on raw channels', () => {
    const script = '#1 c2s 1..1 record; #1 s2c 2..2 record; #2 c2s 3..3 record; #2 s2c 4..4 record';
    expect(measurementOf(script).groups.map((group) => group.shape.nextElsewhere)).toEqual([true, false]);
  });

  it('are listed by their first connection, whichever was over first', () => {
    const script = `#1 c2s 1..1 x1; #1 s2c 2..2 x1; #1 c2s 3..3 x2; #2 c2s 4..4 record; #2 close 5; #1 s2c 6..6 x2; #1 close 7`;
    expect(measurementOf(script).groups.map(({ first }) => first)).toEqual([1, 2]);
  });

  it('knows it of a connection that is still open, and not of one whose request has no answer', () => {
    expect(measurementOf('#1 c2s 1..1 x1; #1 s2c 2..2 x1; #2 c2s 3..3 x1').groups).toMatchObject([
      { first: 1, shape: { s2c: true, nextElsewhere: true } },
      { first: 2, shape: { s2c: false, nextElsewhere: false } },
    ]);
    expect(measurementOf('#1 c2s 1..1 x1; #2 c2s 3..3 x1').groups).toMatchObject([
      { shape: { nextElsewhere: false } },
    ]);
  });

  it('says nothing of the next exchange where the line itself carried it', () => {
    expect(
      measurementOf('c2s 1..1 x1; s2c 2..2 x1; c2s 3..3 x2; s2c 4..4 x2; #2 c2s 5..5 x1').groups[0],
    ).toEqual({
      shape: { ...shape, exchanges: 2 },
      count: 1,
      first: 1,
      shows: { message: [spot('c2s', 1)], second: [spot('c2s', 2)] },
    });
  });

  it.each([
    [
      'the two messages of the first overlap',
      'c2s 1..4 x1; s2c 3..5 x1; c2s 6..6 x2',
      'overlap',
      ['c2s 1', 's2c 1'],
    ],
    [
      'the first overlap of two exchanges',
      'c2s 1..9 x1; s2c 2..8 x1; c2s 3..9 x2',
      'overlapAcross',
      ['s2c 1', 'c2s 2'],
    ],
    [
      'the first pair by beginning, not by end',
      'c2s 1..9 x1; c2s 2..4 x2; s2c 3..8 x1',
      'overlap',
      ['c2s 1', 's2c 1'],
    ],
    [
      'an early answer beside another request',
      'c2s 1..9 x1; c2s 2..9 x2; s2c 3..8 x1',
      'overlapAcross',
      ['c2s 2', 's2c 1'],
    ],
    ['the push', 'c2s 1..1 x1; s2c 2..2 x1; s2c 3..3 push', 'unasked', ['s2c 2']],
    [
      'the kept push, not the withdrawn',
      'c2s 1..1 x1; s2c 2..4 push withdrawn@6; s2c 3..4 push',
      'unasked',
      ['s2c 2'],
    ],
    [
      'an overlap of a kept push',
      'c2s 1..9 x1; s2c 2..3 push withdrawn@6; s2c 4..5 push',
      'overlap',
      ['c2s 1', 's2c 2'],
    ],
    [
      'the WebSocket message that opened the second exchange',
      'c2s 1..1 x1; s2c 2..2 x1 status=101; c2s 3..3 ws; c2s 4..4 ws; s2c 5..5 ws',
      'second',
      ['c2s 2'],
    ],
    [
      'the turn that opened the second exchange',
      's2c 1..1 record; c2s 2..2 record; s2c 3..3 record; s2c 4..4 record; c2s 5..5 record',
      'second',
      ['s2c 2'],
    ],
  ] as const)('shows %s', (_, script, shown, expected) => {
    const spots = measurementOf(script).groups[0]?.shows[shown] ?? [];
    expect(spots.map(({ direction, message }) => `${direction} ${message}`)).toEqual(expected);
  });

  it('tells an early answer from an overlap of two exchanges', () => {
    expect(measurementOf('c2s 1..4 x1; s2c 3..5 x1').groups).toMatchObject([
      { shape: { overlap: true, overlapAcross: false } },
    ]);
  });

  it('takes a request beside an open push for an overlap of two exchanges', () => {
    expect(measurementOf('c2s 1..1 x1; s2c 2..2 x1; s2c 3..9 push; c2s 4..5 x2').groups).toMatchObject([
      { shape: { overlap: true, overlapAcross: true } },
    ]);
  });

  it('does not take a withdrawn push for an overlap', () => {
    expect(measurementOf('c2s 1..9 x1; s2c 2..3 push withdrawn@6').groups).toMatchObject([
      { shape: { overlap: false, overlapAcross: false, unasked: false, s2c: false } },
    ]);
  });
});

describe('memory', () => {
  const nothing = { connections: 0, messages: 0, buffered: 0, exchanges: 0 };

  it('keeps ten thousand connections that have come and gone as two groups', () => {
    const script = Array.from({ length: 10_000 }, (_, n) => closing(n + 1, n * 4 + 1)).join(';');
    const measuring = measuringOf(script);
    expect(measuring.remembered()).toEqual({ ...nothing, clients: 1, waiting: 1, crossing: 0 });
    const { groups, facts } = measuring.measurement({ seq: 50_000, at: 0 });
    expect(groups.map(({ count }) => count)).toEqual([9_999, 1]);
    expect(facts).toMatchObject({ exchanges: 10_000, reusedExchanges: 0, overlaps: 0 });
  });

  it('keeps nothing of exchanges that are over on an open connection', () => {
    const exchange = (n: number): string =>
      `c2s ${n * 2}..${n * 2} x${n}; s2c ${n * 2 + 1}..${n * 2 + 1} x${n}`;
    const script = Array.from({ length: 2_000 }, (_, n) => exchange(n + 1)).join(';');
    const { crossing, ...remembered } = measuringOf(script).remembered();
    expect(remembered).toEqual({ ...nothing, connections: 1, clients: 1, waiting: 0 });
    // A record that does not tell what has arrived leaves the latest where they may cross.
    expect(crossing).toBeLessThan(300);
  });

  it('keeps nothing of channels whose stream was reset', () => {
    const script = 'c2s 1..1 ws s1; c2s 2..2 record s3; rst-stream s2c 3 1; rst-stream s2c 4 3';
    expect(measuringOf(script).remembered().exchanges).toBe(0);
  });

  it('lets go of what it held back once nothing earlier can follow', () => {
    expect(measuringOf('c2s 1..9 x1 @8; s2c 2..3 record; s2c 4..5 record').remembered().buffered).toBe(0);
    expect(measuringOf('s2c 2..3 record; s2c 4..5 record; c2s 1.. x1 @8').remembered()).toMatchObject({
      messages: 1,
      buffered: 0,
    });
  });

  it('can be asked at any time, and is not changed by it', () => {
    const measuring = measuringOf('c2s 1..1 x1; s2c 2.. x1; #2 c2s 3..3 x1; #2 s2c 4..4 x1; #2 close 5');
    const before = measuring.remembered();
    const first = measuring.measurement({ seq: 6, at: 6 });
    expect(measuring.measurement({ seq: 6, at: 6 })).toEqual(first);
    expect(measuring.remembered()).toEqual(before);
  });
});
