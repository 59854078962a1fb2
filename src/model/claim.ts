/** The textbook's claims with what came of them, schema http-version-lab/claims/1. */
import type { Evidence } from './facts.ts';

export const claimsSchema = 'http-version-lab/claims/1';

export type ClaimOutcome =
  | 'holds'
  | 'holds with a caveat'
  | 'does not hold'
  | 'inconclusive'
  | 'not measurable'
  | 'calibrated'
  | 'not calibrated';

export interface Claim {
  id: string;
  claim: string;
  outcome: ClaimOutcome;
  because: string;
  /** Labs whose results decided it. */
  labs: string[];
  evidence: (Evidence & { lab: string })[];
}

export interface ClaimsFile {
  schema: typeof claimsSchema;
  claims: Claim[];
}
