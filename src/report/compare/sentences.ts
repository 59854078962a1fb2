/** The reasons in files, by their English sentences: what differs is told by the sentence, and said in any language. */
import { isKnownReason, type Reason } from '../../model/reason.ts';

export function reasonsBySentence(files: unknown): ReadonlyMap<string, Reason> {
  const found = new Map<string, Reason>();
  collect(files, found);
  return found;
}

function collect(value: unknown, found: Map<string, Reason>): void {
  if (!isObject(value)) return;
  const { because, reason } = value as { because?: unknown; reason?: unknown };
  if (typeof because === 'string' && isKnownReason(reason)) found.set(because, reason);
  else for (const inner of Object.values(value)) collect(inner, found);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
