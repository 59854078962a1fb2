/** How rules that were broken are told: the grades apart, each rule once, with its place and how often. */
import { describe, expect, it } from 'vitest';
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
    const many = Array.from({ length: 15 }, (_, at) =>
      brokenBy('client', { reason: asTold(`number ${at}`) }),
    );
    const [group] = faultGroups(many, plain.say);
    expect([group?.lines.length, group?.more]).toEqual([12, 3]);
    expect(lines(...many).at(-1)).toBe('  … and 3 more');
  });

  it('are no more than are listed, which may not have been all', () => {
    const listed = Array.from({ length: 100 }, () => brokenBy('client', {}));
    expect(lines(...listed.slice(1)).at(-1)).toMatch(/; 99 times in all$/);
    expect(lines(...listed).at(-1)).toMatch(/; 100 times or more$/);
  });

  it('show no control characters of what was sent', () => {
    expect(
      lines(brokenBy('client', { question: 'a\u001b', reason: asTold('b\u0007') })).join(''),
    ).not.toMatch(/[\0-\x1f]/);
  });
});
