/** Of a lab whose trace is kept, as files are made of it. */
import { readFileSync } from 'node:fs';
import { assess } from '../../../src/assess/assess.ts';
import { readRecordings } from '../../../src/model/read-recordings.ts';
import type { LabReport } from '../../../src/model/report.ts';

export function report(lab: string): LabReport {
  const stored = readRecordings(
    readFileSync(new URL(`../../fixtures/${lab}.ndjson`, import.meta.url), 'utf8'),
  );
  return { stored, ...assess(stored) };
}
