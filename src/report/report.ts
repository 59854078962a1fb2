/** What `run` prints: the tables of all labs, and with more detail one lab at a time. Results in, strings out. */
import type { LabReport, Paint } from './lab-report.ts';

export type { LabReport, Paint } from './lab-report.ts';

export function summary(reports: LabReport[], paint: Paint): string {
  return reports.map(({ result }) => paint('bold', result.lab)).join('\n');
}

export function details(report: LabReport, paint: Paint): string {
  return paint('bold', report.result.lab);
}
