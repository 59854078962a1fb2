/** What a report is made from, and how it is coloured. The caller decides about colour; the report never asks. */
import type { Measurement } from '../model/facts.ts';
import type { StoredLab } from '../model/recording.ts';
import type { LabResult } from '../model/result.ts';
import type { Transcript } from '../model/transcript.ts';
import type { Say } from './language/say.ts';

export interface LabReport {
  result: LabResult;
  stored: StoredLab;
  /** One for each question that has a recording with anything in it. */
  transcripts: Transcript[];
  /** With them `explain` can show the rules at work on the very connection. */
  measurements?: Measurement[];
}

/** Tells results of one command apart: by their target, and by where it was seen where the record says that. */
export function nameOf({ result: { lab, target, subject } }: LabReport): string {
  if (target === null) return lab;
  return lab === 'read' && subject !== target ? `${lab} ${target}, ${subject}` : `${lab} ${target}`;
}

/** How a report looks to its reader: in which colours, and in which language. */
export interface Look {
  paint: Paint;
  say: Say;
}

/** Gives the text back as it is when colour is off. */
export type Paint = (style: Style, text: string) => string;

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** No line of a summary is wider: what a terminal of the usual width shows without breaking lines. */
export const reportWidth = 100;
