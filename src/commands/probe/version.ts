/** One HTTP version of a real server, put to the bench; and what a server that does not speak it did instead. */

import { assess } from '../../assess/assess.ts';
import { releasedByHand } from '../../assess/through/traces.ts';
import { graceMilliseconds } from '../../bench/grace.ts';
import { type Interruption, runQuestion } from '../../bench/run-question.ts';
import { type Reason, reason } from '../../model/reason.ts';
import type { Recording, StoredLab } from '../../model/recording.ts';
import type { LabReport } from '../../model/report.ts';
import type { LabDescription, LabResult } from '../../model/result.ts';
import { ownRequestOf } from '../../subjects/asked.ts';
import {
  answerOwed,
  askedToKeep,
  firstAsked,
  type ProbeVersion,
  type RealServer,
  realServer,
  requestLimit,
  secondAsked,
} from '../../subjects/real-server/real-server.ts';
import { type LimitAsked, limitAlike } from './limit.ts';
import { failure, inAnotherVersion } from './outcome.ts';

export interface ProbeOptions
  extends Omit<RealServer, 'patienceSeconds' | 'isOneAtATime' | 'isUnlikeBefore'> {
  /** Ask again with the one factor changed, where connections are not reused. */
  why: boolean;
  /** Seconds after which a server that says nothing is given up. */
  deadline: number;
  interruption?: Interruption | undefined;
}

/** Never rejects: what went wrong stands in the result. */
export async function probeVersion(options: ProbeOptions): Promise<LabReport> {
  const { asked: request, version, why, deadline, interruption } = options;
  const own = ownRequestOf(request);
  const known = { ...options, patienceSeconds: deadline };
  let subject = realServer(known);
  const ask = (question: string, patience = 1): Promise<Recording> => {
    const deadlineSeconds = deadlineFor(question, options);
    // On a busy machine six deadlines, or two of what takes longer.
    const mostPeriods = Math.max(2, Math.ceil((6 * deadline) / deadlineSeconds));
    const bounds = { deadlineSeconds, mostPeriods, mostBytes };
    return runQuestion(subject, question, { patience, ...bounds, interruption });
  };
  const describe = (questions: string[]): LabDescription => ({
    lab: 'probe',
    title: `A real server over HTTP/${version}`,
    subject: subject.name,
    target: request.target,
    ...(own ? { request: own } : {}),
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
  const patience = patienceFor(first, deadline);
  const recordings = [...first.stored.recordings, await ask(secondAsked, patience)];
  const asked = [firstAsked, secondAsked];
  const assessOne = (recording: Recording) =>
    assess({ description: describe([recording.question]), recordings: [recording] });
  const answered = (question: string): string | undefined =>
    recordings
      .filter((recording) => recording.question === question)
      .map((recording) => assessOne(recording).result.answers?.[question]?.answer)[0];
  // A machine, or a server, that stood still for a while serves the second late, too: it would have to do so each time.
  for (let more = 2; more <= mostPatience && recordings.slice(-1).some(releasedByHand); more *= 2)
    recordings.splice(-1, 1, await ask(secondAsked, Math.min(more * patience, gracesIn(2 * deadline))));
  if (answered(secondAsked) === 'no') subject = realServer({ ...known, isOneAtATime: true });
  const limitAsked: LimitAsked = {
    ask: () => ask(requestLimit),
    isUnlikeBefore: () => {
      subject = realServer({ ...known, isUnlikeBefore: true });
    },
    transcriptOf: (recording) => assessOne(recording).transcripts[0],
  };
  // One after another: what one leaves open, or keeps a server busy with, must not be what the next one finds.
  for (const question of Object.keys(subject.scripts)) {
    if (asked.includes(question) || interruption?.hasCome()) continue;
    if (question === askedToKeep && !(why && answered(firstAsked) === 'no')) continue;
    if (question === answerOwed && answered('multiplex') === 'yes') continue;
    asked.push(question);
    recordings.push(await (question === requestLimit ? limitAlike(limitAsked) : ask(question)));
  }
  return report({ description: describe(asked), recordings }, deadline);
}

/** That may come, or be sent, in one question. */
const mostBytes = 64 * 1024 * 1024;

/** How many times the patience of the first time. */
const mostPatience = 4;

/**
 * How many graces silence beside another connection must last before it is taken for a no: longer than ten of the answers
 * that came, however slow the server is.
 */
function patienceFor({ result }: LabReport, deadline: number): number {
  const slowest = result.varying.times?.[firstAsked]?.exchange?.largest ?? 0;
  const graces = Math.ceil((10 * slowest) / graceMilliseconds);
  return Math.max(5, Math.min(graces, gracesIn(deadline)));
}

const gracesIn = (seconds: number): number => (seconds * 1000) / graceMilliseconds;

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
  if (Question === requestLimit) return reason('error.request-limit', { what });
  return reason('error.in-question', { Question, what });
}

/** Many requests, and a gate that waits for control exchanges, may take longer than one answer. */
function deadlineFor(question: string, { deadline, requests, limit, idleSeconds }: ProbeOptions): number {
  const each = 1 / 20;
  if (question === 'idle') return deadline + (idleSeconds ?? 0);
  if (question === answerOwed) return 2 * deadline;
  if (question === requestLimit) return deadline + (limit ?? 0) * each;
  return question === firstAsked || question === askedToKeep ? deadline + requests * each : 3 * deadline;
}
