/** A claim as the tables hold it: its wording, and the ordered rules that give its outcome. */
import type { ClaimOutcome } from '../../model/claim.ts';
import type { PlainReasonId, Reason } from '../../model/reason.ts';
import type { World } from './world.ts';

export interface ClaimRow {
  id: string;
  claim: string;
  /** In order; the last one always applies. Conditions may look at the world and throw `Missing`. */
  rules: [
    applies: (world: World) => boolean,
    outcome: ClaimOutcome,
    reason: PlainReasonId | ((world: World) => Reason),
  ][];
}
