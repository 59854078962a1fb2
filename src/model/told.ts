/** Results and claims as files hold them: beside each reason stands its sentence in English. */
import type { Claim } from './claim.ts';
import { inEnglish } from './reason.ts';
import { type Failure, type LabResult, mapVerdicts, type ToldResult } from './result.ts';
import type { Answer, Told, Verdict } from './verdict.ts';

export const toldResult = ({ faults, ...result }: LabResult): ToldResult => ({
  ...result,
  error: result.error && toldFailure(result.error),
  answers: result.answers && toldAnswers(result.answers),
  verdicts: result.verdicts && mapVerdicts(result.verdicts, toldVerdict),
  violations: faults.map(({ offset: _, ...fault }) => ({ ...fault, what: inEnglish(fault.reason) })),
  varying: { ...result.varying, offsets: offsetsOf(faults) },
});

function offsetsOf(faults: LabResult['faults']): Record<string, number[]> {
  const offsets = new Map<string, number[]>();
  for (const { question, offset } of faults)
    offsets.set(question, [...(offsets.get(question) ?? []), offset]);
  return Object.fromEntries(offsets);
}

const toldFailure = ({ code, reason }: Failure): ToldResult['error'] => ({
  code,
  message: inEnglish(reason),
  reason,
});

const toldVerdict = ({ mode, reason, evidence }: Verdict): Told<Verdict> => ({
  mode,
  reason,
  because: inEnglish(reason),
  evidence,
});

const toldAnswers = (answers: Record<string, Answer>): Record<string, Told<Answer>> =>
  Object.fromEntries(
    Object.entries(answers).map(([question, { answer, cause, reason, evidence }]) => [
      question,
      { answer, cause, reason, because: inEnglish(reason), evidence },
    ]),
  );

export const toldClaim = ({ id, claim, outcome, reason, ...grounds }: Claim): Told<Claim> => ({
  id,
  claim,
  outcome,
  reason,
  because: inEnglish(reason),
  ...grounds,
});
