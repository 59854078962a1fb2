/** The parts that a result carries. */
import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import type { Part } from '../../model/parts/part.ts';
import { resultSchema } from '../../model/result.ts';
import { partSchema } from '../../model/schema/part.ts';
import { UsageError } from '../../usage-error.ts';

const areParts = new Ajv({ strict: false }).compile<Part[]>({ type: 'array', items: partSchema });

/** Throws a UsageError for what is no result, or carries none. */
export async function partsIn(name: string): Promise<Part[]> {
  const text = await readFile(name, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`cannot read ${name}: ${error.code ?? error.message}`);
  });
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || !('schema' in value) || value.schema !== resultSchema)
    throw new UsageError(`${name} is no result of the schema ${resultSchema}, as --json writes it`);
  if (!('parts' in value))
    throw new UsageError(
      `${name} cannot be merged: it was written without --mergeable; read the capture with it`,
    );
  if (!areParts(value.parts)) {
    const { instancePath = '', message = '' } = areParts.errors?.[0] ?? {};
    throw new UsageError(
      `${name} cannot be merged: its parts are damaged: ${instancePath.slice(1, 100)} ${message}`,
    );
  }
  return value.parts;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return null;
  }
}
