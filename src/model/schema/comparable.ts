/**
 * What `compare` needs of a result, of this schema or of the one before, as JSON Schema. More may be in it: another
 * version of the tool may have written it.
 */
import { listOf, oneOf, orNull, record, text, valuesOf } from './build.ts';

const any = {};
const object = { type: 'object' };
const verdict = record({ mode: text, because: text });
const lenses = record({ wire: verdict, conversation: verdict });

const labResult = record({
  ...{ lab: text, title: text, subject: text, target: orNull(text), version: orNull(text) },
  outcome: oneOf('ran', 'failed', 'timed-out', 'skipped'),
  error: orNull(record({ code: text, message: text })),
  facts: orNull(valuesOf(object)),
  answers: orNull(valuesOf(record({ answer: text, cause: any, because: text }))),
  verdicts: orNull(valuesOf(orNull(lenses))),
  permits: orNull(object),
  textbook: object,
  prediction: orNull(object),
  violations: listOf(object),
  varying: record({ timings: object, bytes: object, firstFin: object }),
});

export const comparableSchema = record({ results: listOf(labResult) });
