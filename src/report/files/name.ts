/** What a result is called in a file that holds several. */
import type { LabReport } from '../../model/report.ts';

/** Tells results of one command apart: by their target, and by where it was seen where the record says that. */
export function nameOf({ result: { lab, target, subject } }: LabReport): string {
  if (target === null) return lab;
  return lab === 'read' && subject !== target ? `${lab} ${target}, ${subject}` : `${lab} ${target}`;
}
