/** The reasons in files, by their English sentences: what differs is told by the sentence, and said in any language. */
import type { Parameter, Reason } from '../../model/reason.ts';
import { reasonTexts } from '../../model/reasons/reasons.ts';

export function reasonsBySentence(files: unknown): ReadonlyMap<string, Reason> {
  const found = new Map<string, Reason>();
  collect(files, found);
  return found;
}

function collect(value: unknown, found: Map<string, Reason>): void {
  if (!isObject(value)) return;
  const { because, reason } = value as { because?: unknown; reason?: unknown };
  if (typeof because === 'string' && isReason(reason)) found.set(because, reason);
  else for (const inner of Object.values(value)) collect(inner, found);
}

/** A file may be of another version: a reason that is not known here is none. */
function isReason(value: unknown): value is Reason {
  if (!isObject(value)) return false;
  const { id, parameters } = value as { id?: unknown; parameters?: unknown };
  return (
    typeof id === 'string' &&
    Object.hasOwn(reasonTexts, id) &&
    isObject(parameters) &&
    Object.values(parameters).every(isParameter)
  );
}

const isParameter = (value: unknown): value is Parameter =>
  ['string', 'number'].includes(typeof value) ||
  isReason(value) ||
  (Array.isArray(value) && value.every(isReason));

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
