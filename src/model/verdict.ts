/** Verdicts and answers, with the reason and the evidence that each must carry. */
import type { Evidence } from './facts.ts';
import type { Reason } from './reason.ts';

export type Mode = 'simplex' | 'half-duplex' | 'full-duplex';
export type Lens = 'wire' | 'conversation';

export interface Verdict {
  mode: Mode | 'inconclusive';
  /** Without ports, times, byte counts or seq. */
  reason: Reason;
  evidence: Evidence[];
}

/** As files hold it: with the reason's sentence in English. */
export type Told<Found extends { reason: Reason }> = Found & { because: string };

export type Lenses = Record<Lens, Verdict>;

export type Cause = 'protocol' | 'server' | 'client' | 'bench';

export interface Answer {
  answer: 'yes' | 'no' | 'alongside a request' | 'not applicable' | 'inconclusive';
  /** Who refused; null unless the answer is no. */
  cause: Cause | null;
  reason: Reason;
  evidence: Evidence[];
}
