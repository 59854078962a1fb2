/** One HTTP version of a real server, put to the bench; and what a server that does not speak it did instead. */

import { assess } from '../../assess/assess.ts';
import { runQuestion } from '../../bench/run-question.ts';
import { type Reason, reason } from '../../model/reason.ts';
import type { Recording, StoredLab } from '../../model/recording.ts';
import type { LabReport } from '../../model/report.ts';
import type { LabDescription, LabResult } from '../../model/result.ts';
import {
  askedToKeep,
  firstAsked,
  type ProbeVersion,
  type RealServer,
  realServer,
} from '../../subjects/real-server/real-server.ts';
import { failure, inAnotherVersion } from './outcome.ts';

export interface ProbeOptions extends RealServer {
  /** Ask again with the one factor changed, where connections are not reused. */
  why: boolean;
  /** Seconds after which a server that says nothing is given up. */
  deadline: number;
}

/** Never rejects: what went wrong stands in the result. */
export async function probeVersion(options: ProbeOptions): Promise<LabReport> {
  const { url, version, why, deadline } = options;
  const subject = realServer(options);
  const ask = (question: string): Promise<Recording> =>
    runQuestion(subject, question, { patience: 1, deadlineSeconds: deadlineFor(question, options) });
  const describe = (questions: string[]): LabDescription => ({
    lab: 'probe',
    title: `A real server over HTTP/${version}`,
    subject: subject.name,
    target: url.href,
    version,
    client: 'bench',
    ordinary: [firstAsked],
    questions,
    permits: null,
    textbook: { says: null },
    prediction: null,
  });

  const first = report(
    { description: describe([firstAsked]), recordings: [await ask(firstAsked)] },
    deadline,
  );
  // A server that does not answer is not asked the rest: nothing could come of it but more of the same.
  if (first.result.outcome !== 'ran') return first;
  const reused = first.result.answers?.[firstAsked]?.answer !== 'no';
  const others = Object.keys(subject.scripts).filter(
    (question) => question !== firstAsked && (question !== askedToKeep || (why && !reused)),
  );
  const recordings = [...first.stored.recordings, ...(await Promise.all(others.map(ask)))];
  return report({ description: describe([firstAsked, ...others]), recordings }, deadline);
}

function report(stored: StoredLab, deadline: number): LabReport {
  const found = assess(stored);
  return { stored, ...found, result: { ...found.result, ...outcome(stored, found.transcripts, deadline) } };
}

/** What went wrong, in words that are the same from run to run. */
function outcome(
  { description, recordings }: StoredLab,
  transcripts: LabReport['transcripts'],
  deadline: number,
): Pick<LabResult, 'outcome' | 'error'> {
  const failed = recordings.find(({ error, timedOut }) => error || timedOut);
  if (!failed) return { outcome: 'ran', error: null };
  const transcript = transcripts.find(({ question }) => question === failed.question);
  const instead =
    failed.question === firstAsked &&
    inAnotherVersion(failed, transcript, description.version as ProbeVersion);
  if (instead) return { outcome: 'skipped', error: { code: 'NOT_SPOKEN', reason: instead } };
  const { code, reason: why } = failure(failed, transcript, deadline);
  const error = { code, reason: failed.question === firstAsked ? why : within(failed.question, why) };
  return { outcome: failed.timedOut ? 'timed-out' : 'failed', error };
}

/** Some questions have names that are none outside of this program. */
function within(Question: string, what: Reason): Reason {
  if (Question === askedToKeep) return reason('error.asked-to-keep', { what });
  if (Question === 'request limit') return reason('error.request-limit', { what });
  return reason('error.in-question', { Question, what });
}

/** Many requests, and a gate that waits for control exchanges, may take longer than one answer. */
function deadlineFor(question: string, { deadline, requests, limit, idleSeconds }: ProbeOptions): number {
  const each = 1 / 20;
  if (question === 'idle') return deadline + (idleSeconds ?? 0);
  if (question === 'request limit') return deadline + (limit ?? 0) * each;
  return question === firstAsked || question === askedToKeep ? deadline + requests * each : 3 * deadline;
}
