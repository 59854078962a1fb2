/**
 * A lab's trace as NDJSON: a header line, then an event a line, question after question, each between its marks.
 * The header holds all that judging it again needs. Bytes are base64.
 */
import type { LabDescription } from './result.ts';
import type { TraceEvent } from './trace.ts';

export const traceSchema = 'http-version-lab/trace/1';

/** The trace of one question, and what went wrong, if anything did. */
export interface Recording {
  question: string;
  events: TraceEvent[];
  error: { code: string; message: string } | null;
  timedOut: boolean;
}

export interface StoredLab {
  description: LabDescription;
  recordings: Recording[];
}

export function* writeRecordings({ description, recordings }: StoredLab): Generator<string> {
  yield `${JSON.stringify({ schema: traceSchema, ...description })}\n`;
  for (const { question, events, error, timedOut } of recordings) {
    yield `${JSON.stringify({ question, error, timedOut })}\n`;
    for (const event of events) yield `${JSON.stringify(event, base64)}\n`;
  }
}

/** Throws an Error that says which line is wrong and why. */
export function readRecordings(text: string): StoredLab {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const values = lines.map((line, index) => {
    try {
      return JSON.parse(line, bytes) as Record<string, unknown>;
    } catch {
      throw new Error(`line ${index + 1} is not JSON`);
    }
  });
  const [header, ...rest] = values;
  if (header?.schema !== traceSchema) throw new Error(`line 1 does not name the schema ${traceSchema}`);
  const { schema: _, ...description } = header;
  const recordings: Recording[] = [];
  for (const [index, value] of rest.entries()) {
    if (typeof value.question === 'string') recordings.push({ events: [], ...value } as unknown as Recording);
    else if (typeof value.type === 'string') recordings.at(-1)?.events.push(value as unknown as TraceEvent);
    else throw new Error(`line ${index + 2} is neither a question nor an event`);
  }
  return { description: description as unknown as LabDescription, recordings };
}

/** `JSON.stringify` calls this after Buffer's own toJSON, hence both forms. */
function base64(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const bytes = this[key];
  return key === 'bytes' && bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64') : value;
}

const bytes = (key: string, value: unknown): unknown =>
  key === 'bytes' && typeof value === 'string' ? Buffer.from(value, 'base64') : value;
