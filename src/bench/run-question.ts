/** Asks one question of one subject on a bench of its own, and comes back with the trace whatever happens. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Recording } from '../model/recording.ts';
import type { TraceEvent } from '../model/trace.ts';
import { questionById } from '../questions/index.ts';
import type { Performance, Stage } from '../subjects/stage.ts';
import type { Subject } from '../subjects/subject.ts';
import { openScope } from '../wire/scope.ts';
import { setUpBench } from './bench.ts';
import { type StageOptions, setUpStage } from './stage.ts';

export interface AskOptions extends StageOptions {
  deadlineSeconds: number;
}

export async function runQuestion(
  subject: Subject,
  question: string,
  options: AskOptions,
): Promise<Recording> {
  const scope = openScope();
  const recording: Recording = { question, events: [], error: null, timedOut: false };
  const over = new AbortController();
  try {
    const stage = setUpStage(scope, options);
    const ask = await performance(subject, question, stage);
    await stage.mark({ type: 'mark', mark: 'question begun', of: question });
    const deadline = delay(options.deadlineSeconds * 1000, 'late' as const, { signal: over.signal });
    deadline.catch(() => {});
    const failure = await Promise.race([
      deadline,
      stage.seen(isTapError).then(tapError),
      ask(stage).then(
        () => null,
        (error: unknown) => asError(error),
      ),
    ]);
    if (failure === 'late') {
      recording.timedOut = true;
      await stage.mark({ type: 'mark', mark: 'deadline passed', of: question });
    } else recording.error = failure;
    // Facts are taken before teardown: what the trace holds after this mark is not measured.
    await stage.mark({ type: 'mark', mark: 'question ended', of: question });
    recording.events = stage.trace.slice();
  } catch (error) {
    recording.error = asError(error);
  } finally {
    over.abort();
    await scope.close();
  }
  return recording;
}

/** A subject's own script of that name, or the question put to it on a bench. */
async function performance(subject: Subject, question: string, stage: Stage): Promise<Performance> {
  if ('scripts' in subject) {
    const script = subject.scripts[question];
    if (!script) throw new Error(`${subject.name} has no script "${question}"`);
    return script;
  }
  const asked = questionById(question);
  if (!asked?.ask) throw new Error(`there is no question "${question}" for an HTTP subject`);
  const { ask } = asked;
  const bench = await setUpBench(subject, stage);
  return () => ask(bench);
}

const isTapError = (event: TraceEvent) => event.type === 'error';

/** What the tap could not do, nobody can wait for. */
const tapError = (event: TraceEvent) => {
  const code = event.type === 'error' ? event.code : 'ERROR';
  return { code, message: `the tap could not reach the server: ${code}` };
};

function asError(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: 'ERROR', message: String(error) };
  const code = (error as NodeJS.ErrnoException).code;
  return { code: typeof code === 'string' ? code : 'ERROR', message: error.message };
}
