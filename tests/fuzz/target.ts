/** What is fed with random input until it does what it must never do, and the corpus of what was found so. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';

export interface Target<Input = unknown> {
  name: string;
  inputs: fc.Arbitrary<Input>;
  /** Throws, or rejects, where something is wrong. */
  holds(input: Input): void | Promise<void>;
}

export interface Fuzzed {
  runs: number;
  seed: number;
  /** Null where nothing was found. */
  found: { input: unknown; why: string; file: string } | null;
}

export interface FuzzOptions {
  milliseconds?: number;
  runs?: number;
  seed: number;
  /** Where what is found is kept, made as small as it can be. */
  folder: string;
}

/** For so long, or so often. */
export async function fuzz(
  { name, inputs, holds }: Target,
  { milliseconds, runs, seed, folder }: FuzzOptions,
): Promise<Fuzzed> {
  const property = fc.asyncProperty(inputs, async (input) => {
    await holds(input);
  });
  const details = await fc.check(property, {
    seed,
    numRuns: runs ?? Number.MAX_SAFE_INTEGER,
    ...(milliseconds === undefined ? {} : { interruptAfterTimeLimit: milliseconds }),
  });
  const known = { runs: details.numRuns, seed };
  if (!details.failed || details.counterexample === null) return { ...known, found: null };
  const [input] = details.counterexample;
  const why = details.errorInstance instanceof Error ? details.errorInstance.message : 'unknown';
  return { ...known, found: { input, why, file: keep(folder, name, input) } };
}

function keep(folder: string, name: string, input: unknown): string {
  const text = `${JSON.stringify(input, written)}\n`;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const file = join(folder, name, `${digest}.json`);
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(file, text);
  return file;
}

export interface Kept {
  /** Of the target. */
  name: string;
  file: string;
  input: unknown;
}

export const corpus = (folder: string): Kept[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map(({ parentPath, name: file }) => ({
      name: basename(parentPath),
      file,
      input: JSON.parse(readFileSync(join(parentPath, file), 'utf8'), read),
    }));

/** Bytes in JSON. `JSON.stringify` calls this after Buffer's own toJSON, hence `this`. */
function written(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const own = this[key];
  return own instanceof Uint8Array ? { base64: Buffer.from(own).toString('base64') } : value;
}

const read = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'base64' in value && typeof value.base64 === 'string'
    ? Buffer.from(value.base64, 'base64')
    : value;
