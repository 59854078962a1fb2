/** Runs a lab: all its questions side by side, each on a bench of its own; a no that rests on silence is asked again. */

import { transcribe } from '../dissect/transcript.ts';
import type { RecordedError, Recording, StoredLab } from '../model/recording.ts';
import { confirmation } from '../model/scripts/note.ts';
import { questionById } from '../questions/questions.ts';
import type { Tap, TapOptions } from '../wire/tap.ts';
import { defaultDeadlineSeconds, describeLab, framingOf, type Lab } from './lab.ts';
import { type Interruption, runQuestion } from './run-question.ts';
import { startStaggered } from './start-staggered.ts';

export interface RunOptions {
  interruption?: Interruption | undefined;
  openTap?: (options: TapOptions) => Promise<Tap>;
  /** Called as each question ends. */
  onProgress?: (question: string) => void;
  /** What a question left behind went wrong when the lab was over. */
  onLateError?: (question: string, error: RecordedError) => void;
}

export async function runLab(id: string, lab: Lab, options: RunOptions = {}): Promise<StoredLab> {
  const description = describeLab(id, lab);
  let over = false;
  const recordings = await startStaggered(description.questions, async (name) => {
    const recording = await ask(lab, name, options, (error) => {
      if (over) options.onLateError?.(name, error);
    });
    options.onProgress?.(name);
    return recording;
  });
  over = true;
  return { description, recordings };
}

async function ask(
  lab: Lab,
  question: string,
  { openTap, interruption }: RunOptions,
  onAstray: (error: RecordedError) => void,
): Promise<Recording> {
  const deadlineSeconds = lab.deadlineSeconds ?? defaultDeadlineSeconds;
  const attempt = (patience: number) =>
    runQuestion(lab.subject, question, {
      patience,
      deadlineSeconds,
      ...{ onAstray, interruption },
      ...(openTap ? { openTap } : {}),
    });
  const recording = await attempt(1);
  const silent = recording.events.some((event) => event.type === 'mark' && event.by === 'hand');
  if (!silent || recording.error || recording.timedOut) return recording;
  const finding = questionById(question)?.finding(
    transcribe(recording.events, question, framingOf(lab)),
    lab.subject,
  );
  return finding?.answer === 'no' ? attempt(confirmation) : recording;
}
