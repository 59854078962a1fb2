/** Rules that were broken, in words: the two grades apart, who, where, which rule, and how often. */
import { type BrokenRule, mostListed } from '../../model/rules/fault.ts';
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
    const alike = groupsOf(faults.filter((fault) => fault.grade === grade));
    const isAll = faults.length < mostListed;
    const lines = alike.slice(0, linesShown).map((same) => faultLine(same, isAll, say));
    return lines.length === 0 ? [] : [{ grade, lines, more: alike.length - lines.length }];
  });

const grades = Object.keys(gradeHeads) as Grade[];

/** Those that differ in nothing but the connection and the place. */
function groupsOf(faults: readonly BrokenRule[]): BrokenRule[][] {
  const groups = new Map<string, BrokenRule[]>();
  for (const fault of faults) {
    const { question, side, reason } = fault;
    const key = JSON.stringify([question, side, reason]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [fault]);
    else group.push(fault);
  }
  return [...groups.values()];
}

/** 'reuse, connection 1: by the client, at byte 17: an invalid Host (RFC 9112 §3.2); 3 times in all' */
function faultLine(same: readonly BrokenRule[], isAll: boolean, say: Say): string {
  const [first] = same;
  if (first === undefined) return '';
  const { question, connection, side, offset, reason, rfc } = first;
  const words = [
    connectionOf(question, connection, say),
    say(side === 'client' ? 'by the client, at byte {n}' : 'by the server, at byte {n}', { n: offset }),
    `${printable(say.reason(reason))} (${rfc})`,
  ].join(say(': '));
  if (same.length === 1) return words;
  return words + say(isAll ? '; {n} times in all' : '; {n} times or more', { n: same.length });
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
