/** Puts labs on the bench, the reference channels first: what the instrument says is worth what it says of those. */

import { assess } from '../../assess/assess.ts';
import { type FoundLab, findLabs } from '../../bench/find-labs.ts';
import { type RunOptions, runLab } from '../../bench/run-lab.ts';
import { type Interruption, interruptedCode } from '../../bench/run-question.ts';
import { startStaggered } from '../../bench/start-staggered.ts';
import { distrusted, isCalibrated, referenceLabs } from '../../judge/claims/claims.ts';
import { inEnglish, reasonOfError } from '../../model/reason.ts';
import type { RecordedError, StoredLab } from '../../model/recording.ts';
import type { LabReport } from '../../model/report.ts';
import { type LabResult, nothingVaries } from '../../model/result.ts';
import { printable } from '../../report/words/text.ts';
import { loadLibraries } from '../../subjects/libraries.ts';
import type { OutputOptions } from '../output/options.ts';
import { complain, progress } from '../output/output.ts';

const misjudged = 'the instrument is not calibrated: it misjudges a reference channel';
const unmeasured = 'the instrument is not calibrated: a reference channel came to no end';

export interface RunningOptions extends OutputOptions {
  interruption?: Interruption;
  /** Called as each lab is over. */
  onReport?: (report: LabReport) => void;
}

/**
 * The reference channels run first, whether they were asked for or not; if the instrument misjudges one of them,
 * every other verdict is inconclusive.
 */
export async function runCalibrated(
  found: FoundLab[],
  options: RunningOptions,
): Promise<{ reports: LabReport[]; calibrated: boolean; warning?: string }> {
  const own = found.filter(({ id }) => referenceLabs.includes(id));
  const missing = referenceLabs.filter((id) => own.every((lab) => lab.id !== id));
  // Nobody asked for those that are missing.
  const onReport = (report: LabReport) => {
    if (!missing.includes(report.result.lab)) options.onReport?.(report);
  };
  const referees = [...own, ...(missing.length > 0 ? await findLabs(missing) : [])];
  const references = await runAll(referees, { ...options, onReport });
  const calibrated = isCalibrated(references.map(({ result }) => result));
  const broken = references.filter(({ result }) => result.outcome !== 'ran');
  const warning = broken.length > 0 ? unmeasured : misjudged;
  if (!calibrated && !options.interruption?.hasCome()) {
    complain(warning);
    // Who asked for them is told of them all the same.
    sayFailures(broken.map(({ result }) => result).filter(({ lab }) => missing.includes(lab)));
  }
  const measured = await runAll(
    found.filter(({ id }) => !referenceLabs.includes(id)),
    options,
  );
  const others = calibrated
    ? measured
    : measured.map((report) => ({ ...report, result: distrusted(report.result) }));
  const asked = references.filter(({ result }) => found.some(({ id }) => id === result.lab));
  return { reports: [...asked, ...others], calibrated, ...(calibrated ? {} : { warning }) };
}

/** Labs run side by side, so that waiting costs once. */
async function runAll(found: FoundLab[], options: RunningOptions): Promise<LabReport[]> {
  const { quiet, interruption, onReport } = options;
  let asked = 0;
  try {
    loadLibraries(found.flatMap((lab) => ('lab' in lab ? [lab.lab.subject] : [])));
  } catch {
    // Told for each lab that needs it.
  }
  const onProgress = () =>
    progress(`${found.length} labs on the bench, ${++asked} questions answered`, quiet);
  const reports = await startStaggered(found, async (lab) => {
    const over = await report(lab, { onProgress, interruption });
    onReport?.(over);
    return over;
  });
  progress('', quiet);
  return reports;
}

async function report(found: FoundLab, options: RunOptions): Promise<LabReport> {
  if ('error' in found) return failedReport(found.id, found.error);
  try {
    const onLateError = (question: string, { message }: RecordedError) => {
      if (options.interruption?.hasCome()) return;
      complain(printable(`${found.id}: failed after its end: ${question}: ${message}`, 1000));
      process.exitCode = 1;
    };
    const stored = await runLab(found.id, found.lab, { ...options, onLateError });
    return { stored, ...assess(stored) };
  } catch (error) {
    return failedReport(found.id, error instanceof Error ? error : new Error(String(error)));
  }
}

/** esbuild says what is wrong, and where, in its second line. Whose folder that is is nobody else's business. */
function inOneLine(message: string): string {
  const [first = '', second = ''] = message.split('\n');
  return first.endsWith(':') ? `${first} ${second.replace(/^\S*[/\\]/, '')}`.trim() : first;
}

/** A lab that never came onto the bench still has its row. */
function failedReport(lab: string, error: Error): LabReport {
  const known = { lab, title: lab, subject: lab, target: null, version: null } as const;
  const said = { permits: null, textbook: { says: null }, prediction: null } as const;
  const stored: StoredLab = {
    description: { ...known, ...said, client: 'bench', ordinary: [], questions: [] },
    recordings: [],
  };
  const code = (error as NodeJS.ErrnoException).code ?? error.name;
  const message = inOneLine(error.message);
  const result: LabResult = {
    ...known,
    ...said,
    outcome: 'failed',
    error: { code, reason: reasonOfError({ ...error, message }) },
    facts: null,
    answers: null,
    verdicts: null,
    faults: [],
    varying: nothingVaries(),
  };
  return { result, stored, transcripts: [] };
}

export function sayFailures(results: LabResult[]): void {
  for (const { lab, outcome, error } of results)
    if (error && error.code !== interruptedCode)
      complain(printable(`${lab}: ${outcome}: ${inEnglish(error.reason)}`, 1000));
}

/** In one line, for it is the user's own doing. */
export function sayInterrupted(results: LabResult[]): void {
  const unfinished = results.filter(({ error }) => error?.code === interruptedCode);
  if (unfinished.length > 0)
    complain(`interrupted: ${unfinished.length} of ${results.length} labs had not come to their end`);
}

export const everyRan = (results: LabResult[]): boolean => results.every(({ outcome }) => outcome === 'ran');
