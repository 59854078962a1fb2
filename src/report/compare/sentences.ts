/** What files tell in English sentences that say something of their own: what differs is told by the sentence, in any language. */
import { isKnownReason } from '../../model/reason.ts';
import type { Say } from '../language/say.ts';
import { subjectOf, titleOf } from '../words/results.ts';

/** By the English sentence. */
export type Sentences = ReadonlyMap<string, (say: Say) => string>;

export function sentencesOf(files: unknown): Sentences {
  const found = new Map<string, (say: Say) => string>();
  collect(files, found);
  return found;
}

function collect(value: unknown, found: Map<string, (say: Say) => string>): void {
  if (typeof value !== 'object' || value === null) return;
  const { because, reason, title, subject, target } = value as Record<string, unknown>;
  if (typeof because === 'string' && isKnownReason(reason)) found.set(because, (say) => say.reason(reason));
  if (typeof subject === 'string') found.set(subject, (say) => subjectOf({ subject }, say));
  if (typeof title === 'string' && typeof subject === 'string' && typeof target === 'string')
    found.set(title, (say) => titleOf({ title, subject, target }, say));
  for (const inner of Object.values(value)) if (inner !== reason) collect(inner, found);
}
