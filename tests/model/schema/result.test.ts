/** The schema that is printed says all that results hold: nothing may be missing, of another kind, or more than it says. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
import { resultFile } from '../../../src/commands/output/result-file.ts';
import { readRecordings } from '../../../src/model/read-recordings.ts';
import { resultJsonSchema } from '../../../src/model/schema/result.ts';
import { command } from '../../commands/command.ts';
import { readResultFile } from '../../result-file.ts';

const stored = (lab: string) =>
  readRecordings(readFileSync(new URL(`../../fixtures/${lab}.ndjson`, import.meta.url), 'utf8'));
const text = JSON.stringify(
  resultFile(
    ['http2-streams', 'websocket'].map((lab) => assess(stored(lab)).result),
    true,
  ),
);

/** Every place in it where there is a property, as a path. */
function* pathsOf(value: unknown, path: string[] = []): Generator<string[]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) yield [...path, name];
    yield* pathsOf(inner, [...path, name]);
  }
}

/** The text with something done to the object that holds the last property of the path. */
function changed(path: string[], change: (holder: Record<string, unknown>, name: string) => void): string {
  const all = JSON.parse(text);
  const holder = path.slice(0, -1).reduce((at, step) => at[step], all);
  change(holder, path.at(-1) ?? '');
  return JSON.stringify(all);
}

/** Names that are the author's, or counted by: what holds them may have more or fewer. */
const isFree = (path: string[]): boolean =>
  (['times', 'replaced'].some((name) => path.includes(name)) &&
    !['count', 'smallest', 'median', 'largest', 'exchanges'].includes(path.at(-1) ?? '')) ||
  ['lost', 'halfAnswers', 'signals'].some((name) => path.includes(name)) ||
  ['facts', 'answers', 'newConnections', 'parameters', 'timings', 'bytes', 'firstFin', 'offsets'].includes(
    path.at(-2) ?? '',
  ) ||
  path.at(-3) === 'timings' ||
  path.at(-4) === 'timings' ||
  ['prediction', 'verdicts'].some(
    (name) => [path.at(-2), path.at(-3)].includes(name) && path.at(-1) !== 'wire',
  );

describe('the schema of a result', () => {
  it('is one, and what is printed', async () => {
    expect(new Ajv().validateSchema(resultJsonSchema)).toBe(true);
    const { code, stdout } = await command('schema');
    expect([code, JSON.parse(stdout)]).toEqual([0, resultJsonSchema]);
  });

  it('holds what is measured', () => {
    expect(readResultFile(text).results).toHaveLength(2);
  });

  it('wants every property that is not free', () => {
    const paths = [...pathsOf(JSON.parse(text))].filter(
      (path) => !isFree(path) && !path.includes('prediction'),
    );
    expect(paths.length).toBeGreaterThan(300);
    for (const path of paths)
      expect(
        () => readResultFile(changed(path, (holder, name) => delete holder[name])),
        path.join('.'),
      ).toThrow('breaks its schema');
  });

  it('allows no value of another kind, anywhere', () => {
    for (const path of pathsOf(JSON.parse(text)))
      expect(
        () => readResultFile(changed(path, (holder, name) => Object.assign(holder, { [name]: true }))),
        path.join('.'),
      ).toThrow('breaks its schema');
  });

  it('allows no property of another name where names are its own', () => {
    for (const path of [[], ['environment'], ['results', '0'], ['results', '0', 'varying']])
      expect(() =>
        readResultFile(changed([...path, 'more'], (holder, name) => Object.assign(holder, { [name]: 1 }))),
      ).toThrow('breaks its schema');
  });
});
