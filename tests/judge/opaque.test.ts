/** What an opaque connection leaves of the verdict of a level. */
import { describe, expect, it } from 'vitest';
import { judgeLevel } from '../../src/judge/level.ts';
import { type PlainReasonId, reason, reasonOf } from '../../src/model/reason.ts';
import { both, group, measured, once, reused } from './measured.ts';

describe('a connection that is opaque', () => {
  const inconclusive = (finding: PlainReasonId, doubt: PlainReasonId) => ({
    mode: 'inconclusive',
    reason: reason('verdict.damaged', { finding: reasonOf(finding), damage: [reasonOf(doubt)] }),
  });

  it.each([
    ['unknown', 'damage.opaque'],
    ['encrypted', 'damage.encrypted'],
    ['tunnel', 'damage.tunnel'],
  ] as const)(
    '(%s) leaves nothing of what was not seen elsewhere, in the lens in which it tells nothing',
    (how, doubt) => {
      const opaque = group({ opaque: how, turnsShown: false, exchanges: 0 }, 7);
      for (const [groups, wire, conversation] of [
        [[reused, opaque], 'verdict.no-overlap', 'verdict.used-again'],
        [[opaque, once], 'verdict.no-overlap', 'verdict.next-elsewhere'],
      ] as const) {
        const found = judgeLevel([measured('observed', [...groups])], {});
        expect(found).toMatchObject({
          wire: inconclusive(wire, doubt),
          conversation: inconclusive(conversation, doubt),
        });
      }
    },
  );

  it('that took turns takes nothing from the wire', () => {
    const turns = group({ opaque: 'unknown', turnsShown: true, exchanges: 0 }, 7);
    const { wire, conversation } = judgeLevel([measured('observed', [reused, turns])], {});
    expect([wire.mode, conversation.mode]).toEqual(['half-duplex', 'inconclusive']);
  });

  it('takes nothing from what was seen to happen', () => {
    const opaque = group({ opaque: 'encrypted', turnsShown: false, exchanges: 0 }, 7);
    const { wire, conversation } = judgeLevel([measured('observed', [opaque, both])], {});
    expect([wire.mode, conversation.mode]).toEqual(['full-duplex', 'full-duplex']);
  });

  it('by itself says so once', () => {
    const opaque = group({ opaque: 'unknown', turnsShown: false, exchanges: 0 });
    expect(judgeLevel([measured('observed', [opaque])], {})).toMatchObject({
      wire: { mode: 'inconclusive', reason: reason('verdict.opaque-wire') },
      conversation: { mode: 'inconclusive', reason: reason('verdict.opaque') },
    });
  });
});
