/** `claims`: the textbook's claims, each with its outcome, the reason, and the labs behind it. */

import { findLabs } from '../bench/find-labs.ts';
import { judgeClaims } from '../judge/claims/claims.ts';
import { type ClaimsFile, claimsSchema } from '../model/claim.ts';
import { toldClaim } from '../model/told.ts';
import { claimsTable } from '../report/run/claims.ts';
import { deliver } from './output/deliver.ts';
import type { OutputOptions } from './output/options.ts';
import { everyRan, runCalibrated, sayFailures } from './run/calibrated.ts';

export async function claims(options: OutputOptions): Promise<number> {
  const { reports } = await runCalibrated(await findLabs([]), options);
  const results = reports.map(({ result }) => result);
  const judged = judgeClaims(results);
  const json: ClaimsFile = { schema: claimsSchema, claims: judged.map(toldClaim) };
  const delivered = await deliver({ table: (look) => [claimsTable(judged, look)], json }, options);
  sayFailures(results);
  return Math.max(delivered, everyRan(results) ? 0 : 1);
}
