/** All labs, run as the command line runs them: side by side, in one process. */
import { assess } from '../../src/assess/assess.ts';
import { findLabs } from '../../src/bench/find-labs.ts';
import { type RunOptions, runLab } from '../../src/bench/run-lab.ts';
import { startStaggered } from '../../src/bench/start-staggered.ts';
import type { StoredLab } from '../../src/model/recording.ts';
import type { LabResult } from '../../src/model/result.ts';
import { toldResult } from '../../src/model/told.ts';
import { loadLibraries } from '../../src/subjects/libraries.ts';

export interface LabRun {
  stored: StoredLab;
  result: LabResult;
}

/** All of them, or those that are named. */
export async function runLabs(options: RunOptions = {}, names: string[] = []): Promise<LabRun[]> {
  const found = await findLabs(names);
  loadLibraries(found.flatMap((lab) => ('lab' in lab ? [lab.lab.subject] : [])));
  const runs = await startStaggered(found, async (lab) => {
    if ('error' in lab) throw lab.error;
    const stored = await runLab(lab.id, lab.lab, options);
    return { stored, result: assess(stored).result };
  });
  return runs.sort((a, b) => (a.result.lab < b.result.lab ? -1 : 1));
}

/** What must be the same from run to run: everything but `varying`. */
export const lasting = (runs: LabRun[]) =>
  runs.map(({ result }) => {
    const { varying: _, ...rest } = toldResult(result);
    return rest;
  });
