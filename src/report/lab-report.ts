/** What a report is made from, and how it is coloured. The caller decides about colour; the report never asks. */
import type { StoredLab } from '../model/recording.ts';
import type { LabResult } from '../model/result.ts';
import type { Transcript } from '../model/transcript.ts';

export interface LabReport {
  result: LabResult;
  stored: StoredLab;
  /** One for each question, in the order of the recordings. */
  transcripts: Transcript[];
}

/** Gives the text back as it is when colour is off. */
export type Paint = (style: Style, text: string) => string;

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** No line of a summary is wider: what a student's terminal shows without wrapping. */
export const reportWidth = 100;
