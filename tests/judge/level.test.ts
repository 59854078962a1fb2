/** The verdict of a level: the strongest of its connections, and what damage leaves of it. */
import { describe, expect, it } from 'vitest';
import { judgeLevel } from '../../src/judge/level.ts';
import type { ConnectionGroup, ConnectionShape, Damage, Measurement } from '../../src/model/facts.ts';
import { inEnglish, type PlainReasonId, reason, reasonOf } from '../../src/model/reason.ts';
import type { Direction } from '../../src/model/trace.ts';

const spot = (direction: Direction, message: number, connection = 1) => ({ connection, message, direction });

const group = (shape: Partial<ConnectionShape>, connection = 1): ConnectionGroup => ({
  shape: {
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
    ...shape,
  },
  count: 1,
  first: connection,
  shows: {
    message: [spot('c2s', 1, connection)],
    crossing: [spot('c2s', 8, connection), spot('s2c', 8, connection)],
    overlap: [spot('c2s', 5, connection), spot('s2c', 5, connection)],
    overlapAcross: [spot('c2s', 6, connection), spot('s2c', 6, connection)],
    unasked: [spot('s2c', 7, connection)],
    second: [spot('c2s', 2, connection)],
  },
});

const measured = (question: string, groups: ConnectionGroup[], ...damage: Damage['kind'][]): Measurement => ({
  question,
  facts: {
    connections: 0,
    exchanges: 0,
    messages: { c2s: 0, s2c: 0 },
    exchangesPerConnection: [],
    reusedExchanges: 0,
    turnarounds: 0,
    switchBacks: 0,
    overlaps: 0,
    crossings: 0,
    unasked: 0,
    maxConcurrentExchanges: 0,
    newConnections: {},
    protocol: null,
  },
  groups,
  damage: damage.map((kind) => ({
    kind,
    connection: 1,
    reason: reason('as-told', { Text: 'port 8080, 17 bytes' }),
  })),
  varying: { bytes: { c2s: 0, s2c: 0 }, firstFin: [], milliseconds: 0 },
});

const once = group({ nextElsewhere: true });
const reused = group({ exchanges: 2 }, 2);
const both = group({ exchanges: 2, overlap: true, overlapAcross: true }, 3);
const silent = group({ c2s: false, s2c: false, exchanges: 0 }, 4);

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
