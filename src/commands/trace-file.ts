/**
 * `observe --trace DIR`: the trace is written as it comes, each event before the next is read, so that it takes no
 * memory however long it gets. A disk that is full ends the file, and is said at the end.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeEvent, writeHeader, writeQuestion } from '../model/recording.ts';
import type { TraceEvent } from '../model/trace.ts';
import { UsageError } from '../usage-error.ts';
import { writing } from './output.ts';

export interface TraceFile {
  write(event: TraceEvent): void;
  /** Throws a UsageError if not everything could be written. */
  close(): void;
}

/** Throws a UsageError if the file cannot be opened. */
export async function openTraceFile(folder: string, target: string): Promise<TraceFile> {
  await writing(folder, () => mkdir(folder, { recursive: true }));
  const name = join(folder, 'observe.ndjson');
  let descriptor = -1;
  let failure: unknown = null;
  await writing(name, async () => {
    descriptor = openSync(name, 'w');
  });
  const add = (line: string) => {
    if (failure !== null) return;
    try {
      let left = Buffer.from(line);
      while (left.length > 0) left = left.subarray(writeSync(descriptor, left));
    } catch (error) {
      failure = error;
    }
  };
  add(
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
  add(writeQuestion({ question: 'observed', error: null, timedOut: false }));
  return {
    write: (event) => add(writeEvent(event)),
    close() {
      closeSync(descriptor);
      if (failure === null) return;
      const { code, message } = failure as NodeJS.ErrnoException;
      throw new UsageError(`cannot write ${name}: ${code ?? message}`);
    },
  };
}
