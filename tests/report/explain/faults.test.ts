import { expect, it } from 'vitest';
import { explain } from '../../../src/report/explain/explain.ts';
import { asTold, brokenBy, lenses, plain, report, result } from '../fixtures.ts';

it('ends with the rules that were broken', () => {
  const judged = report(
    result('small', { verdicts: { ordinary: lenses('simplex', 'simplex'), limit: null } }),
  );
  const text = () => explain(judged, { wire: [], conversation: [] }, plain);
  expect(text()).not.toContain('7. ');
  judged.result.faults.push(brokenBy('client', { reason: asTold('an odd thing') }));
  expect(text()).toContain(
    [
      '7. The rules that were broken',
      '   Irregularities: a rule is broken, and no verdict goes by it',
      '     reuse, connection 1: by the client, at byte 17: an odd thing (RFC 1 §2)\n',
    ].join('\n'),
  );
});
