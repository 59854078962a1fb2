/** A capture of a run laid beside the run: what it can hold is compared, and nothing else. */
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../src/model/facts.ts';
import { inEnglish } from '../../../src/model/reason.ts';
import { comparison } from '../../../src/report/compare/comparison.ts';
import { plain } from '../fixtures.ts';
import { compared, facts, file, lab } from './results.ts';

describe('a capture of a run beside the run', () => {
  const seen = (subject: string, counted: Facts) =>
    lab({
      lab: 'read',
      subject,
      target: `10.0.0.1:${subject.length}`,
      facts: { observed: counted },
      answers: {},
    });

  it('is compared question by question, and what it cannot hold is named', () => {
    const run = lab({
      facts: {
        reuse: facts(),
        burst: facts({ overlaps: 2 }),
        quiet: facts({ protocol: 'records over a Unix-domain socket' }),
      },
    });
    const captured = file([seen('kept: reuse', facts()), seen('kept: burst', facts())]);
    const { differences, notes } = compared([file([run]), captured]);
    expect(differences).toEqual([{ lab: 'kept', what: 'facts › burst › overlaps', values: ['2', '0'] }]);
    expect(notes).toHaveLength(2);
    expect(notes.map(inEnglish)[1]).toContain('kept: quiet');
  });

  it('has nothing to say where nothing can be compared, nor of a proxy, nor of what failed', () => {
    const unix = lab({ facts: { reuse: facts({ protocol: 'records over a Unix-domain socket' }) } });
    const nobody = compared([file([unix]), file([])]);
    expect(nobody.differences).toEqual([]);
    expect(nobody.notes.map(inEnglish)[1]).toContain('kept: reuse');
    expect(comparison(['a', 'b'], nobody, plain)).toContain('Nothing in these results could be compared.');
    const proxy = lab({ lab: 'through', facts: { front: facts(), back: facts() } });
    const beside = compared([file([proxy]), file([seen('through: upload, front', facts())])]);
    expect(beside.differences).toEqual([]);
    expect(beside.notes.map(inEnglish)[1]).toMatch(/proxy/);
    const broken = compared([
      file([lab({ facts: null }), lab({ lab: 'other' })]),
      file([seen('other: reuse', facts())]),
    ]);
    expect(broken.notes.map(inEnglish)[1]).toBe('Failed, so that there is nothing to compare: kept.');
  });

  it('of probe knows each version by its name', () => {
    const run = file(['1.0', '1.1'].map((version) => lab({ lab: 'probe', version, target: 'http://a/' })));
    const captured = file([seen('probe-http-1.0: reuse', facts()), seen('probe-http-1.1: reuse', facts())]);
    expect(compared([run, captured])).toMatchObject({
      differences: [],
      agreed: 2 * Object.keys(facts()).length,
    });
  });

  it('and two captures are laid side by side by their questions, whatever their ports were', () => {
    const one = seen('kept: reuse', facts());
    const other = { ...one, target: '10.0.0.1:9', title: '10.0.0.1:9, seen on kept: reuse' };
    expect(compared([file([one]), file([other])]).differences).toEqual([]);
  });

  it('misses a question that a capture could hold', () => {
    const captured = file([seen('kept: burst', facts())]);
    const run = file([lab({ facts: { reuse: facts(), burst: facts() } })]);
    expect(compared([run, captured]).differences[0]).toEqual({
      lab: 'kept',
      what: 'facts › reuse › connections',
      values: ['1', null],
    });
  });

  it('adds up what several servers were asked', () => {
    const halves = [
      facts({ exchanges: 2, exchangesPerConnection: [2] }),
      facts({ exchanges: 3, exchangesPerConnection: [3] }),
    ];
    const run = lab({
      facts: {
        reuse: facts({
          connections: 2,
          exchangesPerConnection: [3, 2],
          turnarounds: 18,
          switchBacks: 8,
          reusedExchanges: 8,
          messages: { c2s: 10, s2c: 10 },
        }),
      },
    });
    expect(
      compared([file([run]), file(halves.map((half) => seen('kept: reuse', half)))]).differences,
    ).toEqual([]);
  });
});
