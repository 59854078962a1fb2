/** The verdict of a level: the strongest of its connections, and what damage leaves of it. */
import { describe, expect, it } from 'vitest';
import { judgeLevel } from '../../src/judge/level.ts';
import type { Damage } from '../../src/model/facts.ts';
import { inEnglish, reason } from '../../src/model/reason.ts';
import { both, group, measured, once, reused, silent, spot } from './measured.ts';

describe('the strongest verdict counts', () => {
  it('over connections', () => {
    const { wire, conversation } = judgeLevel([measured('reuse', [once, reused])], {});
    expect(wire).toEqual({
      mode: 'half-duplex',
      reason: reason('verdict.no-overlap'),
      evidence: [{ question: 'reuse', ...spot('c2s', 1) }],
    });
    expect(conversation).toEqual({
      mode: 'half-duplex',
      reason: reason('verdict.used-again'),
      evidence: [{ question: 'reuse', ...spot('c2s', 2, 2) }],
    });
  });

  it('over questions, with the evidence of the first that gives it', () => {
    const level = [measured('reuse', [once]), measured('burst', [both]), measured('multiplex', [both])];
    expect(judgeLevel(level, {})).toEqual({
      wire: {
        mode: 'full-duplex',
        reason: reason('verdict.overlap'),
        evidence: [
          { question: 'burst', ...spot('c2s', 5, 3) },
          { question: 'burst', ...spot('s2c', 5, 3) },
        ],
      },
      conversation: {
        mode: 'full-duplex',
        reason: reason('verdict.overlap-across'),
        evidence: [
          { question: 'burst', ...spot('c2s', 6, 3) },
          { question: 'burst', ...spot('s2c', 6, 3) },
        ],
      },
    });
  });

  it('and of two proofs that both speak at once the crossing, which is the stronger', () => {
    const crossed = group({ crossing: true }, 4);
    const { wire } = judgeLevel([measured('burst', [both]), measured('crossing', [crossed], 'gap')], {});
    expect(wire).toEqual({
      mode: 'full-duplex',
      reason: reason('verdict.crossing'),
      evidence: [
        { question: 'crossing', ...spot('c2s', 8, 4) },
        { question: 'crossing', ...spot('s2c', 8, 4) },
      ],
    });
  });

  it('and claims no more than holds of all: that nothing crossed only where every record would tell', () => {
    const told = group({ crossingsKnown: true });
    expect(judgeLevel([measured('reuse', [told])], {}).wire.reason).toEqual(reason('verdict.no-crossing'));
    expect(judgeLevel([measured('reuse', [told]), measured('burst', [once])], {}).wire.reason).toEqual(
      reason('verdict.no-overlap'),
    );
  });

  it.each([[[0, 1]], [[1, 0]]])(
    'and that neither spoke out of turn only where every exchange is known: %j',
    (order) => {
      const both = [reused, group({ exchanges: 2, byTurns: true }, 3)];
      const level = order.flatMap((nth) => both[nth] ?? []).map((one) => measured('talk', [one]));
      expect(judgeLevel(level, {}).conversation).toMatchObject({
        mode: 'half-duplex',
        reason: reason('verdict.turns-again'),
      });
    },
  );

  it('and a conclusive one before an inconclusive one', () => {
    const { conversation } = judgeLevel([measured('reuse', [group({}), once])], {});
    expect(conversation).toMatchObject({
      mode: 'simplex',
      reason: reason('verdict.next-elsewhere'),
    });
  });

  it('among connections with messages only', () => {
    expect(judgeLevel([measured('reuse', [silent, group({})])], {}).conversation).toEqual({
      mode: 'inconclusive',
      reason: reason('verdict.nothing-further'),
      evidence: [{ question: 'reuse', ...spot('c2s', 1) }],
    });
  });
});

describe('without messages nothing can be told', () => {
  it.each([
    ['no measurement', [], reason('verdict.nothing-seen')],
    ['silent connections', [measured('reuse', [silent])], reason('verdict.nothing-seen')],
    [
      'a gap',
      [measured('observed', [silent], 'gap')],
      reason('verdict.damaged', {
        finding: reason('verdict.nothing-seen'),
        damage: [reason('damage.gap')],
      }),
    ],
  ])('%s', (_, level, reason) => {
    const verdict = { mode: 'inconclusive', reason, evidence: [] };
    expect(judgeLevel(level, {})).toEqual({ wire: verdict, conversation: verdict });
  });
});

describe('damage', () => {
  const kinds: Damage['kind'][] = ['violation', 'cut', 'unanswered', 'tap error', 'deadline', 'gap'];

  it.each(kinds)('(%s) leaves nothing of a verdict from absence, in any question', (kind) => {
    for (const groups of [[once], [reused], [group({ s2c: false, exchanges: 0 })]]) {
      const { wire, conversation } = judgeLevel([measured('reuse', groups), measured('burst', [], kind)], {});
      expect([wire.mode, conversation.mode]).toEqual(['inconclusive', 'inconclusive']);
    }
  });

  it.each(kinds)('(%s) does not touch what was seen to happen', (kind) => {
    const { wire, conversation } = judgeLevel([measured('reuse', [both], kind)], {});
    expect([wire.mode, conversation.mode]).toEqual(['full-duplex', 'full-duplex']);
    expect(wire.reason).toEqual(reason('verdict.overlap'));
    const unasked = judgeLevel([measured('reuse', [group({ unasked: true })], kind)], {});
    expect([unasked.wire.mode, unasked.conversation.mode]).toEqual(['inconclusive', 'full-duplex']);
  });

  it('is named in words, each kind once', () => {
    const level = [measured('reuse', [reused], 'deadline', 'cut', 'cut'), measured('burst', [], 'violation')];
    expect(inEnglish(judgeLevel(level, {}).wire.reason)).toBe(
      'both directions carry messages, and no two overlapped, as the tap saw them, but something crossed that the protocol does not allow, a message was not finished and a deadline passed',
    );
  });

  it('is not named where the rule has named it', () => {
    const alone = group({ s2c: false, exchanges: 1 });
    const because = (...kinds: Damage['kind'][]) =>
      judgeLevel([measured('reuse', [alone], ...kinds)], {}).wire.reason;
    expect(because('unanswered')).toEqual(reason('verdict.unanswered'));
    expect(because('unanswered', 'violation')).toEqual(
      reason('verdict.damaged', {
        finding: reason('verdict.unanswered'),
        damage: [reason('damage.violation')],
      }),
    );
  });

  it('that a question provokes speaks against nothing, but only there', () => {
    const provoked = { 'half-close': ['cut' as const] };
    expect(judgeLevel([measured('half-close', [reused], 'cut')], provoked).wire.mode).toBe('half-duplex');
    expect(judgeLevel([measured('half-close', [reused], 'gap')], provoked).wire.mode).toBe('inconclusive');
    expect(judgeLevel([measured('reuse', [reused], 'cut')], provoked).wire.mode).toBe('inconclusive');
  });
});
