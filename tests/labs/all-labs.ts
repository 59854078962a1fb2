/** All labs, run as the command line runs them: side by side, in one process. */
import { assess } from '../../src/bench/assess.ts';
import { findLabs } from '../../src/bench/find-labs.ts';
import { type RunOptions, runLab } from '../../src/bench/run-lab.ts';
import type { StoredLab } from '../../src/model/recording.ts';
import type { LabResult } from '../../src/model/result.ts';

export interface LabRun {
  stored: StoredLab;
  result: LabResult;
}

/** `atOnce` limits how many labs are on the bench together. */
export async function runAllLabs(
  options: RunOptions = {},
  atOnce = Number.POSITIVE_INFINITY,
): Promise<LabRun[]> {
  const found = await findLabs([]);
  const runs: LabRun[] = [];
  const next = found[Symbol.iterator]();
  const worker = async () => {
    for (const lab of next) {
      if ('error' in lab) throw lab.error;
      const stored = await runLab(lab.id, lab.lab, options);
      runs.push({ stored, result: assess(stored).result });
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, found.length) }, worker));
  return runs.sort((a, b) => (a.result.lab < b.result.lab ? -1 : 1));
}

/** What must be the same from run to run: everything but `varying`. */
export const lasting = (runs: LabRun[]) => runs.map(({ result: { varying: _, ...rest } }) => rest);
