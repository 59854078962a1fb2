/** What a probe says of the time after which an idle connection was closed, beside the one that was advertised. */
import { expect, it } from 'vitest';
import { nothingVaries } from '../../../src/model/result.ts';
import { probeCells } from '../../../src/report/real/probe.ts';
import { answer, plain, report, result } from '../fixtures.ts';

const idle = (measuredMilliseconds: number, advertisedMilliseconds: number | null) => {
  const varying = nothingVaries();
  const figures = {
    measuredMilliseconds,
    watchedMilliseconds: null,
    advertisedMilliseconds,
    closedBy: 'server',
  };
  varying.timings = { idle: [figures] };
  const probed = result('probe', { answers: { idle: answer('yes', null, 'it was closed') }, varying });
  return probeCells(report(probed), plain.say)['idle connection'];
};

it.each([
  [449, 1000, 'closed after 0.4 s, sooner than advertised (1 s)'],
  [451, 1000, 'closed after 0.5 s, as advertised (1 s)'],
  [1949, 1000, 'closed after 1.9 s, as advertised (1 s)'],
  [1951, 1000, 'closed after 2.0 s, later than advertised (1 s)'],
  [2000, null, 'closed after 2.0 s'],
])('%d ms, where %o was advertised: %s', (measured, advertised, said) => {
  expect(idle(measured, advertised)).toBe(said);
});
