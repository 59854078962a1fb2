/** Each fact of src/model/facts.ts, from messages written down by hand. */
import { describe, expect, it } from 'vitest';
import { measurementOf } from './script.ts';

/**
 * The facts of a script, whose language script.ts explains: `c2s 1..2 x1; s2c 3..5 x1` is a request of exchange 1 in the
 * events 1 to 2, and its response in 3 to 5.
 */
const facts = (script: string) => measurementOf(script).facts;

describe('exchanges and messages', () => {
  it('counts two exchanges on one line as one that was reused', () => {
    expect(facts('c2s 1..1 x1; s2c 2..3 x1; c2s 4..4 x2; s2c 5..6 x2')).toEqual({
      connections: 1,
      exchanges: 2,
      messages: { c2s: 2, s2c: 2 },
      exchangesPerConnection: [2],
      reusedExchanges: 1,
      turnarounds: 3,
      switchBacks: 1,
      overlaps: 0,
      crossings: 0,
      unasked: 0,
      maxConcurrentExchanges: 1,
      newConnections: {},
      protocol: null,
    });
  });

  it('counts a request that nothing answers', () => {
    expect(facts('c2s 1..1 x1; c2s 2..2 x2; s2c 3..3 x1').exchanges).toBe(2);
  });

  it('lists exchanges in order of opening, and connections that carried none', () => {
    const found = facts(
      '#3 c2s 1..1 x1; #3 s2c 2..2 x1; #1 c2s 3..3 x1; #1 s2c 4..4 x1; #1 c2s 5..5 x2; #1 close 6',
    );
    expect(found.exchangesPerConnection).toEqual([2, 0, 1]);
    expect(found.connections).toBe(3);
    expect(found.reusedExchanges).toBe(1);
  });

  it('counts exchanges as concurrent from the first byte of the request to the end of both messages', () => {
    expect(
      facts('c2s 1..1 x1; c2s 2..2 x2; s2c 3..3 x1; c2s 4..4 x3; s2c 5..5 x2; s2c 6..6 x3'),
    ).toMatchObject({
      maxConcurrentExchanges: 2,
    });
    expect(facts('c2s 1..8 x1; s2c 2..3 x1; c2s 4..5 x2; s2c 6..7 x2').maxConcurrentExchanges).toBe(2);
    expect(facts('c2s 1..1 x1; s2c 2..8 x1; c2s 4..5 x2; s2c 6..7 x2').maxConcurrentExchanges).toBe(2);
  });

  it('counts a late request as concurrent with what was under way when it began', () => {
    expect(facts('c2s 1..1 x1; c2s 2..6 x2 @5; s2c 3..4 x1; s2c 7..7 x2').maxConcurrentExchanges).toBe(2);
  });

  it('takes the most of any one connection', () => {
    const script = '#1 c2s 1..1 x1; #1 c2s 2..2 x2; #1 close 3; #2 c2s 4..4 x1; #2 close 5';
    expect(facts(script).maxConcurrentExchanges).toBe(2);
  });

  it('does not give up an exchange that is reset in its answer', () => {
    const script = 'c2s 1..1 x1 s1 2; rst-stream s2c 3 1; s2c 2..3 x1 s1 2 reset';
    expect(measurementOf(script).damage.map(({ kind }) => kind)).toEqual(['cut']);
  });

  it('gives up an exchange whose stream is reset before an answer', () => {
    const script =
      'c2s 1..1 x1 s1 2; rst-stream c2s 2 1; c2s 3..4 x2 s3 2 reset; rst-stream c2s 4 3; c2s 5..5 x3 s5 2; s2c 6..6 x3 s5 2';
    expect(facts(script)).toMatchObject({ exchanges: 3, maxConcurrentExchanges: 1 });
    expect(measurementOf(script).damage.map(({ kind }) => kind)).toEqual(['unanswered', 'cut', 'unanswered']);
  });
});

describe('overlaps', () => {
  it.each([
    ['one after the other', 'c2s 1..2 x1; s2c 3..4 x1', 0],
    ['the answer before the request has ended', 'c2s 1..4 x1; s2c 3..5 x1', 1],
    ['the answer within the request', 'c2s 1..9 x1; s2c 3..5 x1', 1],
    ['the request never ends', 'c2s 1.. x1; s2c 3..5 x1', 1],
    ['the answer whole in one event within the request', 'c2s 1..9 x1; s2c 3..3 x1', 1],
    ['messages of one direction', 'c2s 1..5 x1; c2s 2..6 x2', 0],
    ['different connections', '#1 c2s 1..9 x1; #2 s2c 3..4 x1', 0],
    ['a late beginning, the other has ended meanwhile', 's2c 1..4 x1; c2s 3..7 x2 @6', 1],
    ['a late beginning after the end of the other', 's2c 1..4 x1; c2s 5..7 x2 @6', 0],
    ['many at once', 'c2s 1..9 x1; c2s 2..9 x2; s2c 3..4 x1; s2c 5..6 x2', 4],
    ['an answer that begins in the event that resets its request', 's2c 3..3 x1; c2s 1..3 x1', 1],
    ['an answer that begins after its request was reset in the same event', 'c2s 1..3 x1; s2c 3..3 x1', 0],
    ['an answer that is read late, whose first byte lies behind the reset', 's2c 3..4 x1 @4; c2s 1..3 x1', 0],
  ])('%s', (_, script, overlaps) => {
    expect(facts(script).overlaps).toBe(overlaps);
  });
});

describe('turnarounds', () => {
  it.each([
    ['none in one direction', 'c2s 1..1 x1; c2s 2..2 x2', 0, 0],
    ['there and back', 'c2s 1..1 x1; s2c 2..2 x1; c2s 3..3 x2', 2, 1],
    ['the server first', 's2c 1..1 record; c2s 2..2 record', 1, 1],
    ['by beginning, not by reporting', 'c2s 1..5 x1 @5; s2c 2..2 x1; c2s 3..6 x2 @6', 2, 1],
    ['by beginning, not by end', 'c2s 1..9 x1; s2c 2..3 x1', 1, 0],
  ])('%s', (_, script, turnarounds, switchBacks) => {
    expect(facts(script)).toMatchObject({ turnarounds, switchBacks });
  });
});

describe('pushes', () => {
  const exchange = 'c2s 1..1 x1; s2c 2..3 x1;';

  it('counts a kept push as unasked', () => {
    expect(facts(`${exchange} s2c 3..4 push`)).toMatchObject({
      unasked: 1,
      messages: { c2s: 1, s2c: 2 },
      exchanges: 1,
    });
  });

  it.each([
    ['after it has ended', 's2c 4..5 push withdrawn@6; c2s 7..7 x2'],
    ['after the client has spoken again', 's2c 4..5 push withdrawn@8; c2s 7..9 x2'],
    ['while it is open and overlaps', 's2c 4..8 push withdrawn@7; c2s 6..6 x2'],
    ['cut by the close', 's2c 4..8 push cut withdrawn@8; c2s 6..6 x2'],
    ['before it was counted', 's2c 4..5 push @5 withdrawn@5; c2s 6..6 x2'],
  ])('leaves no trace of a push withdrawn %s', (_, rest) => {
    const { facts, groups, damage } = measurementOf(`${exchange} ${rest}`);
    const without = measurementOf(`${exchange} ${rest.replace(/.*?;/, '')}`);
    expect({ facts, groups, damage }).toEqual({
      facts: without.facts,
      groups: without.groups,
      damage: without.damage,
    });
  });

  it('keeps the overlaps and turns of other messages when a push is withdrawn', () => {
    const found = facts(`${exchange} s2c 4..9 push withdrawn@9; s2c 5..9 push; c2s 6..6 x2`);
    expect(found).toMatchObject({ unasked: 1, overlaps: 1, turnarounds: 2, switchBacks: 1 });
  });

  it('takes back the two changes of direction of a push that stood alone between two requests', () => {
    const found = facts(`${exchange} c2s 4..4 x2; s2c 5..5 push withdrawn@7; c2s 6..6 x3`);
    expect(found).toMatchObject({ turnarounds: 2, switchBacks: 1 });
  });

  it('can take back a push that has been open for long', () => {
    const pushes = Array.from({ length: 1100 }, (_, n) => `s2c ${n + 10}..${n + 10} push`).join(';');
    expect(facts(`${exchange} s2c 4..3000 push withdrawn@3000; ${pushes}`).unasked).toBe(1100);
  });

  it('counts pushes for good once more have ended than a dissector remembers', () => {
    const pushes = Array.from({ length: 1500 }, (_, n) => `s2c ${n + 10}..${n + 10} push`).join(';');
    expect(facts(`${exchange} ${pushes}`).unasked).toBe(1500);
  });
});

describe('WebSocket', () => {
  const handshake = 'c2s 1..1 x1; s2c 2..2 x1 status=101;';

  it.each([
    ['an answer to each message', 'c2s 3..3 ws; s2c 4..4 ws; c2s 5..5 ws; s2c 6..6 ws', 3, 0, 1],
    ['answers to the oldest unanswered', 'c2s 3..3 ws; c2s 4..4 ws; s2c 5..5 ws; s2c 6..6 ws', 3, 0, 2],
    ['one answer too many', 'c2s 3..3 ws; s2c 4..4 ws; s2c 5..5 ws', 2, 1, 1],
    ['the server first', 's2c 3..3 ws', 1, 1, 1],
    ['while the client is still at it', 'c2s 3..5 ws; s2c 4..4 ws', 1, 1, 1],
    ['messages that are never answered', 'c2s 3..3 ws; c2s 4..4 ws; c2s 5..5 ws', 1, 0, 1],
    [
      'depth counts only what came to be answered',
      'c2s 3..3 ws; s2c 4..4 ws; c2s 5..5 ws; c2s 6..6 ws',
      2,
      0,
      1,
    ],
    ['a stream each', 'c2s 3..3 ws s1; s2c 4..4 ws s3', 1, 1, 1],
    [
      'an answer too many while the client is at it again',
      'c2s 3..3 ws; c2s 4..9 ws; s2c 5..5 ws; s2c 6..6 ws',
      2,
      1,
      1,
    ],
  ])('%s', (_, rest, exchanges, unasked, maxConcurrentExchanges) => {
    expect(facts(handshake + rest)).toMatchObject({ exchanges, unasked, maxConcurrentExchanges });
  });

  it('pairs more messages than it remembers singly', () => {
    const asked = Array.from({ length: 1200 }, (_, n) => `c2s ${n + 3}..${n + 3} ws`);
    const answered = Array.from({ length: 1201 }, (_, n) => `s2c ${n + 2000}..${n + 2000} ws`);
    expect(facts(handshake + [...asked, ...answered].join(';'))).toMatchObject({
      exchanges: 1201,
      unasked: 1,
    });
  });
});

describe('raw channels', () => {
  it.each([
    ['a turn and its answer', 'c2s 1..1 record; c2s 2..2 record; s2c 3..3 record; s2c 4..4 record', 1],
    ['two of each', 'c2s 1..1 record; s2c 2..2 record; c2s 3..3 record; s2c 4..4 record', 2],
    ['a turn that is not answered', 'c2s 1..1 record; s2c 2..2 record; c2s 3..3 record', 1],
    ['one direction', 's2c 1..1 datagram; s2c 2..2 datagram', 0],
    ['both at once', 'c2s 1..3 record; s2c 2..4 record', 0],
    ['an answer to the second of two that overlap', 'c2s 1..3 record; s2c 2..4 record; c2s 5..5 record', 1],
    ['the server first', 's2c 1..1 record; c2s 2..2 record', 1],
  ])('%s', (_, script, exchanges) => {
    expect(facts(script)).toMatchObject({ exchanges, unasked: 0 });
  });

  it('counts a turn begun during an answer as concurrent once it is answered itself', () => {
    const script = 'c2s 1..1 record; s2c 2..4 record; c2s 3..5 record; s2c 6..6 record';
    expect(facts(script)).toMatchObject({ exchanges: 2, maxConcurrentExchanges: 2 });
  });
});
