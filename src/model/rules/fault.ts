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

/** Of one server that is observed so many are listed, and there may have been more. */
export const mostListed = 100;

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
}

/** Of a fault that was found in this question. */
export function brokenRule({ side, connection, offset, reason }: Fault, question: string): BrokenRule {
  const { grade, rfc } = rules[reason.id];
  return { grade, side, connection, question, reason, rfc, offset };
}
