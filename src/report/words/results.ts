/** The texts that results hold as data, what was on the bench, and what stands in their place where a lab failed. */
import type { LabReport } from '../../model/report.ts';
import type { LabResult } from '../../model/result.ts';
import type { Say } from '../language/say.ts';
import { nothing } from './words.ts';

export const titleOf = (
  { title, subject, target }: Pick<LabResult, 'title' | 'subject' | 'target'>,
  say: Say,
): string =>
  target !== null && title === `${target}, seen on ${subject}`
    ? say('{Server}, seen on {Interface}', { Server: target, Interface: subject })
    : say.data(title);

/** A proxy that says who it is has its name after what it is. */
export const subjectOf = ({ subject }: Pick<LabResult, 'subject'>, say: Say): string =>
  subject.startsWith(namedProxy)
    ? say('a real proxy: {Name}', { Name: subject.slice(namedProxy.length) })
    : say.data(subject);

const namedProxy = 'a real proxy: ';

/** It came to no end: what it has no figures, answers and verdicts of could not be told. */
export const isBroken = ({ outcome }: Pick<LabResult, 'outcome'>): boolean =>
  outcome === 'failed' || outcome === 'timed-out';

/** '?' for what a broken lab was asked, '–' for what a lab was not asked. What one is asked that never ran nobody knows. */
export function inPlaceOf({ result, stored }: LabReport, question: string): '?' | typeof nothing {
  const { questions } = stored.description;
  return isBroken(result) && (questions.length === 0 || questions.includes(question)) ? '?' : nothing;
}

/** What was answered, or was to be before the lab broke. */
export const wasAsked = ({ result, stored }: LabReport, question: string): boolean =>
  result.answers?.[question] !== undefined ||
  (isBroken(result) && stored.description.questions.includes(question));
