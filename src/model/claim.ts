/** The textbook's claims with what came of them, schema http-version-lab/claims/2. */
import type { Evidence } from './facts.ts';
import type { Reason } from './reason.ts';
import type { Told } from './verdict.ts';

export const claimsSchema = 'http-version-lab/claims/2';

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
  reason: Reason;
  /** Labs whose results decided it. */
  labs: string[];
  evidence: (Evidence & { lab: string })[];
}

export interface ClaimsFile {
  schema: typeof claimsSchema;
  claims: Told<Claim>[];
}
