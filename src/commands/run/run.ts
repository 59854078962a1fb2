/** `run [lab…]`: puts labs on the bench side by side, prints the tables, writes what was asked for. */
import { findLabs } from '../../bench/find-labs.ts';
import { judgeClaims } from '../../judge/claims/claims.ts';
import { details, summary } from '../../report/run/report.ts';
import { deliver } from '../output/deliver.ts';
import type { ReportOptions } from '../output/options.ts';
import { reportFiles } from '../output/report-files.ts';
import { resultFile } from '../output/result-file.ts';
import type { CommandEntry } from '../table/command.ts';
import { everyRan, runCalibrated, sayFailures } from './calibrated.ts';

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
  const { reports, calibrated, warning } = await runCalibrated(found, options);
  const results = reports.map(({ result }) => result);
  const claims = names.length > 0 ? [] : judgeClaims(results);
  const delivered = await deliver(
    {
      table: (look) => [
        summary(reports, look, claims),
        ...(options.verbose || names.length > 0 ? reports.map((report) => `\n${details(report, look)}`) : []),
      ],
      json: resultFile(results, calibrated),
      files: reportFiles({ reports, began, claims, warning }, options),
    },
    options,
  );
  sayFailures(results);
  return Math.max(delivered, everyRan(results) ? 0 : 1);
}
