/** Rules that were broken, in words: the two grades apart, who, where, which rule, and how often. */
import { type BrokenRule, sameBreach } from '../../model/rules/fault.ts';
import type { Grade } from '../../model/rules/rule.ts';
import type { Say } from '../language/say.ts';
import { type Look, reportWidth } from '../look.ts';
import { hang, printable } from './text.ts';
import { connectionOf } from './words.ts';

/** What each grade means for all else that is told. */
export const gradeHeads = {
  violation: 'Violations: from there on it is not sure where messages begin and end',
  irregularity: 'Irregularities: a rule is broken, and no verdict goes by it',
} as const satisfies Record<Grade, string>;

export interface FaultGroup {
  grade: Grade;
  /** The first of them, in words. */
  lines: string[];
  /** How many there are of which no line tells. */
  more: number;
}

/** A line for each rule that a side broke in a question, with the first place; a grade of which there is none is left out. */
export const faultGroups = (faults: readonly BrokenRule[], say: Say): FaultGroup[] =>
  grades.flatMap((grade) => {
    const breaches = breachesIn(faults.filter((fault) => fault.grade === grade));
    const lines = breaches.slice(0, linesShown).map((breach) => faultLine(breach, say));
    return lines.length === 0 ? [] : [{ grade, lines, more: breaches.length - lines.length }];
  });

const grades = Object.keys(gradeHeads) as Grade[];

/** A rule that one side broke in one question: where first, and how often, those counted in that are not listed. */
export interface Breach {
  first: BrokenRule;
  times: number;
}

/** In the order of their first places. `keyOf`: what is the same of all that are counted together. */
export function breachesIn(faults: readonly BrokenRule[], keyOf = sameBreach): Breach[] {
  const breaches = new Map<string, Breach>();
  for (const fault of faults) {
    const key = keyOf(fault);
    const breach = breaches.get(key) ?? { first: fault, times: 0 };
    breach.times += 1 + (fault.further ?? 0);
    breaches.set(key, breach);
  }
  return [...breaches.values()];
}

/** 'reuse, connection 1: by the client, at byte 17: an invalid Host (RFC 9112 §3.2); 3 times in all' */
const faultLine = (breach: Breach, say: Say): string =>
  [connectionOf(breach.first.question, breach.first.connection, say), breachWords(breach, say)].join(
    say(': '),
  );

/** 'by the client, at byte 17: an invalid Host (RFC 9112 §3.2); 3 times in all' */
export function breachWords({ first, times }: Breach, say: Say): string {
  const { side, offset, reason, rfc } = first;
  const words = [
    say(side === 'client' ? 'by the client, at byte {n}' : 'by the server, at byte {n}', { n: offset }),
    `${printable(say.reason(reason))} (${rfc})`,
  ].join(say(': '));
  return times === 1 ? words : words + say('; {n} times in all', { n: times });
}

const linesShown = 12;

/** Each grade with its head, in lines that begin with `indent`; none where no rule was broken. */
export function faultSections(
  faults: readonly BrokenRule[],
  { paint, say }: Look,
  indent = '',
  width = reportWidth,
): string[] {
  return faultGroups(faults, say).flatMap(({ grade, lines, more }, index) => [
    ...(index === 0 ? [] : ['']),
    indent + paint('bold', say(gradeHeads[grade])),
    ...lines.flatMap((line) => hang(`${indent}  `, line, width).split('\n')),
    ...(more > 0 ? [`${indent}  ${say('… and {n} more', { n: more })}`] : []),
  ]);
}
