/** What goes wrong is said in one line each; the other labs are still reported, and nothing is left running. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

  it('takes nothing that an answer which was cut left behind for a finding', () => {
    expect(result('cut-short')).toMatchObject({
      outcome: 'failed',
      facts: null,
      answers: null,
      verdicts: null,
    });
    expect(result('cut-short').varying.firstFin.reuse).toEqual(['server']);
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

describe('scripts that do harm beside what is waited for', () => {
  it(
    'are told of in a line each, and the other labs are reported',
    async () => {
      const labs = ['callback-throws', 'nobody-awaits', 'exits', 'throws-late'];
      const traces = await mkdtemp(join(tmpdir(), 'astray-'));
      const { stdout, stderr, code } = await command(
        ...['run', ...labs.map(labFile), 'socket-tcp', '--json', '-', '--trace', traces],
      );
      const trace = await readFile(join(traces, 'callback-throws.ndjson'), 'utf8');
      await rm(traces, { recursive: true });
      // Nobody waits for the deadline of what has failed.
      expect(trace).toContain('"timedOut":false');
      const { results } = readResultFile(stdout);
      expect(code).toBe(1);
      expect(Object.fromEntries(results.map(({ lab, outcome }) => [lab, outcome]))).toEqual({
        'callback-throws': 'failed',
        'nobody-awaits': 'failed',
        exits: 'failed',
        'throws-late': 'ran',
        'socket-tcp': 'ran',
      });
      expect(stderr.sort()).toEqual([
        'callback-throws: failed: talk: thrown in a callback (callback-throws.ts:13)',
        'exits: failed: talk: process.exit was called, which would end every lab: return, or throw an error',
        'nobody-awaits: failed: talk: rejected, and nobody awaits it (nobody-awaits.ts:13)',
        'throws-late: failed after its end: talk: thrown when all was over (throws-late.ts:19)',
      ]);
    },
    patience,
  );

  it(
    'end with the run, though they leave a timer and a server open',
    async () => {
      const { stderr, code, stdout } = await command('run', labFile('forgets'), '--json', '-');
      expect([code, readResultFile(stdout).results[0]?.outcome]).toEqual([0, 'ran']);
      expect(stderr).toEqual([
        'something that a lab opened is still open (a timer, a server): close it before the script ends, or hand it to scope.defer',
      ]);
    },
    patience,
  );

  it(
    'are no success where their file ends the program',
    async () => {
      const { stderr, code } = await command('run', labFile('exits-at-once'));
      expect([code, stderr]).toEqual([
        1,
        ['the program was ended before its time: something that it loaded called process.exit'],
      ]);
    },
    patience,
  );
});

describe('a file that is no whole lab', () => {
  it.each([
    [
      'lacks',
      "export default { title: 'lacks', subject: {}, permits: null };",
      'lacks: failed: the lab lacks textbook, prediction; where there is nothing to say: textbook: { says: null }, permits: null, prediction: null',
    ],
    [
      'subjectless',
      "export default { title: 'subjectless', textbook: { says: null }, permits: null, prediction: null };",
      'subjectless: failed: the lab lacks subject; where there is nothing to say: textbook: { says: null }, permits: null, prediction: null',
    ],
    [
      'slips',
      "export default {\n  title: 'slips'\n  subject: {},\n};",
      'slips: failed: Transform failed with 1 error: slips.ts:3:2: ERROR: Expected "}" but found "subject"',
    ],
  ])(
    '%s: is told what to write, and the other labs are reported',
    async (name, text, line) => {
      const folder = await mkdtemp(join(tmpdir(), 'no-lab-'));
      await writeFile(join(folder, `${name}.ts`), text);
      const { stdout, stderr, code } = await command('run', join(folder, `${name}.ts`), 'socket-tcp');
      await rm(folder, { recursive: true });
      expect([code, stderr]).toEqual([1, [line]]);
      expect(stdout).toMatch(/^socket-tcp +– +– +– +half /m);
    },
    patience,
  );
});

describe('an instrument whose reference comes to no end', () => {
  it(
    'says so, and not that it misjudges',
    async () => {
      const { stderr, stdout } = await command(
        ...['run', labFile('broken/reference-telephone'), 'http11-default', '--json', '-'],
      );
      expect(readResultFile(stdout).calibration).toBe('not calibrated');
      expect(stderr).toEqual([
        'the instrument is not calibrated: a reference channel came to no end',
        'reference-telephone: failed: talk: the line is dead',
      ]);
    },
    patience,
  );
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
