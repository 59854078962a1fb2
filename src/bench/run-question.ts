/** Asks one question of one subject on a bench of its own, and comes back with the trace whatever happens. */
import { setTimeout as delay, setImmediate as settle } from 'node:timers/promises';
import { deferred } from '../model/deferred.ts';
import { errorFor, inEnglish, isKnownReason, type Reason, reason } from '../model/reason.ts';
import type { RecordedError, Recording } from '../model/recording.ts';
import type { TraceEvent } from '../model/trace.ts';
import { httpQuestions, questionById } from '../questions/questions.ts';
import { nearest } from '../report/words/nearest.ts';
import { loadLibraries } from '../subjects/libraries.ts';
import type { Performance, Stage } from '../subjects/stage.ts';
import type { Subject } from '../subjects/subject.ts';
import { openScope } from '../wire/scope.ts';
import { setUpBench } from './bench.ts';
import { createBounds } from './bounds.ts';
import { inCourse } from './in-course.ts';
import { type StageOptions, setUpStage } from './stage.ts';

export interface AskOptions extends StageOptions {
  deadlineSeconds: number;
  /** How many times the deadline it may take at the most, however much crosses the tap; by default 6. */
  mostPeriods?: number;
  /** Of an end that is not ours: bytes that it may send; and then only messages are progress. */
  mostBytes?: number;
  interruption?: Interruption | undefined;
  /** Told of what goes wrong beside what is waited for, also when the question has ended. */
  onAstray?: (error: RecordedError) => void;
}

/** Somebody wants what is known by now, and no more. */
export interface Interruption {
  came: Promise<unknown>;
  hasCome(): boolean;
}

export async function runQuestion(
  subject: Subject,
  question: string,
  options: AskOptions,
): Promise<Recording> {
  loadLibraries([subject]);
  const scope = openScope();
  const recording: Recording = { question, events: [], error: null, timedOut: false };
  const over = new AbortController();
  const strayed = deferred<RecordedError>();
  const astray = (error: unknown) => {
    const told = withPlace(asError(error), error);
    recording.error ??= told;
    strayed.resolve(told);
    options.onAstray?.(told);
  };
  try {
    const stage = setUpStage(scope, options);
    const bounds = options.mostBytes === undefined ? null : createBounds(options.mostBytes);
    let begun = false;
    const asking = async () => {
      const ask = await performance(subject, question, stage);
      await stage.mark({ type: 'mark', mark: 'question begun', of: question });
      begun = true;
      await ask(stage);
      return null;
    };
    const asked = inCourse(astray, asking).catch(asError);
    const failure = await Promise.race([
      passDeadline(bounds?.progress ?? (() => stage.trace.length), options, over.signal),
      stage.seen(isTapError).then(tapError),
      ...(bounds ? [stage.seen(bounds.isExceeded).then(() => 'flooded' as const)] : []),
      asked,
      ...(options.interruption ? [options.interruption.came.then(interrupted)] : []),
      strayed.promise,
    ]);
    if (failure === 'late') recording.timedOut = true;
    else if (failure !== 'flooded') recording.error ??= failure;
    // What was never begun has no trace.
    if (begun) {
      if (failure === 'late') await stage.mark({ type: 'mark', mark: 'deadline passed', of: question });
      // Facts are taken before teardown: what the trace holds after this mark is not measured.
      await stage.mark({ type: 'mark', mark: 'question ended', of: question });
      recording.events = stage.trace.slice();
    }
    // The tap sees what comes before the client has read it: what the client has to say of it says more.
    if (failure === 'flooded')
      recording.error ??= (await Promise.race([asked, turns(4)])) ?? asError(bounds?.failure());
  } catch (error) {
    recording.error ??= asError(error);
  } finally {
    over.abort();
    await scope.close();
  }
  return recording;
}

/** Resolves after so many turns of the event loop. */
async function turns(count: number): Promise<null> {
  for (let turn = 0; turn < count; turn++) await settle();
  return null;
}

const usualPeriods = 6;

/**
 * Resolves when there was no progress for a whole period: on a busy machine everything takes long, and only what stands
 * still is given up. Never resolves once the signal is aborted.
 */
async function passDeadline(
  progress: () => number,
  { deadlineSeconds, mostPeriods = usualPeriods }: AskOptions,
  signal: AbortSignal,
): Promise<'late'> {
  for (let period = 0, before = -1; period < mostPeriods && progress() !== before; period++) {
    before = progress();
    await delay(deadlineSeconds * 1000, undefined, { signal }).catch(() => new Promise(() => {}));
  }
  return 'late';
}

/** A subject's own script of that name, or the question put to it on a bench. */
async function performance(subject: Subject, question: string, stage: Stage): Promise<Performance> {
  if ('scripts' in subject) {
    const script = subject.scripts[question];
    if (!script) throw errorFor(noScript(subject.name, question, Object.keys(subject.scripts)));
    return script;
  }
  const asked = questionById(question);
  if (!asked?.ask) throw errorFor(noQuestion(question));
  const { ask } = asked;
  const bench = await setUpBench(subject, stage);
  return () => ask(bench);
}

function noScript(Subject: string, Question: string, known: readonly string[]): Reason {
  const [Name] = nearest(Question, known);
  if (Name === undefined) return reason('error.no-script', { Subject, Question });
  return reason('error.no-script-near', { Subject, Question, Name });
}

function noQuestion(Question: string): Reason {
  const [Name] = nearest(
    Question,
    httpQuestions.map(({ id }) => id),
  );
  if (Name === undefined) return reason('error.no-question', { Question });
  return reason('error.no-question-near', { Question, Name });
}

const interrupted = (): RecordedError =>
  asError(Object.assign(errorFor('error.interrupted'), { code: interruptedCode }));

export const interruptedCode = 'INTERRUPTED';

const isTapError = (event: TraceEvent) => event.type === 'error';

/** What the tap could not do, nobody can wait for. */
const tapError = (event: TraceEvent): RecordedError => {
  const code = event.type === 'error' ? event.code : 'ERROR';
  const unreached = reason('error.tap', { Code: code });
  return { code, message: inEnglish(unreached), reason: unreached };
};

function asError(error: unknown): RecordedError {
  if (!(error instanceof Error)) return { code: 'ERROR', message: firstLine(String(error)) };
  const { message, code, reason } = error as Error & { code?: unknown; reason?: unknown };
  return {
    ...{ code: typeof code === 'string' ? code : 'ERROR', message: firstLine(message) },
    ...(isKnownReason(reason) ? { reason } : {}),
  };
}

/** What went wrong is told in one line. */
const firstLine = (text: string): string => text.trim().split('\n', 1)[0] ?? '';

/** Nobody knows which of its callbacks it was that threw: file and line, of its source where that is known. */
function withPlace(told: RecordedError, error: unknown): RecordedError {
  const stack = error instanceof Error && !('reason' in told) ? (error.stack ?? '') : '';
  const [, place] = /^ +at .*?([^\s/\\()]+:\d+):\d+\)?$/m.exec(stack) ?? [];
  return place === undefined ? told : { ...told, message: `${told.message} (${place})` };
}
