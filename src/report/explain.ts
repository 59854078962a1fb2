/** Walks one lab from its bytes to its verdict, so that a student can check every step of the way. */
import type { ConnectionShape, Evidence } from '../model/facts.ts';
import type { Lens, Verdict } from '../model/verdict.ts';
import type { LabReport, Paint } from './lab-report.ts';

export function explain({ result }: LabReport, _rules: Rules, paint: Paint): string {
  return paint('bold', result.lab);
}

/** The rules of a lens as they were tried on the connection that the evidence points at; null if it is not known. */
export type Rules = (lens: Lens, evidence: Evidence) => Judged | null;

export interface Judged {
  shape: ConnectionShape;
  /** In the order in which they were tried; the last of them held. */
  tried: { condition: string; mode: Verdict['mode']; held: boolean }[];
}
