/** Bytes that a protocol does not allow: who sent them, where, and which rule they break. */
import { type PlainReasonId, type Reason, reason } from '../reason.ts';
import type { Direction, Position } from '../trace.ts';
import type { Grade } from './rule.ts';
import { type RuleId, rules } from './rules.ts';

export interface Fault extends Position {
  connection: number;
  /** Who sent what is not allowed. */
  side: 'client' | 'server';
  direction: Direction;
  /** Offset in this direction of this connection: of the line, the frame or the field at fault. */
  offset: number;
  /** The HTTP/2 stream on which it stands; of a PUSH_PROMISE the promised one. */
  stream?: number;
  /** The rule that it breaks. */
  reason: RuleBroken;
}

/** The reason's id is that of a rule, which says how grave it is and where it stands. */
export type RuleBroken = Reason & { id: RuleId };

/** The rules that need nothing but their id. */
export type PlainRuleId = PlainReasonId & RuleId;

/** A rule that is broken, or the id of one that needs no more. */
export type GivenRule = RuleBroken | PlainRuleId;

export const ruleBroken = (given: GivenRule): RuleBroken =>
  typeof given === 'string' ? { ...reason(given), id: given } : given;

export const gradeOf = ({ id }: RuleBroken): Grade => rules[id].grade;

/** As a result lists it: how grave it is, by whom, which rule, and where that stands. */
export interface BrokenRule {
  grade: Grade;
  side: 'client' | 'server';
  connection: number;
  question: string;
  reason: Reason;
  rfc: string;
  /** Where it stands in its direction of the connection, in bytes. */
  offset: number;
  /** How often this side broke this rule in this question afterwards, of which nothing more is listed. */
  further?: number;
}

/** Of one rule that one side breaks in one question so many places are listed, and the others counted. */
export const mostPlaces = 100;

export interface FaultList {
  add(fault: Fault, question: string): void;
  /** In the order in which they were added; it grows. */
  readonly listed: BrokenRule[];
}

/** However often one rule is broken, what breaks another one is listed. */
export function listFaults(): FaultList {
  const listed: BrokenRule[] = [];
  const alike = new Map<string, { places: number; last: BrokenRule }>();
  return {
    listed,
    add({ side, connection, offset, reason }, question) {
      const key = sameBreach({ question, side, reason });
      const found = alike.get(key);
      if (found !== undefined && found.places === mostPlaces) {
        found.last.further = (found.last.further ?? 0) + 1;
        return;
      }
      const { grade, rfc } = rules[reason.id];
      const last = { grade, side, connection, question, reason, rfc, offset };
      listed.push(last);
      alike.set(key, { places: (found?.places ?? 0) + 1, last });
    },
  };
}

/** What is the same wherever a side breaks a rule in a question. */
export const sameBreach = ({
  question,
  side,
  reason,
}: Pick<BrokenRule, 'question' | 'side' | 'reason'>): string => JSON.stringify([question, side, reason.id]);
