/** `observe --trace DIR`: the trace is written as it comes. */
import { join } from 'node:path';
import { writeEvent, writeHeader, writeQuestion } from '../../model/recording.ts';
import type { TraceEvent } from '../../model/trace.ts';
import { type GrowingFile, openGrowingFile } from './growing-file.ts';

export interface TraceFile extends Pick<GrowingFile, 'begin' | 'finish' | 'close'> {
  name: string;
  write(event: TraceEvent): void;
}

/** The folder is there. Throws a UsageError if the file cannot be opened. */
export async function openTraceFile(folder: string, target: string): Promise<TraceFile> {
  const name = join(folder, 'observe.ndjson');
  const header = writeHeader({
    lab: 'observe',
    title: target,
    subject: target,
    target,
    version: null,
    client: 'library',
    ordinary: [],
    questions: ['observed'],
    permits: null,
    textbook: { says: null },
    prediction: null,
  });
  const question = writeQuestion({ question: 'observed', error: null, timedOut: false });
  const { add, ...file } = await openGrowingFile(name, [header, question]);
  return { name, write: (event) => add(writeEvent(event)), ...file };
}
