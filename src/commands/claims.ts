/** `claims`: the textbook's claims, each with its outcome, the reason, and the labs behind it. */
import { findLabs } from '../bench/find-labs.ts';
import { judgeClaims } from '../judge/claims/claims.ts';
import { type ClaimsFile, claimsSchema } from '../model/claim.ts';
import type { Language } from '../report/language/index.ts';
import { claimsTable } from '../report/run/claims.ts';
import { lookIn } from './output/look.ts';
import { complain, print, writeJson } from './output/output.ts';
import { runCalibrated } from './run.ts';

export async function claims({ json, lang }: { json?: string; lang?: Language }): Promise<number> {
  const { reports } = await runCalibrated(await findLabs([]));
  const judged = judgeClaims(reports.map(({ result }) => result));
  const file: ClaimsFile = { schema: claimsSchema, claims: judged };
  if (json !== '-') print(claimsTable(judged, await lookIn(lang)));
  if (json !== undefined) await writeJson(json, file);
  for (const { result } of reports)
    if (result.error) complain(`${result.lab}: ${result.outcome}: ${result.error.message}`);
  return reports.every(({ result }) => result.outcome === 'ran') ? 0 : 1;
}
