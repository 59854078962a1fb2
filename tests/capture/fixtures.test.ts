import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import { readRecordings } from '../../src/model/read-recordings.ts';
import { reason } from '../../src/model/reason.ts';
import { type LabResult, type ResultFile, resultSchema, type ToldResult } from '../../src/model/result.ts';
import { toldResult } from '../../src/model/told.ts';
import { compareResults } from '../../src/report/compare/compare.ts';
import { judge } from './judge.ts';

const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
const run = JSON.parse(fixture('run.json').toString()) as ResultFile;
const fileOf = (results: LabResult[]): ResultFile => ({
  ...run,
  schema: resultSchema,
  results: results.map(toldResult),
});

const asFileHolds = (result: ToldResult): unknown => JSON.parse(JSON.stringify(result));

describe('a stored trace', () => {
  for (const { lab } of run.results)
    it(`gives the verdicts, answers and facts of the run that recorded it: ${lab}`, () => {
      const { result } = assess(readRecordings(fixture(`${lab}.ndjson`).toString()));
      expect(asFileHolds(toldResult(result))).toEqual(run.results.find((known) => known.lab === lab));
    });
});

describe('a capture of a run', () => {
  it('differs from the run in nothing but what a capture cannot know', async () => {
    const results = await judge(fixture('run.pcapng'));
    const named = [
      { name: 'run', file: run },
      { name: 'read', file: fileOf(results) },
    ];
    const { differences, agreed, notes } = compareResults(named, { varying: false });
    expect(differences).toEqual([]);
    expect(agreed).toBeGreaterThan(300);
    expect(notes).toEqual([
      reason('compare.no-marks'),
      reason('compare.unread', { Names: 'reference-telephone: crossing; reference-telephone: talk at once' }),
    ]);
  });

  it('gives one result for each server, at one level', async () => {
    const results = await judge(fixture('run.pcapng'));
    const questions = run.results.flatMap(({ lab, facts }) =>
      Object.keys(facts ?? {}).map((question) => `${lab}: ${question}`),
    );
    expect(results.map(({ subject }) => subject).sort()).toEqual(questions.sort());
    for (const { verdicts, facts, lab } of results)
      expect([lab, Object.keys(verdicts ?? {}), Object.keys(facts ?? {})]).toEqual([
        'read',
        ['observed'],
        ['observed'],
      ]);
  });
});

describe('a capture that tcpdump made', () => {
  const observed = async (name: string) => {
    const [result, ...others] = await judge(fixture(name));
    expect(others).toEqual([]);
    const { protocol, exchanges, exchangesPerConnection, messages } = result?.facts?.observed ?? {};
    return {
      target: result?.target,
      protocol,
      exchanges,
      exchangesPerConnection,
      messages,
      wire: result?.verdicts?.observed?.wire.mode,
    };
  };

  it('of ab -k with two connections and twelve requests', async () => {
    const { exchangesPerConnection, ...rest } = await observed('nginx-ab.pcap');
    expect(rest).toEqual({
      target: '127.0.0.1:18080',
      protocol: 'HTTP/1.0',
      exchanges: 12,
      messages: { c2s: 12, s2c: 12 },
      wire: 'half-duplex',
    });
    expect(exchangesPerConnection).toHaveLength(2);
  });

  it('of curl with three URLs', async () => {
    expect(await observed('nginx-curl.pcap')).toMatchObject({
      protocol: 'HTTP/1.1',
      exchangesPerConnection: [3],
      wire: 'half-duplex',
    });
  });

  it('of h2load with six requests on one connection', async () => {
    expect(await observed('nginx-h2load.pcap')).toMatchObject({
      protocol: 'HTTP/2',
      exchangesPerConnection: [6],
    });
  });
});
