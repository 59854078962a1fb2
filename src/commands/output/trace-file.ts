/** `observe --trace DIR`: the trace is written as it comes. */
import { join } from 'node:path';
import { writeEvent, writeHeader, writeQuestion } from '../../model/recording.ts';
import type { TraceEvent } from '../../model/trace.ts';
import { openGrowingFile } from './growing-file.ts';

export interface TraceFile {
  write(event: TraceEvent): void;
  /** Throws a UsageError if not everything could be written. */
  close(): void;
}

/** The folder is there. Throws a UsageError if the file cannot be opened. */
export async function openTraceFile(folder: string, target: string): Promise<TraceFile> {
  const file = await openGrowingFile(join(folder, 'observe.ndjson'));
  file.add(
    writeHeader({
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
    }),
  );
  file.add(writeQuestion({ question: 'observed', error: null, timedOut: false }));
  return {
    write: (event) => file.add(writeEvent(event)),
    close: () => file.close(),
  };
}
