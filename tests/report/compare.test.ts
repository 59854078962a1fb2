import { describe, expect, it } from 'vitest';
import type { Facts } from '../../src/model/facts.ts';
import { type LabResult, type ResultFile, resultSchema } from '../../src/model/result.ts';
import { compareResults, comparison } from '../../src/report/compare.ts';
import { plain } from './fixtures.ts';

const facts = (changed: Partial<Facts> = {}): Facts => ({
  connections: 1,
  exchanges: 5,
  messages: { c2s: 5, s2c: 5 },
  exchangesPerConnection: [5],
  reusedExchanges: 4,
  turnarounds: 9,
  switchBacks: 4,
  overlaps: 0,
  unasked: 0,
  maxConcurrentExchanges: 1,
  newConnections: {},
  protocol: 'HTTP/1.1',
  ...changed,
});

const lab = (changed: Partial<LabResult> = {}): LabResult => ({
  lab: 'kept',
  title: 'One connection',
  subject: 'HTTP/1.1',
  target: null,
  version: '1.1',
  outcome: 'ran',
  error: null,
  facts: { reuse: facts() },
  answers: { reuse: { answer: 'yes', cause: null, because: 'one connection carried all', evidence: [] } },
  verdicts: {
    ordinary: {
      wire: { mode: 'half-duplex', because: 'no overlap', evidence: [] },
      conversation: { mode: 'half-duplex', because: 'used again', evidence: [] },
    },
    limit: null,
  },
  permits: null,
  textbook: { says: 'half-duplex' },
  prediction: null,
  violations: [],
  varying: { timings: {}, bytes: { reuse: { c2s: 1, s2c: 2 } }, firstFin: { reuse: ['client'] } },
  ...changed,
});

const file = (results: LabResult[], node = '20.0.0'): ResultFile => ({
  schema: resultSchema,
  environment: { node, undici: '7', fastify: '5', platform: 'linux' },
  calibration: 'calibrated',
  results,
});

const compared = (files: ResultFile[], varying = false) =>
  compareResults(
    files.map((one, index) => ({ name: String.fromCharCode(97 + index), file: one })),
    { varying },
  );

describe('two results', () => {
  it('are the same where only what varies is different', () => {
    const other = lab({
      varying: { timings: {}, bytes: { reuse: { c2s: 9, s2c: 9 } }, firstFin: { reuse: ['server'] } },
    });
    const same = compared([file([lab()]), file([other], '22.0.0')]);
    expect(same.differences).toEqual([]);
    expect(comparison(['a', 'b'], same, plain)).toMatch(/^The same: all \d+ figures agree\.\n$/);
    expect(
      compared([file([lab()]), file([other], '22.0.0')], true).differences.map(({ what }) => what),
    ).toEqual([
      'environment › node',
      'varying › bytes › reuse › c2s',
      'varying › bytes › reuse › s2c',
      'varying › firstFin › reuse',
    ]);
  });

  it('are laid side by side, fact by fact, answer by answer, verdict by verdict', () => {
    const { ordinary } = lab().verdicts ?? {};
    if (ordinary === undefined) throw new Error('no verdicts');
    const other = lab({
      facts: { reuse: facts({ connections: 5 }) },
      answers: { reuse: { answer: 'no', cause: 'client', because: 'it went elsewhere', evidence: [] } },
      verdicts: {
        ordinary: { ...ordinary, conversation: { mode: 'simplex', because: 'used again', evidence: [] } },
        limit: null,
      },
    });
    expect(compared([file([lab()]), file([other])]).differences).toEqual([
      { lab: 'kept', what: 'facts › reuse › connections', values: ['1', '5'] },
      { lab: 'kept', what: 'answers › reuse › answer', values: ['yes', 'no'] },
      { lab: 'kept', what: 'answers › reuse › cause', values: ['null', 'client'] },
      {
        lab: 'kept',
        what: 'answers › reuse › because',
        values: ['one connection carried all', 'it went elsewhere'],
      },
      { lab: 'kept', what: 'verdicts › ordinary › conversation › mode', values: ['half-duplex', 'simplex'] },
    ]);
  });

  it('of which one has a lab more differ in that', () => {
    expect(compared([file([lab()]), file([lab(), lab({ lab: 'more' })])]).differences).toEqual([
      { lab: 'more', what: 'result', values: [null, 'present'] },
    ]);
  });

  it('show nothing that a terminal would obey', () => {
    const text = comparison(
      ['a', 'b'],
      compared([file([lab()]), file([lab({ title: '\x1b[31mred' })])]),
      plain,
    );
    expect(text).not.toContain('\x1b');
    expect(text).toContain('␛');
  });
});

describe('many results', () => {
  const odd = lab({ facts: { reuse: facts({ overlaps: 3 }) } });
  const three = compared([file([lab()]), file([odd]), file([lab()])]);

  it('name who departs from the majority, and in what', () => {
    const text = comparison(['ann', 'bob', 'cem'], three, plain);
    expect(text).toContain('With the majority in everything: ann, cem');
    expect(text).toContain('departs in 1 figure: bob');
    expect(text).toContain('bob: 3');
  });

  it('without a majority depart every one', () => {
    const other = lab({ facts: { reuse: facts({ overlaps: 7 }) } });
    const text = comparison(
      ['ann', 'bob', 'cem'],
      compared([file([lab()]), file([odd]), file([other])]),
      plain,
    );
    expect(text).toContain('Every one of the results departs');
    expect(text).toContain('(no majority)');
  });
});

describe('a capture of a run beside the run', () => {
  const seen = (subject: string, counted: Facts) =>
    lab({
      lab: 'read',
      subject,
      target: `10.0.0.1:${subject.length}`,
      facts: { observed: counted },
      answers: {},
    });

  it('is compared question by question, and what it cannot hold is named', () => {
    const run = lab({
      facts: {
        reuse: facts(),
        burst: facts({ overlaps: 2 }),
        quiet: facts({ protocol: 'records over a Unix-domain socket' }),
      },
    });
    const captured = file([seen('kept: reuse', facts()), seen('kept: burst', facts())]);
    const { differences, notes } = compared([file([run]), captured]);
    expect(differences).toEqual([{ lab: 'kept', what: 'facts › burst › overlaps', values: ['2', '0'] }]);
    expect(notes).toHaveLength(2);
    expect(notes[1]).toContain('kept: quiet');
  });

  it('misses a question that a capture could hold', () => {
    const captured = file([seen('kept: burst', facts())]);
    const run = file([lab({ facts: { reuse: facts(), burst: facts() } })]);
    expect(compared([run, captured]).differences[0]).toEqual({
      lab: 'kept',
      what: 'facts › reuse › connections',
      values: ['1', null],
    });
  });

  it('adds up what several servers were asked', () => {
    const halves = [
      facts({ exchanges: 2, exchangesPerConnection: [2] }),
      facts({ exchanges: 3, exchangesPerConnection: [3] }),
    ];
    const run = lab({
      facts: {
        reuse: facts({
          connections: 2,
          exchangesPerConnection: [3, 2],
          turnarounds: 18,
          switchBacks: 8,
          reusedExchanges: 8,
          messages: { c2s: 10, s2c: 10 },
        }),
      },
    });
    expect(
      compared([file([run]), file(halves.map((half) => seen('kept: reuse', half)))]).differences,
    ).toEqual([]);
  });
});
