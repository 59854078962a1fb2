/** `explain LAB`: one lab from bytes to verdict, step by step. */
import { findLabs } from '../bench/find-labs.ts';
import { conversationRules, wireRules } from '../judge/lenses.ts';
import { explain } from '../report/explain/explain.ts';
import type { Language } from '../report/language/index.ts';
import { lookIn } from './output/look.ts';
import { print } from './output/output.ts';
import { runCalibrated } from './run.ts';

export async function explainLab(name: string, { lang }: { lang?: Language }): Promise<number> {
  const look = await lookIn(lang);
  const { reports } = await runCalibrated(await findLabs([name]));
  for (const report of reports)
    print(explain(report, { wire: wireRules, conversation: conversationRules }, look));
  return reports.every(({ result }) => result.outcome === 'ran') ? 0 : 1;
}
