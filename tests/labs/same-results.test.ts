/**
 * Results do not depend on the machine's speed: whole runs, with every core kept busy by something else, and with the
 * tap on a thread of its own, which keeps none of the order that one event loop would.
 * SAME_RESULTS_RUNS=20 makes it twenty runs instead of three.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { findLabs } from '../../src/bench/find-labs.ts';
import { openTapThread } from '../wire/tap-thread.ts';
import { type LabRun, lasting, runLabs } from './all-labs.ts';
import { whileBusy } from './busy.ts';

const times = Number(process.env.SAME_RESULTS_RUNS ?? 3);
const minutes = 60_000;
const labs = (await findLabs([])).map(({ id }) => id);

describe('results', () => {
  let first: LabRun[];
  beforeAll(async () => {
    first = await runLabs();
  }, minutes);

  it('come from labs that ran', () => {
    for (const { result } of first) expect([result.lab, result.error]).toEqual([result.lab, null]);
    expect(first.map(({ result }) => result.lab)).toEqual(labs.toSorted());
    expect(labs.length).toBeGreaterThanOrEqual(26);
  });

  it.for(Array.from({ length: times }, (_, index) => index + 1))(
    'are the same with every core busy, run %i',
    { timeout: 2 * minutes },
    async () => {
      expect(lasting(await whileBusy(() => runLabs()))).toEqual(lasting(first));
    },
  );

  // One lab after another: each question starts a thread, and that takes longer than the question.
  it.each(labs)(
    'are the same with the tap on a thread of its own: %s',
    { timeout: 2 * minutes },
    async (lab) => {
      const again = await runLabs({ openTap: openTapThread }, [lab]);
      expect(lasting(again)).toEqual(lasting(first.filter(({ result }) => result.lab === lab)));
    },
  );
});
