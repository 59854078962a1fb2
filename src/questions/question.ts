/**
 * A question: how it is asked (with gates, on a bench) and what is found (from the transcript alone, so that a
 * stored trace can be judged again). Stimulus and rules stand on one screen, with the RFC section they rest on.
 */
import type { Damage } from '../model/facts.ts';
import type { Message } from '../model/message.ts';
import { type PlainReasonId, type Reason, reasonOf } from '../model/reason.ts';
import type { LabDescription } from '../model/result.ts';
import type { Transcript } from '../model/transcript.ts';
import type { Answer } from '../model/verdict.ts';
import type { Bench } from './bench.ts';

export interface Question {
  id: string;
  /** Ends with a question mark. */
  asks: string;
  /** Where the specification speaks of it. */
  rfc: string;
  /** Damage that the question does on purpose, which therefore spoils no verdict. */
  provokes?: Damage['kind'][];
  /** No gate forces its order, so that what crosses when is a matter of chance: it has an answer, and no facts or verdicts. */
  isLeftToChance?: true;
  /** Rejects when an exchange fails that should not. Without it, the stimulus is a subject's own script of this name. */
  ask?(bench: Bench): Promise<void>;
  finding(transcript: Transcript, about: Pick<LabDescription, 'client'>): Finding;
  /** Figures that differ from run to run. */
  timings?(transcript: Transcript): Timing[];
}

export type Timing = Record<string, number | string | null>;

/** An answer whose evidence still is the messages themselves. */
export type Finding = Omit<Answer, 'evidence'> & { evidence: Message[] };

/** A reason, or the id of one that needs no parameters. */
type Because = Reason | PlainReasonId;

export const yes = (because: Because, ...evidence: Message[]): Finding => ({
  answer: 'yes',
  cause: null,
  reason: reasonOf(because),
  evidence,
});

export const no = (cause: Answer['cause'], because: Because, ...evidence: Message[]): Finding => ({
  answer: 'no',
  cause,
  reason: reasonOf(because),
  evidence,
});

export const inconclusive = (because: Because, ...evidence: Message[]): Finding => ({
  answer: 'inconclusive',
  cause: null,
  reason: reasonOf(because),
  evidence,
});

export const notApplicable = (because: Because, ...evidence: Message[]): Finding => ({
  answer: 'not applicable',
  cause: null,
  reason: reasonOf(because),
  evidence,
});
