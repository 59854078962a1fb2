/** How rules that were broken are told: the grades apart, each rule once, with its place and how often. */
import { describe, expect, it } from 'vitest';
import { type Reason, reason } from '../../../src/model/reason.ts';
import { type RuleId, rules } from '../../../src/model/rules/rules.ts';
import { faultGroups, faultSections } from '../../../src/report/words/faults.ts';
import { asTold, brokenBy, plain } from '../fixtures.ts';

const lines = (...faults: Parameters<typeof faultSections>[0]): string[] => faultSections(faults, plain);

describe('rules that were broken', () => {
  it('are nothing where there are none', () => {
    expect(lines()).toEqual([]);
  });

  it('stand under their grade, violations first, with who, where and which', () => {
    expect(
      lines(
        brokenBy('server', { reason: asTold('an odd thing') }),
        brokenBy('client', { grade: 'violation', connection: 2, offset: 0, reason: asTold('garbage') }),
      ),
    ).toEqual([
      'Violations: from there on it is not sure where messages begin and end',
      '  reuse, connection 2: by the client, at byte 0: garbage (RFC 1 §2)',
      '',
      'Irregularities: a rule is broken, and no verdict goes by it',
      '  reuse, connection 1: by the server, at byte 17: an odd thing (RFC 1 §2)',
    ]);
  });

  it('are told once each, at the first place, and how often', () => {
    const often = [3, 5, 9].map((offset) => brokenBy('client', { connection: offset, offset }));
    expect(lines(...often, brokenBy('server', {})).slice(1)).toEqual([
      '  reuse, connection 3: by the client, at byte 3: so it was (RFC 1 §2); 3 times in all',
      '  reuse, connection 1: by the server, at byte 17: so it was (RFC 1 §2)',
    ]);
  });

  it('are no more than twelve lines of a grade', () => {
    const many = (Object.keys(rules) as RuleId[])
      .slice(0, 15)
      .map((id) => brokenBy('client', { reason: { ...asTold('so'), id } as Reason }));
    const [group] = faultGroups(many, plain.say);
    expect([group?.lines.length, group?.more]).toEqual([12, 3]);
    expect(lines(...many).at(-1)).toBe('  … and 3 more');
  });

  it('are one line where the sentence of a rule holds a name', () => {
    const idle = (Frame: string) => brokenBy('client', { reason: reason('http2.idle-stream', { Frame }) });
    expect(lines(idle('DATA'), idle('RST_STREAM')).slice(1)).toEqual([
      '  reuse, connection 1: by the client, at byte 17: DATA on an idle stream (RFC 1 §2); 2 times in all',
    ]);
  });

  it('are counted, whether they are listed or not', () => {
    const listed = Array.from({ length: 100 }, () => brokenBy('client', {}));
    expect(lines(...listed).at(-1)).toMatch(/; 100 times in all$/);
    expect(lines(...listed.slice(1), brokenBy('client', { further: 900 })).at(-1)).toMatch(
      /; 1000 times in all$/,
    );
  });

  it('show no control characters of what was sent', () => {
    expect(
      lines(brokenBy('client', { question: 'a\u001b', reason: asTold('b\u0007') })).join(''),
    ).not.toMatch(/[\0-\x1f]/);
  });
});
