/**
 * The textbook's claims, judged from results by ordered rules: of each row the first rule that applies gives the
 * outcome. If the instrument is not calibrated, it has nothing to say of anything else.
 */
import type { Claim, ClaimOutcome } from '../../model/claim.ts';
import type { LabResult } from '../../model/result.ts';
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
      : { ...claim, outcome: 'inconclusive', because: notCalibrated },
  );
}

/** Whether every reference channel is judged to be what it was built to be. */
export function isCalibrated(results: LabResult[]): boolean {
  return referenceClaims.every((row) => judgeClaim(row, results).outcome === 'calibrated');
}

/** Takes every verdict back: an instrument that misjudges a reference is not to be believed. */
export function distrust(result: LabResult): void {
  const { ordinary, limit, observed } = result.verdicts ?? {};
  for (const lenses of [ordinary, limit, observed])
    for (const verdict of lenses ? [lenses.wire, lenses.conversation] : [])
      Object.assign(verdict, { mode: 'inconclusive', because: notCalibrated });
}

const notCalibrated = 'the instrument is not calibrated';

function judgeClaim({ id, claim, rules }: ClaimRow, results: LabResult[]): Claim {
  const world = openWorld(results);
  let outcome: ClaimOutcome = 'inconclusive';
  let because = 'no rule applies';
  try {
    const fired = rules.find(([applies]) => applies(world));
    if (fired) {
      // The reason first: what it needs and does not find leaves the claim inconclusive.
      because = typeof fired[2] === 'string' ? fired[2] : fired[2](world);
      outcome = fired[1];
    }
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    because = error.message;
  }
  return { id, claim, outcome, because, labs: [...world.labs], evidence: world.evidence };
}
