/** What goes wrong is said in one line each; the other labs are still reported, and nothing is left running. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ResultFile, ToldResult } from '../../src/model/result.ts';
import { readResultFile } from '../result-file.ts';
import { command, type Ended, labFile, stackLine } from './command.ts';

const patience = 120_000;

describe('a run in which most labs go wrong', () => {
  const labs = ['never-answers', 'never-listens', 'cut-short', 'throws', 'no-lab', 'port-taken'];
  let ended: Ended;
  let file: ResultFile;
  beforeAll(async () => {
    ended = await command('run', ...labs.map(labFile), 'http11-default', '--json', '-');
    file = readResultFile(ended.stdout);
  }, patience);

  const result = (lab: string): ToldResult => {
    const found = file.results.find((other) => other.lab === lab);
    if (!found) throw new Error(`no result of ${lab}`);
    return found;
  };

  it('exits by itself with 1', () => {
    expect(ended.code).toBe(1);
  });

  it('prints nothing but JSON on stdout, with a result for every lab', () => {
    expect(file.schema).toBe('http-version-lab/result/2');
    expect(file.results.map(({ lab }) => lab).sort()).toEqual([...labs, 'http11-default'].sort());
  });

  it('says what went wrong in one line each, and shows no stack', () => {
    for (const lab of labs)
      expect([lab, ended.stderr.filter((line) => line.startsWith(`${lab}: `)).length]).toEqual([lab, 1]);
    expect(ended.stderr).toHaveLength(labs.length);
    expect(ended.stderr.filter((line) => stackLine.test(line))).toEqual([]);
  });

  it('still reports the lab that runs', () => {
    expect(result('http11-default').outcome).toBe('ran');
    expect(result('http11-default').verdicts?.ordinary?.conversation.mode).toBe('half-duplex');
  });

  it('gives up a server that never answers, and tells nothing from its silence', () => {
    const { outcome, error, answers, verdicts } = result('never-answers');
    expect([outcome, error?.code]).toEqual(['timed-out', 'DEADLINE']);
    expect(Object.values(answers ?? {}).map(({ answer }) => answer)).toEqual([
      'inconclusive',
      'inconclusive',
      'inconclusive',
      'inconclusive',
    ]);
    expect(verdicts?.ordinary?.wire.mode).toBe('inconclusive');
    expect(verdicts?.ordinary?.conversation.mode).toBe('inconclusive');
  });

  it('gives up a server that is never ready, of which nothing was measured', () => {
    expect(result('never-listens')).toMatchObject({ outcome: 'timed-out', facts: null, verdicts: null });
  });

  it('keeps what was measured before an answer was cut, and no verdict from absence', () => {
    const { outcome, facts, answers, verdicts } = result('cut-short');
    expect(outcome).toBe('failed');
    expect(facts?.reuse).toMatchObject({ connections: 1, exchanges: 3, messages: { c2s: 3, s2c: 3 } });
    expect(answers?.reuse?.answer).toBe('inconclusive');
    expect(verdicts?.ordinary?.wire).toMatchObject({ mode: 'inconclusive' });
    expect(verdicts?.ordinary?.wire.because).toContain('a message was not finished');
    expect(verdicts?.ordinary?.conversation.mode).toBe('inconclusive');
  });

  it('says of a file that throws what it threw, in its first line', () => {
    expect(result('throws')).toMatchObject({ outcome: 'failed', facts: null, verdicts: null, answers: null });
    expect(result('throws').error?.message).toBe('this lab was never finished');
  });

  it('says of a file that is no lab how one begins', () => {
    expect(result('no-lab').error?.message).toContain('defineLab');
  });

  it('names the error of a port in use', () => {
    expect(result('port-taken')).toMatchObject({ outcome: 'failed', error: { code: 'EADDRINUSE' } });
  });
});

describe('an instrument that misjudges a reference', () => {
  it.each([
    ['reference-telephone', ['inconclusive', 'inconclusive']],
    ['reference-television', ['inconclusive', 'inconclusive']],
  ] as const)(
    'says that it is not calibrated by %s, and takes back every other verdict',
    async (reference, expected) => {
      const { stdout, stderr, code } = await command(
        'run',
        labFile(reference),
        'http11-default',
        '--json',
        '-',
      );
      const file = readResultFile(stdout);
      expect(file.calibration).toBe('not calibrated');
      expect(stderr.filter((line) => line.includes('not calibrated'))).toHaveLength(1);
      const lenses = file.results.find(({ lab }) => lab === 'http11-default')?.verdicts?.ordinary;
      expect([lenses?.wire.mode, lenses?.conversation.mode]).toEqual(expected);
      expect(code).toBe(0);
    },
    patience,
  );

  it(
    'says nothing of the kind if its references are right',
    async () => {
      const { stdout, stderr } = await command('run', 'http11-default', '--json', '-');
      expect(readResultFile(stdout).calibration).toBe('calibrated');
      expect(stderr).toEqual([]);
    },
    patience,
  );
});
