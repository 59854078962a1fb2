/** From a recording to a result, without a socket: dissect, measure, answer, judge. A stored trace goes the same way. */

import { dissectTrace } from '../dissect/dissect.ts';
import { transcribe } from '../dissect/transcript.ts';
import { judgeLevel } from '../judge/level.ts';
import { measure } from '../measure/measure.ts';
import type { Damage, Measurement } from '../model/facts.ts';
import { reason, reasonOfError } from '../model/reason.ts';
import type { RecordedError, Recording, StoredLab } from '../model/recording.ts';
import type { Failure, LabDescription, LabResult, Outcome } from '../model/result.ts';
import { faultsIn, type Transcript } from '../model/transcript.ts';
import type { Answer } from '../model/verdict.ts';
import { type Finding, inconclusive, type Question } from '../questions/question.ts';
import { questionFor } from '../questions/questions.ts';
import { byQuestion, varyingOf } from './by-question.ts';
import { isObservation, versionOf } from './observe.ts';

export interface Assessment {
  result: LabResult;
  /** In the order of the questions; one for each recording that holds anything. */
  transcripts: Transcript[];
  measurements: Measurement[];
}

export function assess({ description, recordings }: StoredLab): Assessment {
  const { client: _, ordinary, questions: __, framing, answers: said, ...known } = description;
  const measured = recordings.filter(({ events }) => events.length > 0);
  const unbegun = recordings.filter(({ events, timedOut }) => timedOut && events.length === 0);
  const transcripts = measured.map(({ events, question }) => transcribe(events, question, framing));
  const measurements = measured.map((recording) => measureRecording(recording, description));
  const answers = Object.fromEntries(
    [...measured, ...unbegun].flatMap((recording, index) => {
      const question = questionFor(recording.question, description);
      return question
        ? [[question.id, answerOf(recording, question, transcripts[index], description)] as const]
        : [];
    }),
  );
  const failed = recordings.find(({ error }) => error);
  const nothing = measurements.length === 0 || (failed !== undefined && isOfLab(description));
  const counts = ({ question }: { question: string }): boolean =>
    questionFor(question, description)?.isLeftToChance !== true;
  const judged = [
    ...measurements.map((measurement, index) => withFailure(measurement, measured[index])),
    ...unbegun.map(neverBegun),
  ].filter(counts);

  const result: LabResult = {
    ...known,
    ...(isObservation(description) ? { version: versionOf(measurements[0]?.facts.protocol ?? null) } : {}),
    outcome: outcomeOf(recordings),
    error: failed?.error ? errorIn(failed.question, failed.error) : lateError(recordings),
    facts: nothing ? null : byQuestion(measurements.filter(counts), ({ facts }) => facts),
    answers: nothing ? null : answers,
    verdicts: nothing
      ? null
      : isObservation(description)
        ? { observed: judgeLevel(measurements, {}) }
        : {
            ordinary: judgeLevel(
              judged.filter(({ question }) => ordinary.includes(question)),
              provoked(answers, description),
            ),
            limit: judgeLevel(judged, provoked(answers, description)),
          },
    faults: faultsIn(transcripts),
    varying: {
      timings: Object.fromEntries(
        transcripts.flatMap((transcript) => {
          const timings = questionFor(transcript.question, description)?.timings?.(transcript);
          return timings ? [[transcript.question, timings]] : [];
        }),
      ),
      ...varyingOf(measurements),
    },
  };
  return { result, transcripts, measurements };
}

/**
 * A lab that failed says nothing of its subject: what it did until then was not what it is about, so it has no facts, no
 * answers and no verdicts. Of a server that we did not write whatever was measured is told all the same.
 */
const isOfLab = (description: StoredLab['description']): boolean =>
  description.target === null && !isObservation(description);

/** What came before the failure is no evidence of what does not happen. */
const withFailure = (measurement: Measurement, recording: Recording | undefined): Measurement =>
  recording?.error
    ? {
        ...measurement,
        damage: [
          ...measurement.damage,
          { kind: 'failed', connection: 0, reason: reasonOfError(recording.error) },
        ],
      }
    : measurement;

/** What was to be asked and was not is no less late for having no trace. */
const neverBegun = ({ question }: Recording): Measurement =>
  measureRecording({
    question,
    events: [{ type: 'mark', mark: 'deadline passed', of: question, seq: 0, at: 0 }],
  });

/** Streams the events through the dissectors into the counts; nothing else is kept. */
export function measureRecording(
  { events, question }: Pick<Recording, 'events' | 'question'>,
  { framing, answers }: Pick<LabDescription, 'framing' | 'answers'> = {},
): Measurement {
  const measuring = measure(question, answers);
  const dissecting = dissectTrace(measuring, measuring.event, framing);
  let position = { seq: 0, at: 0 };
  for (const event of events) {
    position = { seq: event.seq, at: event.at };
    if (event.type === 'mark') {
      measuring.event(event);
      if (event.mark === 'question ended') break;
    } else if (event.connection === 0) measuring.event(event);
    else dissecting.push(event);
    measuring.settle(dissecting.pending);
  }
  dissecting.finish(position);
  return measuring.conclusion(position);
}

function answerOf(
  { error, timedOut }: Recording,
  question: Question,
  transcript: Transcript | undefined,
  description: StoredLab['description'],
): Answer {
  const finding: Finding =
    timedOut || error || !transcript
      ? inconclusive(timedOut ? 'question.late' : 'question.failed')
      : question.finding(transcript, description);
  return {
    ...finding,
    evidence: finding.evidence.map(({ connection, ordinal, direction }) => ({
      question: question.id,
      connection,
      message: ordinal,
      direction,
    })),
  };
}

/** What a question does on purpose spoils no verdict, provided that the question came to an answer. */
function provoked(
  answers: Record<string, Answer>,
  description: StoredLab['description'],
): Record<string, Damage['kind'][]> {
  return Object.fromEntries(
    Object.entries(answers).map(([id, { answer }]) => [
      id,
      answer === 'inconclusive' ? [] : (questionFor(id, description)?.provokes ?? []),
    ]),
  );
}

function outcomeOf(recordings: Recording[]): Outcome {
  if (recordings.some(({ error }) => error)) return 'failed';
  return recordings.some(({ timedOut }) => timedOut) ? 'timed-out' : 'ran';
}

export function lateError(recordings: Recording[]): LabResult['error'] {
  const late = recordings.filter(({ timedOut }) => timedOut).map(({ question }) => question);
  return late.length === 0
    ? null
    : { code: 'DEADLINE', reason: reason('error.late', { Questions: late.join(', ') }) };
}

export const errorIn = (Question: string, error: RecordedError): Failure => ({
  code: error.code,
  reason: reason('error.in-question', { Question, what: reasonOfError(error) }),
});
