/** `explain LAB`: one lab from bytes to verdict, step by step. */
import { findLabs } from '../bench/find-labs.ts';
import { conversationRules, wireRules } from '../judge/lenses.ts';
import { explain } from '../report/explain/explain.ts';
import { deliver } from './output/deliver.ts';
import type { OutputOptions } from './output/options.ts';
import { everyRan, runCalibrated } from './run/calibrated.ts';

export async function explainLab(name: string, options: OutputOptions): Promise<number> {
  const { reports } = await runCalibrated(await findLabs([name]), options);
  const rules = { wire: wireRules, conversation: conversationRules };
  const delivered = await deliver(
    { table: (look) => reports.map((report) => explain(report, rules, look)) },
    options,
  );
  return Math.max(delivered, everyRan(reports.map(({ result }) => result)) ? 0 : 1);
}
