/** Asks one question of one subject on a bench of its own, and comes back with the trace whatever happens. */
import { setTimeout as delay } from 'node:timers/promises';
import type { TraceEvent } from '../model/trace.ts';
import type { Question } from '../questions/question.ts';
import type { HttpSubject } from '../subjects/subject.ts';
import { openScope } from '../wire/scope.ts';
import { type BenchOptions, setUpBench } from './bench.ts';

/** The trace of one question, and what went wrong, if anything did. */
export interface Recording {
  question: string;
  events: TraceEvent[];
  error: { code: string; message: string } | null;
  timedOut: boolean;
}

export interface AskOptions extends BenchOptions {
  deadlineSeconds: number;
}

export async function runQuestion(
  subject: HttpSubject,
  question: Question,
  options: AskOptions,
): Promise<Recording> {
  const scope = openScope();
  const recording: Recording = { question: question.id, events: [], error: null, timedOut: false };
  const over = new AbortController();
  try {
    const bench = await setUpBench(subject, scope, options);
    await bench.mark({ type: 'mark', mark: 'question begun', of: question.id });
    const deadline = delay(options.deadlineSeconds * 1000, 'late' as const, { signal: over.signal });
    deadline.catch(() => {});
    const failure = await Promise.race([
      deadline,
      question.ask(bench).then(
        () => null,
        (error: unknown) => asError(error),
      ),
    ]);
    if (failure === 'late') {
      recording.timedOut = true;
      await bench.mark({ type: 'mark', mark: 'deadline passed', of: question.id });
    } else recording.error = failure;
    // Facts are taken before teardown: what the trace holds after this mark is not measured.
    await bench.mark({ type: 'mark', mark: 'question ended', of: question.id });
    recording.events = bench.trace.slice();
  } catch (error) {
    recording.error = asError(error);
  } finally {
    over.abort();
    await scope.close();
  }
  return recording;
}

function asError(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: 'ERROR', message: String(error) };
  const code = (error as NodeJS.ErrnoException).code;
  return { code: typeof code === 'string' ? code : 'ERROR', message: error.message };
}
