/**
 * Reads a stored trace back, NDJSON as `recording.ts` writes it. The file may have been changed by hand: each line is held
 * against its schema. Apart from writing, because only this needs a validator of JSON Schema.
 */
import { Ajv, type ValidateFunction } from 'ajv';
import { holdName } from './reason.ts';
import { type Recording, type StoredLab, traceSchema } from './recording.ts';
import type { LabDescription } from './result.ts';
import { eventSchemas, headerSchema, questionSchema } from './schema/trace.ts';
import type { TraceEvent } from './trace.ts';

/**
 * One that was cut short, between lines or in the last of them, is read up to there, and says so. Throws an Error that says
 * which line is wrong and why.
 */
export function readRecordings(text: string): StoredLab {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const mayBeCut = !text.endsWith('\n');
  const values = lines.flatMap((line, index) => {
    try {
      return [JSON.parse(line) as Record<string, unknown> | null];
    } catch {
      if (mayBeCut && index > 0 && index === lines.length - 1) return [];
      throw new Error(`line ${index + 1} is not JSON`);
    }
  });
  const [header, ...rest] = values;
  const description = readHeader(header);
  const recordings: Recording[] = [];
  for (const [index, value] of rest.entries()) {
    const read = readLine(index + 2, value, recordings.length > 0);
    if ('question' in read) recordings.push({ ...read, events: [] });
    else recordings.at(-1)?.events.push(read);
  }
  const stored: StoredLab = { description, recordings };
  if (recordings.length === 0) throw new Error('it ends before its first question');
  for (const recording of recordings) if (isOpen(recording)) recording.events.push(endsHere(recording));
  const missing = stored.description.questions?.filter((id) =>
    recordings.every(({ question }) => question !== id),
  );
  for (const question of missing ?? []) {
    const recording: Recording = { question, events: [], error: null, timedOut: false };
    recordings.push({ ...recording, events: [endsHere(recording)] });
  }
  const last = recordings.at(-1);
  if (last && values.length < lines.length && !isCut(last)) last.events.push(endsHere(last));
  return stored;
}

/** The first line, parsed. Throws an Error that says what is wrong with it. */
export function readHeader(value: unknown): LabDescription {
  const header = value as Record<string, unknown> | null | undefined;
  if (header?.schema !== traceSchema) throw new Error(`line 1 does not name the schema ${traceSchema}`);
  hold(1, header, isHeader);
  const { schema: _, ...known } = header;
  const description = known as unknown as LabDescription;
  for (const question of description.questions) holdName(question);
  return description;
}

/** One of the others, parsed. `mayBeEvent`: a question has begun. Throws an Error that says what is wrong with it. */
export function readLine(
  line: number,
  value: Record<string, unknown> | null,
  mayBeEvent: boolean,
): TraceEvent | Omit<Recording, 'events'> {
  if (typeof value?.question === 'string') {
    hold(line, value, isQuestion);
    holdName(value.question);
    return value as unknown as Omit<Recording, 'events'>;
  }
  if (typeof value?.type !== 'string' || !mayBeEvent)
    throw new Error(`line ${line} is neither a question nor an event of one`);
  const isEvent = Object.hasOwn(isEventOf, value.type) ? isEventOf[value.type] : undefined;
  if (isEvent === undefined) throw new Error(`line ${line} does not hold: its type is not known`);
  hold(line, value, isEvent);
  return decoded(value) as unknown as TraceEvent;
}

/** What was recorded of a question has its end if it has its beginning. */
function isOpen({ question, events }: Recording): boolean {
  const marked = (name: string) =>
    events.some((event) => event.type === 'mark' && event.mark === name && event.of === question);
  return marked('question begun') && !marked('question ended');
}

/** Whether what was stored ends before its time. */
export const endsEarly = ({ recordings }: StoredLab): boolean => recordings.some(isCut);

const isCut = ({ events }: Recording): boolean => {
  const last = events.at(-1);
  return last?.type === 'gap' && last.connection === 0;
};

/** Of what came after it nothing is known. */
function endsHere({ events }: Recording): TraceEvent {
  const { seq, at } = events.at(-1) ?? { seq: 0, at: 0 };
  return { type: 'gap', seq: seq + 1, at, connection: 0, direction: 'c2s', length: null };
}

// Each schema is compiled when its first line comes.
const ajv = new Ajv();
const compiled = (schema: object): ((value: unknown) => ValidateFunction['errors']) => {
  let validate: ValidateFunction | null = null;
  return (value) => {
    validate ??= ajv.compile(schema);
    return validate(value) ? null : validate.errors;
  };
};

const isHeader = compiled(headerSchema);
const isQuestion = compiled(questionSchema);
const isEventOf: Record<string, ReturnType<typeof compiled>> = Object.fromEntries(
  Object.entries(eventSchemas).map(([type, schema]) => [type, compiled(schema)]),
);

function hold(line: number, value: unknown, faultsOf: ReturnType<typeof compiled>): void {
  const [fault] = faultsOf(value) ?? [];
  if (fault === undefined) return;
  const [name = fault.params.missingProperty] = fault.instancePath.split('/').slice(1);
  throw new Error(`line ${line} does not hold: its "${name}" is missing, or is not what it should be`);
}

/** Bytes are stored as base64. */
const decoded = (event: Record<string, unknown>): Record<string, unknown> =>
  typeof event.bytes === 'string' ? { ...event, bytes: Buffer.from(event.bytes, 'base64') } : event;
