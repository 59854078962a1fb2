/** Each rule of src/README.md, "Verdicts: two lenses, three levels", for one connection. */
import { describe, expect, it } from 'vitest';
import { conversationRules, judgeConnection, wireRules } from '../../src/judge/lenses.ts';
import type { ConnectionShape } from '../../src/model/facts.ts';

const halfDuplex: ConnectionShape = {
  c2s: true,
  s2c: true,
  crossing: false,
  crossingAcross: false,
  crossingsKnown: false,
  overlap: false,
  overlapAcross: false,
  unasked: false,
  byTurns: false,
  exchanges: 2,
  nextElsewhere: false,
};

const judged = (shape: Partial<ConnectionShape>) => {
  const { wire, conversation } = judgeConnection({ ...halfDuplex, ...shape });
  return [`${wire.rule}: ${wire.mode}`, `${conversation.rule}: ${conversation.mode}`];
};

describe('rules', () => {
  it.each([
    ['no messages', { c2s: false, s2c: false, exchanges: 0 }, 'silent: inconclusive', 'silent: inconclusive'],
    ['the client alone', { s2c: false, exchanges: 0 }, 'one-direction: simplex', 'one-direction: simplex'],
    ['the server alone', { c2s: false, exchanges: 0 }, 'one-direction: simplex', 'one-direction: simplex'],
    ['a request alone', { s2c: false, exchanges: 1 }, 'unanswered: inconclusive', 'unanswered: inconclusive'],
    ...(
      [
        ['unknown', 'opaque'],
        ['encrypted', 'encrypted'],
        ['tunnel', 'tunnel'],
      ] as const
    ).flatMap(([opaque, rule]): [string, Partial<ConnectionShape>, string, string][] => [
      [`${opaque}`, { opaque, turnsShown: false }, `${rule}: inconclusive`, `${rule}: inconclusive`],
      [
        `${opaque}, of which turns are shown`,
        { opaque, turnsShown: true, crossingsKnown: true, exchanges: 0 },
        'turns: half-duplex',
        `${rule}: inconclusive`,
      ],
      [
        `${opaque}, and bytes that crossed`,
        { opaque, turnsShown: false, crossing: true, exchanges: 0 },
        'crossing: full-duplex',
        `${rule}: inconclusive`,
      ],
      [
        `${opaque}, after one exchange, and the next went elsewhere`,
        { opaque, turnsShown: false, exchanges: 1, nextElsewhere: true },
        `${rule}: inconclusive`,
        `${rule}: inconclusive`,
      ],
      [
        `${opaque}, after messages that overlap`,
        { opaque, turnsShown: false, overlap: true, overlapAcross: true },
        'overlap: full-duplex',
        'overlap-across: full-duplex',
      ],
      [
        `${opaque}, after what nobody asked for`,
        { opaque, turnsShown: false, unasked: true },
        `${rule}: inconclusive`,
        'unasked: full-duplex',
      ],
    ]),
    [
      'unknown bytes of one side',
      { opaque: 'unknown', s2c: false, exchanges: 0 },
      'bytes-one-direction: simplex',
      'opaque: inconclusive',
    ],
    [
      'half a handshake of TLS',
      { opaque: 'encrypted', s2c: false, exchanges: 0 },
      'encrypted: inconclusive',
      'encrypted: inconclusive',
    ],
    ['two exchanges', {}, 'no-overlap: half-duplex', 'used-again: half-duplex'],
    ['turns, used again', { byTurns: true }, 'no-overlap: half-duplex', 'turns-again: half-duplex'],
    [
      'turns, used once',
      { byTurns: true, exchanges: 1, nextElsewhere: true },
      'no-overlap: half-duplex',
      'next-elsewhere: simplex',
    ],
    [
      'turns of which the record tells',
      { crossingsKnown: true },
      'no-crossing: half-duplex',
      'used-again: half-duplex',
    ],
    [
      'messages that crossed',
      { crossing: true, crossingsKnown: true },
      'crossing: full-duplex',
      'used-again: half-duplex',
    ],
    [
      'messages that crossed and overlap',
      { crossing: true, overlap: true },
      'crossing: full-duplex',
      'used-again: half-duplex',
    ],
    [
      'messages of two exchanges that crossed',
      { crossing: true, crossingAcross: true },
      'crossing: full-duplex',
      'crossing-across: full-duplex',
    ],
    ['an early answer, used again', { overlap: true }, 'overlap: full-duplex', 'used-again: half-duplex'],
    [
      'an early answer, used once',
      { overlap: true, exchanges: 1, nextElsewhere: true },
      'overlap: full-duplex',
      'next-elsewhere: simplex',
    ],
    [
      'two exchanges that overlap',
      { overlap: true, overlapAcross: true },
      'overlap: full-duplex',
      'overlap-across: full-duplex',
    ],
    ['an unasked message', { unasked: true }, 'no-overlap: half-duplex', 'unasked: full-duplex'],
    [
      'one exchange, the next elsewhere',
      { exchanges: 1, nextElsewhere: true },
      'no-overlap: half-duplex',
      'next-elsewhere: simplex',
    ],
    [
      'one exchange, and nothing further',
      { exchanges: 1 },
      'no-overlap: half-duplex',
      'nothing-further: inconclusive',
    ],
    ['one and a half turns', { exchanges: 0 }, 'no-overlap: half-duplex', 'nothing-further: inconclusive'],
  ] as const)('%s', (_, shape, wire, conversation) => {
    expect(judged(shape)).toEqual([wire, conversation]);
  });

  it('have an id each, and a last one that always fits', () => {
    for (const rules of [wireRules, conversationRules]) {
      expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
      expect(rules.at(-1)?.when({ ...halfDuplex, c2s: false })).toBe(true);
    }
  });
});
