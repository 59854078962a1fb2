/** A stored trace is read again to the same result; one that is none, or was changed, is refused with its line. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResultFile } from '../../src/model/result.ts';
import type { Lenses } from '../../src/model/verdict.ts';
import { readResultFile } from '../result-file.ts';
import { command } from './command.ts';
import { refused } from './refused.ts';

const patience = 60_000;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'http-version-lab-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a stored trace', () => {
  let trace = '';
  let stored = '';
  let result: ResultFile;
  beforeAll(async () => {
    const ended = await command('run', 'http11-default', '--trace', folder, '--json', '-');
    result = readResultFile(ended.stdout);
    trace = join(folder, 'http11-default.ndjson');
    stored = await readFile(trace, 'utf8');
  }, patience);

  it(
    'is judged again to the same verdicts, answers and facts',
    async () => {
      const { code, stdout, stderr } = await command('read', trace, '--json', '-');
      const again = readResultFile(stdout);
      const [{ verdicts, answers, facts } = {}] = result.results;
      expect(facts).toHaveProperty('reuse');
      expect(again.results).toHaveLength(1);
      expect(again.results[0]).toMatchObject({ verdicts, answers, facts });
      expect(stderr).toEqual([]);
      expect(code).toBe(0);
    },
    patience,
  );

  const broken = async (name: string, text: string, says: RegExp) => {
    const file = join(folder, name);
    await writeFile(file, text);
    expect(await refused(['read', file, '--json', '-'], says)).toHaveLength(1);
  };

  it('is missing', () => refused(['read', join(folder, 'none.ndjson')], /^cannot read .*ENOENT/), patience);

  it('is none', () => broken('text.ndjson', 'no trace at all\n', /text\.ndjson/), patience);

  it('is empty', () => broken('empty.ndjson', '', /empty\.ndjson/), patience);

  it(
    'is of another schema',
    () =>
      broken(
        'other.ndjson',
        stored.replace('http-version-lab/trace/1', 'http-version-lab/trace/9'),
        /other\.ndjson.*schema/,
      ),
    patience,
  );

  /** Read up to there, which a line says; of what is sure of its verdicts nothing is another than before. */
  const cut = async (name: string, text: string) => {
    const file = join(folder, name);
    await writeFile(file, text);
    const { code, stdout, stderr } = await command('read', file, '--json', '-');
    expect([code, stderr]).toEqual([
      0,
      [`${file} ends before its time: what was recorded until then is judged`],
    ]);
    const [whole, [part]] = [result.results[0], readResultFile(stdout).results];
    const modes = (one: ResultFile['results'][number] | undefined) =>
      Object.values(one?.verdicts ?? {}).flatMap(({ wire, conversation }: Lenses) => [
        wire.mode,
        conversation.mode,
      ]);
    for (const [index, mode] of modes(part).entries())
      expect([modes(whole)[index], 'inconclusive']).toContain(mode);
    expect(Object.keys(part?.answers ?? {})).toEqual(Object.keys(whole?.answers ?? {}));
    return part;
  };

  it(
    'is cut in the middle of a line',
    () => cut('cut.ndjson', stored.slice(0, Math.floor(stored.length / 2)).replace(/\n?[^\n]{0,3}$/, '')),
    patience,
  );

  it(
    'is cut between two lines of a question',
    () => {
      const lines = stored.split('\n');
      return cut('half.ndjson', lines.slice(0, Math.floor(lines.length / 2)).join('\n'));
    },
    patience,
  );

  it(
    'is cut between two questions',
    async () => {
      const lines = stored.split('\n');
      const last = lines.findIndex((line) => line.startsWith('{"question":"multiplex"'));
      const part = await cut('fewer.ndjson', lines.slice(0, last).join('\n'));
      expect(part?.answers?.multiplex?.answer).toBe('inconclusive');
    },
    patience,
  );

  it(
    'holds a line that is neither a question nor an event',
    () => broken('odd.ndjson', `${stored}{"odd":1}\n`, /odd\.ndjson.*line \d+/),
    patience,
  );

  it(
    'holds an event before any question',
    () => {
      const [header = '', , ...events] = stored.split('\n');
      return broken('early.ndjson', [header, ...events].join('\n'), /early\.ndjson.*line 2/);
    },
    patience,
  );
});
