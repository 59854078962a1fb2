/**
 * What the rules of claims may ask of the results. Whatever is asked for and is not there (a lab that did not run,
 * an inconclusive verdict) makes the claim inconclusive, with that as the reason; whatever is used becomes evidence.
 */
import type { Claim } from '../../model/claim.ts';
import type { Evidence, Facts } from '../../model/facts.ts';
import { type Reason, reason } from '../../model/reason.ts';
import type { LabResult } from '../../model/result.ts';
import type { Answer, Lens, Mode } from '../../model/verdict.ts';

export interface World {
  mode(lab: string, level: 'ordinary' | 'limit', lens: Lens): Mode;
  /** All four modes: both levels, both lenses. */
  modes(lab: string): Mode[];
  facts(lab: string, question: string): Facts;
  /** Never 'inconclusive'. */
  answer(lab: string, question: string): Exclude<Answer['answer'], 'inconclusive'>;
  /** The figures of a question that vary from run to run. */
  timings(lab: string, question: string): Record<string, number | string | null>[];
  /** Bytes of both directions. */
  bytes(lab: string, question: string): number;
}

/** What a rule needed and did not find. */
export class Missing extends Error {
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reason.id);
    this.reason = reason;
  }
}

/** A world that notes which labs and messages were looked at. */
export function openWorld(results: LabResult[]): World & { labs: Set<string>; evidence: Claim['evidence'] } {
  const labs = new Set<string>();
  const evidence: Claim['evidence'] = [];

  const note = (lab: string, found: Evidence[]) => {
    for (const item of found) evidence.push({ lab, ...item });
  };
  const result = (lab: string): LabResult => {
    labs.add(lab);
    const found = results.find((other) => other.lab === lab);
    if (!found) throw new Missing(reason('missing.lab', { Lab: lab }));
    if (found.outcome !== 'ran') throw new Missing(reason(`missing.${found.outcome}`, { Lab: lab }));
    return found;
  };
  const mode: World['mode'] = (lab, level, lens) => {
    const verdict = result(lab).verdicts?.[level]?.[lens];
    if (!verdict || verdict.mode === 'inconclusive')
      throw new Missing(reason(`missing.${lens}-verdict`, { Lab: lab }));
    note(lab, verdict.evidence);
    return verdict.mode;
  };
  return {
    labs,
    evidence,
    mode,
    modes: (lab) =>
      (['ordinary', 'limit'] as const).flatMap((level) =>
        (['wire', 'conversation'] as const).map((lens) => mode(lab, level, lens)),
      ),
    facts(lab, question) {
      const facts = result(lab).facts?.[question];
      if (!facts) throw new Missing(reason('missing.facts', { Lab: lab, Question: question }));
      return facts;
    },
    answer(lab, question) {
      const answer = result(lab).answers?.[question];
      if (!answer || answer.answer === 'inconclusive')
        throw new Missing(reason('missing.answer', { Lab: lab, Question: question }));
      note(lab, answer.evidence);
      return answer.answer;
    },
    timings(lab, question) {
      const timings = result(lab).varying.timings[question];
      if (!timings || timings.length === 0)
        throw new Missing(reason('missing.figures', { Lab: lab, Question: question }));
      return timings;
    },
    bytes(lab, question) {
      const bytes = result(lab).varying.bytes[question];
      if (!bytes) throw new Missing(reason('missing.bytes', { Lab: lab, Question: question }));
      return bytes.c2s + bytes.s2c;
    },
  };
}
