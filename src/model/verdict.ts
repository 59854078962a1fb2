/** Verdicts and answers, with the reason and the evidence that each must carry. */
import type { Evidence } from './facts.ts';

export type Mode = 'simplex' | 'half-duplex' | 'full-duplex';
export type Lens = 'wire' | 'conversation';

export interface Verdict {
  mode: Mode | 'inconclusive';
  /** One sentence without ports, times, byte counts or seq. */
  because: string;
  evidence: Evidence[];
}

export type Lenses = Record<Lens, Verdict>;

export type Cause = 'protocol' | 'server' | 'client' | 'bench';

export interface Answer {
  answer: 'yes' | 'no' | 'alongside a request' | 'not applicable' | 'inconclusive';
  /** Who refused; null unless the answer is no. */
  cause: Cause | null;
  because: string;
  evidence: Evidence[];
}
