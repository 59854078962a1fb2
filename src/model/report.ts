/** A result with what it was derived from: what every report is made of. */
import type { Measurement } from './facts.ts';
import type { StoredLab } from './recording.ts';
import type { LabResult } from './result.ts';
import type { Transcript } from './transcript.ts';

export interface LabReport {
  result: LabResult;
  stored: StoredLab;
  /** One for each question that has a recording with anything in it. */
  transcripts: Transcript[];
  /** With them `explain` can show the rules at work on the very connection. */
  measurements?: Measurement[];
}
