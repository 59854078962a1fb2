import { describe, expect, it } from 'vitest';
import { inEnglish, reason, reasonSpeaker } from '../../src/model/reason.ts';
import { reasonTexts } from '../../src/model/reasons/reasons.ts';
import { words } from '../../src/model/reasons/words.ts';

const damage = [reason('damage.encrypted'), reason('damage.gap'), reason('damage.deadline')];
const damaged = (count: number) =>
  reason('verdict.damaged', {
    finding: reason('verdict.nothing-seen'),
    damage: damage.slice(0, count),
  });

describe('a reason', () => {
  it('is only data, with the reasons that are part of it', () => {
    expect(JSON.parse(JSON.stringify(damaged(1)))).toEqual({
      id: 'verdict.damaged',
      parameters: {
        finding: { id: 'verdict.nothing-seen', parameters: {} },
        damage: [{ id: 'damage.encrypted', parameters: {} }],
      },
    });
  });

  it('is said in English, a list of reasons as one speaks', () => {
    const said = [1, 2, 3].map((count) => inEnglish(damaged(count)));
    expect(said).toEqual([
      'no message was seen, but a connection is encrypted',
      'no message was seen, but a connection is encrypted and the record has a gap',
      'no message was seen, but a connection is encrypted, the record has a gap and a deadline passed',
    ]);
  });

  it('is said in another language by its own catalogue', () => {
    const texts = { ...reasonTexts, 'verdict.damaged': '{damage} / {finding}', 'damage.gap': 'Lücke' };
    const say = reasonSpeaker({ texts, words, between: ['; ', ' und '] });
    expect(say(damaged(2))).toBe('a connection is encrypted und Lücke / no message was seen');
  });
});
