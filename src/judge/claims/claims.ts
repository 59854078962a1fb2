/**
 * The textbook's claims, judged from results by ordered rules: of each row the first rule that applies gives the
 * outcome. If the instrument is not calibrated, it has nothing to say of anything else.
 */
import type { Claim, ClaimOutcome } from '../../model/claim.ts';
import { type Reason, reason } from '../../model/reason.ts';
import { type LabResult, mapVerdicts } from '../../model/result.ts';
import type { Verdict } from '../../model/verdict.ts';
import { httpClaims, initiativeClaims } from './http.ts';
import { referenceClaims } from './reference.ts';
import type { ClaimRow } from './row.ts';
import { socketClaims, webSocketClaims } from './socket.ts';
import { Missing, openWorld } from './world.ts';

/** In the textbook's order. */
export const claimRows: readonly ClaimRow[] = [
  ...referenceClaims,
  ...httpClaims,
  ...webSocketClaims,
  ...initiativeClaims,
  ...socketClaims,
];

/** The labs that the reference claims rest on: the instrument is calibrated with them. */
export const referenceLabs = ['reference-television', 'reference-walkie-talkie', 'reference-telephone'];

export function judgeClaims(results: LabResult[]): Claim[] {
  const judged = claimRows.map((row) => judgeClaim(row, results));
  const calibrated = isCalibrated(results);
  return judged.map((claim) =>
    calibrated || referenceClaims.some(({ id }) => id === claim.id)
      ? claim
      : { ...claim, outcome: 'inconclusive', reason: notCalibrated },
  );
}

/** Whether every reference channel is judged to be what it was built to be. */
export function isCalibrated(results: LabResult[]): boolean {
  return referenceClaims.every((row) => judgeClaim(row, results).outcome === 'calibrated');
}

/** With every verdict taken back: an instrument that misjudges a reference is not to be believed. */
export const distrusted = (result: LabResult): LabResult => ({
  ...result,
  verdicts: result.verdicts && mapVerdicts(result.verdicts, takenBack),
});

const takenBack = (verdict: Verdict): Verdict => ({
  ...verdict,
  mode: 'inconclusive',
  reason: notCalibrated,
});

const notCalibrated = reason('verdict.not-calibrated');

function judgeClaim({ id, claim, rules }: ClaimRow, results: LabResult[]): Claim {
  const world = openWorld(results);
  let outcome: ClaimOutcome = 'inconclusive';
  let why: Reason = reason('claim.not-applicable');
  try {
    const fired = rules.find(([applies]) => applies(world));
    if (fired) {
      // The reason first: what it needs and does not find leaves the claim inconclusive.
      why = typeof fired[2] === 'string' ? reason(fired[2]) : fired[2](world);
      outcome = fired[1];
    }
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    why = error.reason;
  }
  return { id, claim, outcome, reason: why, labs: [...world.labs], evidence: world.evidence };
}
