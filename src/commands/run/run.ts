/** `run [lab…]`: puts labs on the bench side by side, prints the tables, writes what was asked for. */
import { findLabs } from '../../bench/find-labs.ts';
import { judgeClaims } from '../../judge/claims/claims.ts';
import type { LabReport } from '../../model/report.ts';
import { details, summary } from '../../report/run/report.ts';
import { type AskedFile, deliver } from '../output/deliver.ts';
import type { ReportOptions } from '../output/options.ts';
import { reportFiles, traceFile } from '../output/report-files.ts';
import { resultFile } from '../output/result-file.ts';
import { untilSignal } from '../signals.ts';
import type { CommandEntry } from '../table/command.ts';
import { everyRan, runCalibrated, sayFailures, sayInterrupted } from './calibrated.ts';

/** Exit code 0 if every lab ran, whatever was found; else 1. What is no lab may be a command that was mistyped. */
export async function run(
  names: string[],
  options: ReportOptions,
  commands: readonly CommandEntry[] = [],
): Promise<number> {
  const began = Date.now();
  const found = await findLabs(
    names,
    commands.map(({ name }) => name),
  );
  const { trace, ...others } = options;
  // What is over is written: whatever ends the run takes the others alone.
  const traces: AskedFile[] = [];
  const onReport = (report: LabReport) => {
    if (trace !== undefined) traces.push(begun(traceFile(trace, report)));
  };
  const { reports, calibrated, warning } = await untilSignal((interruption) =>
    runCalibrated(found, { ...options, interruption, onReport }),
  );
  const results = reports.map(({ result }) => result);
  const claims = names.length > 0 ? [] : judgeClaims(results);
  const delivered = await deliver(
    {
      table: (look) => [
        summary(reports, look, claims),
        ...(options.verbose || names.length > 0 ? reports.map((report) => `\n${details(report, look)}`) : []),
      ],
      json: resultFile(results, calibrated),
      files: [...traces, ...reportFiles({ reports, began, claims, warning }, others)],
    },
    options,
  );
  sayFailures(results);
  sayInterrupted(results);
  return Math.max(delivered, everyRan(results) ? 0 : 1);
}

/** It is being written; what comes of that is told with the other files. */
function begun({ name, write }: AskedFile): AskedFile {
  const written = Promise.resolve().then(write);
  written.catch(() => {});
  return { name, write: () => written };
}
