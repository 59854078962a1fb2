/**
 * A lab's trace as NDJSON: a header line, then an event a line, question after question, each between its marks.
 * The header holds all that judging it again needs. Bytes are base64.
 */
import { eventFault, headerFault, questionFault } from './recording-shape.ts';
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
  hold(1, headerFault(header));
  const { schema: _, ...description } = header;
  const recordings: Recording[] = [];
  for (const [index, value] of rest.entries()) {
    if (typeof value === 'object' && value !== null && typeof value.question === 'string') {
      hold(index + 2, questionFault(value));
      recordings.push({ events: [], ...value } as unknown as Recording);
    } else if (typeof value?.type === 'string' && recordings.length > 0) {
      hold(index + 2, eventFault(value));
      recordings.at(-1)?.events.push(value as unknown as TraceEvent);
    } else throw new Error(`line ${index + 2} is neither a question nor an event of one`);
  }
  const stored: StoredLab = { description: description as unknown as LabDescription, recordings };
  const lost = lostQuestion(stored);
  if (lost !== undefined) throw new Error(`it ends before the question "${lost}" does`);
  return stored;
}

function hold(line: number, fault: string | null): void {
  if (fault !== null) throw new Error(`line ${line} does not hold: ${fault}`);
}

/** A file may be cut between two lines, too. What was recorded of a question has its end if it has its beginning. */
function lostQuestion({ description, recordings }: StoredLab): string | undefined {
  const marked = (name: string, { question, events }: Recording) =>
    events.some((event) => event.type === 'mark' && event.mark === name && event.of === question);
  const open = recordings.find(
    (recording) => marked('question begun', recording) && !marked('question ended', recording),
  );
  const missing = description.questions?.find((id) => recordings.every(({ question }) => question !== id));
  return open?.question ?? missing;
}

/** `JSON.stringify` calls this after Buffer's own toJSON, hence both forms. */
function base64(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const bytes = this[key];
  return key === 'bytes' && bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64') : value;
}

const bytes = (key: string, value: unknown): unknown =>
  key === 'bytes' && typeof value === 'string' ? Buffer.from(value, 'base64') : value;
