/**
 * A lab's trace as NDJSON: a header line, then an event a line, question after question, each between its marks.
 * The header holds all that judging it again needs. Bytes are base64. `read-recordings.ts` reads it back.
 */
import type { Reason } from './reason.ts';
import type { LabDescription } from './result.ts';
import type { TraceEvent } from './trace.ts';

export const traceSchema = 'http-version-lab/trace/1';

/** The trace of one question, and what went wrong, if anything did. */
export interface Recording {
  question: string;
  events: TraceEvent[];
  error: RecordedError | null;
  timedOut: boolean;
}

/** The message is English, or in the words of whoever threw it; the reason is there where we know it. */
export interface RecordedError {
  code: string;
  message: string;
  reason?: Reason;
}

export interface StoredLab {
  description: LabDescription;
  recordings: Recording[];
}

export function* writeRecordings({ description, recordings }: StoredLab): Generator<string> {
  yield writeHeader(description);
  for (const recording of recordings) {
    yield writeQuestion(recording);
    for (const event of recording.events) yield writeEvent(event);
  }
}

/** The lines one by one, for a trace that is written as it comes. */
export const writeHeader = (description: LabDescription): string =>
  `${JSON.stringify({ schema: traceSchema, ...description })}\n`;

export const writeQuestion = ({ question, error, timedOut }: Omit<Recording, 'events'>): string =>
  `${JSON.stringify({ question, error, timedOut })}\n`;

export const writeEvent = (event: TraceEvent): string => `${JSON.stringify(event, base64)}\n`;

/** `JSON.stringify` calls this after Buffer's own toJSON, hence both forms. */
function base64(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const bytes = this[key];
  return key === 'bytes' && bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64') : value;
}
