/** A lab that failed has '?' wherever others have a verdict, a figure or an answer, and its reason beside it. */
import { describe, expect, it } from 'vitest';
import type { LabReport } from '../../src/model/report.ts';
import { details } from '../../src/report/details.ts';
import { explain } from '../../src/report/explain/explain.ts';
import { markdown } from '../../src/report/files/markdown.ts';
import { page } from '../../src/report/page/page.ts';
import { deliveryTable } from '../../src/report/run/delivery.ts';
import { findings } from '../../src/report/run/findings.ts';
import { framingTable } from '../../src/report/run/framing.ts';
import { headline } from '../../src/report/run/headline.ts';
import { matrix } from '../../src/report/run/matrix.ts';
import { summary } from '../../src/report/run/report.ts';
import { twoByTwo } from '../../src/report/run/two-by-two.ts';
import { answer, asTold, brokenBy, facts, failed, lenses, line, plain, report, result } from './fixtures.ts';

/** It was asked these, and failed in one of them. */
const broken = (...questions: string[]): LabReport => {
  const of = { ...failed('http11-close'), textbook: { says: 'simplex' as const } };
  const made = report(of, {
    transcripts: [{ question: 'reuse', connections: [line('c 1-1 x1, s 2-2 x1')], marks: [] }],
  });
  made.stored.description.questions = questions;
  return made;
};

const whole = report(
  result('whole', {
    answers: { reuse: answer('yes'), overtake: answer('no', 'client') },
    facts: { reuse: facts(5, 1) },
    verdicts: { ordinary: lenses('half-duplex', 'half-duplex'), limit: null },
  }),
);

const asked = broken('reuse', 'hang-up', 'delivery', 'boundaries');

const rowOf = (text: string, name: string): string[] =>
  (text.split('\n').find((row) => row.startsWith(name)) ?? '').split(/\s\s+/);

describe('a lab that failed', () => {
  it('has ? in the headline for all that it was asked, and – for what it was not', () => {
    expect(rowOf(headline([whole, asked], plain), 'http11-close')).toEqual([
      'http11-close',
      '?',
      '–',
      '?',
      '?',
      '?',
      '?',
      '–',
      'simplex',
      '?',
    ]);
  });

  it('has ? in the matrix', () => {
    expect(rowOf(matrix([whole, asked], plain), 'http11-close')).toEqual(['http11-close', '?', '–', '?']);
  });

  it('has ? in the tables of deliveries and framing', () => {
    expect(rowOf(deliveryTable([asked], plain), 'a subject')).toEqual(['a subject', ...Array(10).fill('?')]);
    expect(rowOf(framingTable([asked], plain), 'a subject')).toEqual(['a subject', ...Array(4).fill('?')]);
    expect(deliveryTable([broken('reuse')], plain)).toBe('');
    expect(framingTable([broken('reuse')], plain)).toBe('');
  });

  it('has ? in the 2 × 2, from which nothing follows then', () => {
    expect(twoByTwo([asked], plain)).toContain('? (failed)');
    expect(twoByTwo([asked], plain)).toContain('cannot be told');
  });

  it('is counted among those of which the textbook speaks, with its reason', () => {
    expect(findings([asked], plain)).toContain(
      '  ? http11-close: could not be told, where the textbook says simplex: failed: the port is in use',
    );
  });

  it('has ? in the files', () => {
    expect(markdown([asked], plain.say)).toContain(
      '| http11-close | failed | **?**: the port is in use | **?** |',
    );
  });

  it('has ? on the page, in every column and over its own section', () => {
    const text = page([whole, asked], [], { script: '', scriptHash: 'sha256-', style: '' });
    const tables = [...text.matchAll(/<th scope="row"><a href="#lab-http11-close">.*?<\/tr>/gs)];
    const cells = tables.map(([row]) => [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell]) => cell));
    const [first, second] = cells;
    expect(first?.slice(0, 6)).toEqual(['?', '–', '?', '?', '?', '?']);
    expect(second).toEqual(['?', '–', '?']);
    expect(text).toContain('<span class="title">title of http11-close</span> <span class="none">?</span>');
  });

  it('has no verdict in its details, but its strips', () => {
    expect(details(asked, plain)).toContain('    1  ▶◀\n');
    expect(details(asked, plain)).toContain('Verdicts\n  none: the lab came to no end');
  });

  it('is explained by its reason and by what had passed', () => {
    const text = explain(asked, { wire: [], conversation: [] }, plain);
    expect(text).toContain('There is no verdict to explain: the lab failed: the port is in use.');
    expect(text).toContain(
      'What had passed until then\n   reuse, connection 1 (HTTP/1.1)\n   as a strip: ▶◀',
    );
  });

  it('is explained by the rules that were broken until then', () => {
    const { result } = asked;
    const faults = [brokenBy('server', { grade: 'violation', reason: asTold('garbage') })];
    const text = explain({ ...asked, result: { ...result, faults } }, { wire: [], conversation: [] }, plain);
    expect(text).toContain(
      [
        'The rules that were broken',
        '   Violations: from there on it is not sure where messages begin and end',
        '     reuse, connection 1: by the server, at byte 17: garbage (RFC 1 §2)\n',
      ].join('\n'),
    );
  });

  it('is explained by its reason alone where nothing had passed', () => {
    expect(explain(report(failed('broken')), { wire: [], conversation: [] }, plain)).toBe(
      'broken: title of broken, from bytes to verdict\n\n' +
        'There is no verdict to explain: the lab failed: the port is in use.\n',
    );
  });

  it('leaves the other labs as they were', () => {
    const [alone, beside] = [summary([whole], plain), summary([whole, asked], plain)];
    expect(rowOf(beside, 'whole')).toEqual(rowOf(alone, 'whole'));
  });
});
