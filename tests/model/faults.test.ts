/** However often one rule is broken, each breach of another is listed, and nothing is lost of how often. */
import { describe, expect, it } from 'vitest';
import { type Fault, listFaults, ruleBroken } from '../../src/model/rules/fault.ts';
import type { RuleId } from '../../src/model/rules/rules.ts';

const fault = (side: Fault['side'], rule: RuleId, offset: number): Fault => ({
  ...{ seq: 1, at: 1, connection: 1, side, direction: side === 'client' ? 'c2s' : 's2c', offset },
  reason: { ...ruleBroken('http1.host'), id: rule } as Fault['reason'],
});

describe('a list of faults', () => {
  it('holds a violation that comes behind ten thousand irregularities', () => {
    const list = listFaults();
    for (let at = 0; at < 10_000; at++) list.add(fault('client', 'http1.host', at), 'reuse');
    list.add(fault('server', 'http1.answers-nothing', 7), 'reuse');
    expect(list.listed.at(-1)).toMatchObject({ grade: 'violation', side: 'server', offset: 7 });
    expect(list.listed).toHaveLength(101);
  });

  it('lists a hundred places of a rule, and counts the others at the last of them', () => {
    const list = listFaults();
    for (let at = 0; at < 100; at++) list.add(fault('client', 'http1.host', at), 'reuse');
    expect(list.listed.every(({ further }) => further === undefined)).toBe(true);
    for (let at = 100; at < 103; at++) list.add(fault('client', 'http1.host', at), 'reuse');
    expect(list.listed.map(({ offset }) => offset)).toEqual(Array.from({ length: 100 }, (_, at) => at));
    expect(list.listed.at(-1)?.further).toBe(3);
    expect(list.listed.slice(0, -1).every(({ further }) => further === undefined)).toBe(true);
  });

  it('counts each side, each question and each rule by itself', () => {
    const list = listFaults();
    for (let at = 0; at < 100; at++) list.add(fault('client', 'http1.host', at), 'reuse');
    list.add(fault('server', 'http1.host', 0), 'reuse');
    list.add(fault('client', 'http1.host', 0), 'burst');
    list.add(fault('client', 'http1.space-before-colon', 0), 'reuse');
    expect(list.listed.slice(100).map(({ side, question }) => `${side} ${question}`)).toEqual([
      'server reuse',
      'client burst',
      'client reuse',
    ]);
  });
});
