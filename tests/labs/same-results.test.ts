/**
 * Results do not depend on the machine's speed: whole runs, with every core kept busy by something else, and with the
 * tap on a thread of its own, which keeps none of the order that one event loop would.
 * SAME_RESULTS_RUNS=20 makes it twenty runs instead of three.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { openTapThread } from '../../src/wire/tap-thread.ts';
import { type LabRun, lasting, runAllLabs } from './all-labs.ts';
import { whileBusy } from './busy.ts';

const times = Number(process.env.SAME_RESULTS_RUNS ?? 3);
const minutes = 60_000;

describe('results', () => {
  let first: LabRun[];
  beforeAll(async () => {
    first = await runAllLabs();
  }, minutes);

  it('come from labs that ran', () => {
    for (const { result } of first) expect([result.lab, result.error]).toEqual([result.lab, null]);
    expect(first.length).toBeGreaterThanOrEqual(26);
  });

  it.for(Array.from({ length: times }, (_, index) => index + 1))(
    'are the same with every core busy, run %i',
    { timeout: 2 * minutes },
    async () => {
      expect(lasting(await whileBusy(() => runAllLabs()))).toEqual(lasting(first));
    },
  );

  it('are the same with the tap on a thread of its own', { timeout: 5 * minutes }, async () => {
    expect(lasting(await runAllLabs({ openTap: openTapThread }, 2))).toEqual(lasting(first));
  });
});
