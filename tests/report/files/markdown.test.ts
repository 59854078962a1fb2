/** The sheet of Markdown. */
import { describe, expect, it } from 'vitest';
import type { LabReport } from '../../../src/model/report.ts';
import { markdown } from '../../../src/report/files/markdown.ts';
import { english } from '../../../src/report/language/say.ts';
import { asTold, brokenBy } from '../fixtures.ts';
import { report } from './report.ts';

describe('the Markdown', () => {
  const sheet = markdown([report('http10-short'), report('reference-telephone')], english);

  it('has a table of verdicts, of counts and of answers, each row as wide as its head', () => {
    const tables = sheet.split('\n\n').filter((part) => part.startsWith('|'));
    expect(tables).toHaveLength(3);
    for (const table of tables) {
      const columns = table.split('\n').map((row) => row.replaceAll('\\|', '').split('|').length);
      expect(new Set(columns).size).toBe(1);
    }
    expect(sheet).toContain('| http10-short | reuse | HTTP/1.0 | 5 | 5 | 0 | 0 | – | 0 | 1 |');
    expect(sheet).toContain('| http10-short | in ordinary use | **half-duplex**:');
  });

  it('lists the rules that were broken, the grades apart', () => {
    expect(sheet).not.toContain('Irregularities');
    const { result, ...rest } = report('http10-short');
    const broken = [
      brokenBy('client', {}),
      brokenBy('server', { grade: 'violation', reason: asTold('<b>') }),
    ];
    const told = markdown([{ ...rest, result: { ...result, faults: broken } }], english);
    expect(told).toMatch(
      /## Violations: [^\n]*\n\n- http10-short: reuse, connection 1: by the server, at byte 17: \\<b\\> \(RFC 1 §2\)\n/,
    );
    expect(told).toMatch(/## Irregularities: [^\n]*\n\n- http10-short: reuse, connection 1: by the client/);
  });

  it('says why a lab failed, or was skipped', () => {
    const [failed, skipped] = [report('http10-short'), report('http10-short')];
    failed.result = {
      ...failed.result,
      outcome: 'failed',
      error: { code: 'X', reason: asTold('it *broke*') },
    };
    skipped.result = {
      ...skipped.result,
      outcome: 'skipped',
      error: { code: 'Y', reason: asTold('not spoken') },
    };
    const rows = (one: LabReport) => markdown([one], english).match(/^\| http10-short \| .*$/gm) ?? [];
    expect(rows(failed)).toContain('| http10-short | failed | it \\*broke\\* | – |');
    expect(rows(failed).filter((row) => row.includes('in ordinary use'))).toHaveLength(1);
    expect(rows(skipped)).toContain('| http10-short | skipped | not spoken | – |');
    expect(rows(skipped).filter((row) => row.includes('in ordinary use'))).toHaveLength(0);
  });

  it('shows the strips as code', () => {
    expect(sheet).toMatch(/reuse\n\n~~~~~~text\n1 {2}▶◀■ server\n2 {2}▶◀■ server/);
  });

  it('lets nothing that was found become markup', () => {
    const found = report('http10-short');
    const hostile = { ...found.result, lab: 'a|b', target: '<img src=x> [x](y) `z` **w**' };
    const text = markdown([{ ...found, result: hostile }], english);
    expect(text).toContain('a\\|b \\<img src=x\\> \\[x\\](y) \\`z\\` \\*\\*w\\*\\*');
    expect(text).not.toMatch(/[^\\]<img/);
  });
});
