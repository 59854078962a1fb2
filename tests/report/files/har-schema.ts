/** The schema of HAR 1.2 as har-schema publishes it: a second opinion on what a valid archive is. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

const require = createRequire(import.meta.url);
const folder = join(dirname(require.resolve('har-schema/package.json')), 'lib');

// Its numbers have `min`, which is no word of JSON Schema, and `optional`, which says nothing.
const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'));
formats.default(ajv);
for (const file of readdirSync(folder))
  if (file.endsWith('.json')) ajv.addSchema(JSON.parse(readFileSync(join(folder, file), 'utf8')));

/** What is wrong with it, a line each. */
export function harFaults(archive: unknown): string[] {
  const validate = ajv.getSchema('har.json#');
  if (!validate) throw new Error('the schema of HAR is not there');
  validate(JSON.parse(JSON.stringify(archive)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
