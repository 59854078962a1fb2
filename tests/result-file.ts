/** Reads a result as `--json` writes it, and holds it against the schema that `schema` prints: every result in the suite. */
import { Ajv } from 'ajv';
import type { ResultFile } from '../src/model/result.ts';
import { resultJsonSchema } from '../src/model/schema/result.ts';

const ajv = new Ajv({ allErrors: true });
const isResult = ajv.compile<ResultFile>(resultJsonSchema);

/** Throws an Error that says what is not as the schema has it. */
export function readResultFile(text: string): ResultFile {
  const value: unknown = JSON.parse(text);
  if (!isResult(value)) throw new Error(`the result breaks its schema: ${ajv.errorsText(isResult.errors)}`);
  return value;
}
