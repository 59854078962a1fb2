/**
 * The lines of a stored trace, schema http-version-lab/trace/1, as JSON Schema: a header, then for each question a line of
 * its own and its events. What a trace says beyond it is left alone, so that older readers read newer traces.
 */
import {
  direction,
  listOf,
  mode,
  oneOf,
  orNull,
  ownRequest,
  record,
  text,
  truth,
  valuesOf,
  whole,
} from './build.ts';

const lenses = valuesOf(mode);

/** The first line: what is known of the lab before it runs. */
export const headerSchema = record(
  {
    lab: text,
    title: text,
    subject: text,
    target: orNull(text),
    version: orNull(text),
    client: oneOf('library', 'bench'),
    ordinary: listOf(text),
    questions: listOf(text),
    permits: orNull(record({ mode: orNull(mode), rfc: text })),
    textbook: record({ says: orNull(mode) }),
    prediction: orNull(record({}, { ordinary: lenses, limit: lenses })),
  },
  { framing: oneOf('lines'), answers: oneOf('in turn'), request: record(ownRequest) },
);

/** Stands before the events of each question. */
export const questionSchema = record({
  question: text,
  error: orNull(record({ code: text, message: text }, { reason: record({ id: text }) })),
  timedOut: truth,
});

const address = { anyOf: [record({ path: text }), record({ host: text, port: whole })] };
const position = { seq: whole, at: { type: 'number', minimum: 0 } };
const onConnection = { ...position, connection: whole };

/** By the type of the event. Bytes are base64. */
export const eventSchemas: Readonly<Record<string, object>> = {
  open: record(
    {
      ...onConnection,
      transport: oneOf('tcp', 'unix', 'udp'),
      front: record({ client: address, tap: address }),
      back: record({ tap: orNull(address), server: address }),
      control: truth,
    },
    {
      side: oneOf('front', 'back'),
      client: whole,
      asked: whole,
      tls: record({ alpn: { anyOf: [{ const: false }, text] } }),
    },
  ),
  bytes: record(
    { ...onConnection, direction, bytes: { type: 'string', contentEncoding: 'base64' } },
    { underWay: whole },
  ),
  end: record({ ...onConnection, direction }),
  reset: record({ ...onConnection, direction }),
  close: record(onConnection),
  gap: record({ ...onConnection, direction, length: orNull(whole) }),
  error: record({ ...onConnection, code: text }),
  mark: record(
    { ...position, mark: text, of: text },
    { by: oneOf('cause', 'hand'), figures: valuesOf({ type: 'number' }) },
  ),
};
