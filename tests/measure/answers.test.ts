/** Who answers whom on raw channels: by turns where nobody says, and one for one where the lab says `in turn`. */
import { describe, expect, it } from 'vitest';
import type { Answers } from '../../src/model/result.ts';
import { measurementOf, measuringOf } from './script.ts';

const told = (script: string, answers?: Answers) => {
  const { facts, groups } = measurementOf(script, answers);
  const { exchanges, unasked, maxConcurrentExchanges: most } = facts;
  return { exchanges, unasked, most, byTurns: groups.map(({ shape }) => shape.byTurns) };
};
const inTurn = (script: string) => told(script, 'in turn');

describe('a raw channel that is answered in turn', () => {
  it.each([
    [
      'question and answer',
      'c2s 1..1 record; s2c 2..2 record; c2s 3..3 record; s2c 4..4 record',
      { exchanges: 2, unasked: 0, most: 1 },
    ],
    ['datagrams', 'c2s 1..1 datagram; s2c 2..2 datagram', { exchanges: 1, unasked: 0, most: 1 }],
    [
      'questions at once, answered one by one',
      'c2s 1..1 record; c2s 2..2 record; s2c 3..3 record; c2s 4..4 record; s2c 5..5 record; s2c 6..6 record',
      { exchanges: 3, unasked: 0, most: 2 },
    ],
    [
      'what the server adds to its answer',
      'c2s 1..1 record; s2c 2..2 record; s2c 3..3 record',
      { exchanges: 1, unasked: 1, most: 1 },
    ],
    ['what the server says first', 's2c 1..1 record; c2s 2..2 record', { exchanges: 0, unasked: 1, most: 0 }],
    [
      'an answer that begins before its question has ended',
      'c2s 1..4 record; s2c 2..3 record',
      { exchanges: 0, unasked: 1, most: 0 },
    ],
    ['a question without an answer', 'c2s 1..1 record', { exchanges: 0, unasked: 0, most: 0 }],
  ])('has exchanges of one message each: %s', (_, script, counts) => {
    expect(inTurn(script)).toEqual({ ...counts, byTurns: [false] });
  });

  it('shows the message that nobody asked for', () => {
    const [group] = measurementOf('c2s 1..1 record; s2c 2..2 record; s2c 3..3 record', 'in turn').groups;
    expect(group).toMatchObject({
      shape: { unasked: true },
      shows: { unasked: [{ direction: 's2c', message: 2 }] },
    });
  });

  it('is busy until it has answered, and single exchanges on it may be followed elsewhere', () => {
    const open = '#1 c2s 1..1 record; #1 s2c 2..2 record; #1 c2s 3..3 record';
    const next = '#2 c2s 10..10 record; #2 s2c 11..11 record';
    const reasons = (script: string) => measurementOf(script, 'in turn').facts.newConnections;
    expect(reasons(`${open}; ${next}`)).toEqual({ 'all others busy': 1 });
    expect(reasons(`${open}; #1 s2c 5..5 record; ${next}`)).toEqual({ 'an idle one was left unused': 1 });
    const once = measurementOf(`#1 c2s 1..1 record; #1 s2c 2..2 record; ${next}`, 'in turn').groups;
    expect(once.map(({ shape }) => shape.nextElsewhere)).toEqual([true, false]);
  });

  it('keeps nothing of exchanges that are over', () => {
    const script = 'c2s 1..1 record; s2c 2..2 record; s2c 3..3 record';
    expect(measuringOf(script, 'in turn').remembered()).toMatchObject({ exchanges: 0, messages: 0 });
  });
});

describe('a raw channel of which nothing is said', () => {
  it('has turns, and nothing unasked', () => {
    expect(told('c2s 1..1 record; s2c 2..2 record; s2c 3..3 record; c2s 4..4 record')).toEqual({
      ...{ exchanges: 1, unasked: 0, most: 1 },
      byTurns: [true],
    });
  });

  it.each([
    ['HTTP', 'c2s 1..1 x1; s2c 2..2 x1', false],
    ['WebSocket', 'c2s 1..1 x1; s2c 2..2 x1 status=101; c2s 3..3 ws; s2c 4..4 ws', false],
    ['what follows an upgrade', 'c2s 1..1 x1; s2c 2..2 x1 status=101; c2s 3..3 record', true],
  ])('is no other than raw: %s', (_, script, byTurns) => {
    expect(told(script).byTurns).toEqual([byTurns]);
  });
});
