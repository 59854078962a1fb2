/** Whether what a stored trace holds has the shape that judging it needs: the file may have been changed by hand. */

type Check = (value: unknown) => boolean;

/** Which fields are missing or of another kind, in words; null where none is. */
export const headerFault = (header: object): string | null => faultOf(header, headerFields);

export const questionFault = (question: object): string | null => faultOf(question, questionFields);

/** As `headerFault`, for an event. */
export function eventFault(event: object): string | null {
  const type = 'type' in event ? event.type : undefined;
  const fields = typeof type === 'string' && Object.hasOwn(eventFields, type) ? eventFields[type] : undefined;
  if (fields === undefined) return 'its type is not known';
  return faultOf(
    event,
    type === 'mark' ? { ...position, ...fields } : { ...position, connection: whole, ...fields },
  );
}

function faultOf(value: object, fields: Record<string, Check>): string | null {
  const all = value as Record<string, unknown>;
  const [wrong] = Object.entries(fields).find(([name, holds]) => !holds(all[name])) ?? [];
  return wrong === undefined ? null : `its "${wrong}" is missing, or is not what it should be`;
}

const text: Check = (value) => typeof value === 'string';
const whole: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const truth: Check = (value) => typeof value === 'boolean';
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const oneOf =
  (...values: string[]): Check =>
  (value) =>
    values.includes(String(value)) && text(value);
const record =
  (fields: Record<string, Check>): Check =>
  (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && faultOf(value, fields) === null;
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const valuesOf =
  (check: Check): Check =>
  (value) =>
    record({})(value) && Object.values(value as object).every(check);

const mode = oneOf('simplex', 'half-duplex', 'full-duplex');
const lenses = optional(valuesOf(mode));

const headerFields: Record<string, Check> = {
  lab: text,
  title: text,
  subject: text,
  target: orNull(text),
  version: orNull(text),
  client: oneOf('library', 'bench'),
  ordinary: list(text),
  questions: list(text),
  permits: orNull(record({ mode: orNull(mode), rfc: text })),
  textbook: record({ says: orNull(mode) }),
  prediction: orNull(record({ ordinary: lenses, limit: lenses })),
};

const questionFields: Record<string, Check> = {
  question: text,
  error: orNull(record({ code: text, message: text })),
  timedOut: truth,
};

const address: Check = (value) => record({ path: text })(value) || record({ host: text, port: whole })(value);
const direction = oneOf('c2s', 's2c');
const position = { seq: whole, at: (value: unknown) => typeof value === 'number' && value >= 0 };

const eventFields: Record<string, Record<string, Check>> = {
  open: {
    transport: oneOf('tcp', 'unix', 'udp'),
    front: record({ client: address, tap: address }),
    back: record({ tap: orNull(address), server: address }),
    side: optional(oneOf('front', 'back')),
    control: truth,
    tls: optional(record({ alpn: (value) => value === false || text(value) })),
  },
  bytes: { direction, bytes: (value) => value instanceof Uint8Array },
  end: { direction },
  reset: { direction },
  close: {},
  gap: { direction, length: orNull(whole) },
  error: { code: text },
  mark: {
    mark: text,
    of: text,
    by: optional(oneOf('cause', 'hand')),
    figures: optional(valuesOf((value) => typeof value === 'number')),
  },
};
