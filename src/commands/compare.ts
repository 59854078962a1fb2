/** `compare A.json B.json [more…]`: what differs between results. Exit code 0 if nothing does, 1 if something does. */
import { open, readFile, stat } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { inEnglish } from '../model/reason.ts';
import { type ComparableFile, resultSchema, resultSchemaBefore } from '../model/result.ts';
import { comparableSchema } from '../model/schema/comparable.ts';
import { compareResults } from '../report/compare/compare.ts';
import { comparison } from '../report/compare/comparison.ts';
import type { NamedResult } from '../report/compare/named-result.ts';
import { sentencesOf } from '../report/compare/sentences.ts';
import { UsageError } from '../usage-error.ts';
import { deliver } from './output/deliver.ts';
import type { OutputOptions } from './output/options.ts';

export interface CompareCommand extends OutputOptions {
  varying?: boolean;
}

/** Throws a UsageError for a file that is no result of this schema. */
export async function compare(files: string[], options: CompareCommand): Promise<number> {
  const { varying = false, json } = options;
  if (files.length < 2) throw new UsageError('compare takes at least two results, as --json writes them');
  if (json !== undefined && json !== '-') await keepResult(json);
  const results = await Promise.all(files.map(readResult));
  const compared = compareResults(results, { varying });
  const names = results.map(({ name }) => name);
  const delivered = await deliver(
    {
      table: (look) => [comparison(names, compared, look, sentencesOf(results))],
      json: { results: names, ...compared, notes: compared.notes.map(inEnglish) },
    },
    options,
  );
  return Math.max(delivered, compared.differences.length === 0 ? 0 : 1);
}

async function readResult(name: string): Promise<NamedResult> {
  const text = await readFile(name, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`cannot read ${name}: ${error.code ?? error.message}`);
  });
  const value = parse(name, text);
  if (typeof value !== 'object' || value === null || !('schema' in value))
    throw new UsageError(`${name} is no result: it names no schema`);
  const { schema } = value;
  if (schema !== resultSchema && schema !== resultSchemaBefore)
    throw new UsageError(
      `${name} is no result of the schema ${resultSchema}, or of the one before: it says ${JSON.stringify(schema).slice(0, 80)}`,
    );
  if (isDeeper(value, deepest))
    throw new UsageError(`${name} is no result: it is nested more than ${deepest} levels deep`);
  if (!isResultFile(value)) throw new UsageError(`${name} is no result: it holds no list of results`);
  if (!isComparable(value)) {
    // That a value which may be null is not says nothing of what is wrong with it.
    const wrong = isComparable.errors?.find(({ params }) => params.type !== 'null');
    const { instancePath = '', message = '' } = wrong ?? {};
    throw new UsageError(
      `${name} is no result of the schema ${schema}: ${instancePath.slice(1, 200)} ${message}`,
    );
  }
  return { name, file: value };
}

/** Results have a dozen levels. */
const deepest = 64;

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

/** Some programs write a mark before the text that says how it is encoded. */
function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new UsageError(`${name} is no result: it is no JSON, or cut short`);
  }
}

const isComparable = new Ajv({ strict: false }).compile(comparableSchema);

const isResultFile = (value: object): value is ComparableFile =>
  'calibration' in value &&
  typeof value.calibration === 'string' &&
  'results' in value &&
  Array.isArray(value.results) &&
  value.results.every(
    (result: unknown) =>
      typeof result === 'object' &&
      result !== null &&
      'lab' in result &&
      typeof result.lab === 'string' &&
      'subject' in result &&
      typeof result.subject === 'string',
  );

/** Whose FILE is forgotten after --json, names the first result by it. Throws a UsageError rather than write over one. */
async function keepResult(file: string): Promise<void> {
  const text = await beginningOf(file);
  if ([resultSchema, resultSchemaBefore].some((schema) => text.includes(schema)))
    throw new UsageError(`${file} is a result: --json takes the name of the file to write`);
}

/** Of a file, and of nothing that may not end: a device, a pipe. */
async function beginningOf(name: string): Promise<string> {
  const known = await stat(name).catch(() => null);
  if (!known?.isFile()) return '';
  const file = await open(name).catch(() => null);
  const read = await file?.read(Buffer.alloc(200), 0, 200, 0).finally(() => file.close());
  return read ? read.buffer.toString('utf8', 0, read.bytesRead) : '';
}
