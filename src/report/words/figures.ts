/** A result as figures: each has a path, such as `facts › reuse › connections`, and a value in text. */
import type { ComparableFile, ComparableResult } from '../../model/result.ts';

/** By lab, then by path. */
export type Figures = Map<string, Map<string, string>>;

export function figuresOf({ calibration, environment, results }: ComparableFile, varying: boolean): Figures {
  const all: Figures = new Map([['', new Map([['calibration', calibration]])]]);
  if (varying) flatten(environment, ['environment'], all.get('') ?? new Map());
  for (const result of results) {
    const { varying: free, violations, ...fixed } = result;
    const own = new Map<string, string>();
    flatten(fixed, [], own);
    if (varying) flatten(free, ['varying'], own);
    countRules(violations, own);
    // Its ports are other ones in every capture.
    if (isOfQuestion(result)) for (const where of ['target', 'title']) own.delete(where);
    let key = keyOf(result);
    while (all.has(key)) key += again;
    all.set(key, own);
  }
  return all;
}

/** How often each rule was broken, by grade and side: `violations › irregularity › client › http1.host`. */
function countRules(violations: readonly unknown[], into: Map<string, string>): void {
  for (const violation of violations) {
    if (!isRecord(violation)) continue;
    const { grade, side, reason, what, further } = violation as Record<string, unknown>;
    // Results of before tell of a rule by its sentence alone, and had one grade.
    const rule = isRecord(reason) ? (reason as Record<string, unknown>).id : what;
    const path = ['violations', grade ?? 'violation', side, rule].join(' › ');
    into.set(path, String(Number(into.get(path) ?? 0) + 1 + Number(further ?? 0)));
  }
}

/** Of several results of one lab, in their order. */
export const again = ' (again)';

/** Of several results of one command, each is told by its version or its target. */
const keyOf = (result: ComparableResult): string => {
  const { lab, target, version, subject } = result;
  if (isOfQuestion(result)) return `${lab} ${subject}`;
  if (target === null) return lab;
  return lab === 'probe' ? `${lab} ${target} HTTP/${version}` : `${lab} ${target}`;
};

/** What `read` gives for an interface that is named after a lab and its question. */
export const isOfQuestion = ({ lab, subject }: ComparableResult): boolean =>
  lab === 'read' && subject.includes(': ');

/** A reason is told by its sentence, which results of the schema before have too. */
function flatten(value: unknown, path: string[], into: Map<string, string>): void {
  if (isRecord(value) || (Array.isArray(value) && value.some(isRecord))) {
    for (const [key, inner] of Object.entries(value))
      if (key !== 'reason') flatten(inner, [...path, key], into);
  } else into.set(path.join(' › '), inText(value));
}

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text that looks like something else is shown as a text. */
const inText = (value: unknown): string =>
  typeof value === 'string' && !looksLikeAnother.test(value) ? value : JSON.stringify(value);

const looksLikeAnother = /^(null|true|false|[-\d."[{].*)$/;
