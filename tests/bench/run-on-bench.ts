/** Puts a subject on the bench and judges what came of it, as a lab would. */
import { assess } from '../../src/assess/assess.ts';
import type { Lab } from '../../src/bench/lab.ts';
import { type RunOptions, runLab } from '../../src/bench/run-lab.ts';
import type { StoredLab } from '../../src/model/recording.ts';
import type { LabResult } from '../../src/model/result.ts';
import type { Mode } from '../../src/model/verdict.ts';
import type { Subject } from '../../src/subjects/subject.ts';

export interface BenchRun {
  result: LabResult;
  stored: StoredLab;
  /** The answer to a question, and who is the cause: 'yes', 'no·server'. */
  answer(question: string): string | undefined;
  ordinary(): Record<'wire' | 'conversation', Mode | 'inconclusive'>;
  limit(): Record<'wire' | 'conversation', Mode | 'inconclusive'>;
}

export async function runOnBench(
  subject: Subject,
  options: Omit<Partial<Lab>, 'subject'> & { id?: string } & RunOptions = {},
): Promise<BenchRun> {
  const { id = 'on-the-bench', openTap, ...rest } = options;
  const lab: Lab = {
    title: id,
    subject,
    textbook: { says: null },
    permits: null,
    prediction: null,
    ...rest,
  };
  const stored = await runLab(id, lab, openTap ? { openTap } : {});
  const { result } = assess(stored);
  const level = (name: 'ordinary' | 'limit') => () => {
    const lenses = result.verdicts?.[name];
    if (!lenses) throw new Error(`${id} has no verdict: ${result.error?.reason.id}`);
    return { wire: lenses.wire.mode, conversation: lenses.conversation.mode };
  };
  return {
    result,
    stored,
    answer(question) {
      const found = result.answers?.[question];
      return found?.cause ? `${found.answer}·${found.cause}` : found?.answer;
    },
    ordinary: level('ordinary'),
    limit: level('limit'),
  };
}
