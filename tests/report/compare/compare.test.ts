/** Results laid side by side: what differs, who departs from the majority, and what cannot be compared. */
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../src/model/facts.ts';
import { type Reason, reason } from '../../../src/model/reason.ts';
import {
  type ComparableFile,
  type LabResult,
  nothingVaries,
  resultSchemaBefore,
} from '../../../src/model/result.ts';
import { comparison } from '../../../src/report/compare/comparison.ts';
import { sentencesOf } from '../../../src/report/compare/sentences.ts';
import { speaker } from '../../../src/report/language/say.ts';
import { chinese } from '../../../src/report/language/zh/zh.ts';
import { plain } from '../fixtures.ts';
import { compared, facts, file, lab } from './results.ts';

describe('two results', () => {
  it('are the same where only what varies is different', () => {
    const other = lab({
      varying: { ...nothingVaries(), bytes: { reuse: { c2s: 9, s2c: 9 } }, firstFin: { reuse: ['server'] } },
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

  it('of which an older one has not counted what crossed differ in nothing for that', () => {
    const { crossings: _, ...older } = facts();
    const before = file([lab({ facts: { reuse: older as Facts } })]);
    const crossed = file([lab({ facts: { reuse: facts({ crossings: 2 }) } })]);
    const alike = compared([before, before]);
    expect(compared([before, crossed])).toEqual(alike);
    expect(compared([before, crossed, crossed])).toEqual({ ...alike, agreed: alike.agreed + 1 });
    expect(compared([before, crossed, file([lab()])]).differences).toEqual([
      { lab: 'kept', what: 'facts › reuse › crossings', values: [null, '2', '0'] },
    ]);
  });

  it('are laid side by side, fact by fact, answer by answer, verdict by verdict', () => {
    const { ordinary } = lab().verdicts ?? {};
    if (ordinary === undefined) throw new Error('no verdicts');
    const other = lab({
      facts: { reuse: facts({ connections: 5 }) },
      answers: {
        reuse: {
          answer: 'no',
          cause: 'client',
          reason: reason('as-told', { Text: 'it went elsewhere' }),
          evidence: [],
        },
      },
      verdicts: {
        ordinary: {
          ...ordinary,
          conversation: { mode: 'simplex', reason: reason('as-told', { Text: 'used again' }), evidence: [] },
        },
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

  it('hold lists of entries whose order of fields is nobody’s concern, and are compared entry by entry', () => {
    const evidence = [{ question: 'reuse', connection: 1, message: 2, direction: 'c2s' as const }];
    const answer = (list: typeof evidence) =>
      lab({
        answers: {
          reuse: { answer: 'yes', cause: null, reason: reason('as-told', { Text: 'it is' }), evidence: list },
        },
      });
    const [first] = evidence;
    if (first === undefined) throw new Error('no evidence');
    const turned = { direction: first.direction, message: 2, connection: 1, question: 'reuse' };
    expect(compared([file([answer(evidence)]), file([answer([turned])])]).differences).toEqual([]);
    const other = compared([file([answer(evidence)]), file([answer([{ ...first, message: 3 }])])]);
    expect(other.differences).toEqual([
      { lab: 'kept', what: 'answers › reuse › evidence › 0 › message', values: ['2', '3'] },
    ]);
  });

  it('do not take a text for what it looks like', () => {
    const [figure, text] = [lab({ title: 'x' }), lab({ title: '2' })];
    const number = { ...figure, title: 2 as unknown as string };
    expect(compared([file([number]), file([text])]).differences).toEqual([
      { lab: 'kept', what: 'title', values: ['2', '"2"'] },
    ]);
  });

  it('of probe are laid side by side version by version', () => {
    const version = (of: string, changed: Partial<LabResult> = {}) =>
      lab({ lab: 'probe', target: 'http://a/', version: of, ...changed });
    const { differences } = compared([
      file([version('1.0'), version('1.1')]),
      file([version('1.1', { title: 'other' })]),
    ]);
    expect(differences).toEqual([
      { lab: 'probe http://a/ HTTP/1.0', what: 'result', values: ['present', null] },
      { lab: 'probe http://a/ HTTP/1.1', what: 'title', values: ['One connection', 'other'] },
    ]);
  });

  it('have long names cut where they are alike', () => {
    const names = ['ann', 'bob'].map(
      (name) => `a-folder/with-a-very-long-name/${name}/with-a-long-name-too.json`,
    );
    const text = comparison(names, compared([file([lab()]), file([lab({ title: 'x' })])]), plain);
    expect(text).toMatch(/…\S*long-name-too\.json +…/);
    expect(
      comparison(['f/ann', 'f/bob'], compared([file([lab()]), file([lab({ title: 'x' })])]), plain),
    ).toMatch(/what +ann +bob/);
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

  it('are compared all the same where another lacks the lab, or failed in it', () => {
    const failed = lab({
      outcome: 'failed',
      error: { code: 'EPIPE', reason: reason('as-told', { Text: 'it broke' }) },
      facts: null,
      answers: null,
      verdicts: null,
    });
    const all = compared([file([lab()]), file([lab()]), file([odd]), file([]), file([failed])]);
    expect(all.differences).toEqual([
      { lab: 'kept', what: 'result', values: ['present', 'present', 'present', null, 'present'] },
      { lab: 'kept', what: 'outcome', values: ['ran', 'ran', 'ran', null, 'failed'] },
      { lab: 'kept', what: 'error › message', values: [null, null, null, null, 'it broke'] },
      { lab: 'kept', what: 'facts › reuse › overlaps', values: ['0', '0', '3', null, null] },
    ]);
    const text = comparison(['ann', 'bob', 'cem', 'dee', 'eli'], all, plain);
    expect(text).toContain('With the majority in everything: ann, bob\n');
    expect(text).toContain('departs in 1 figure: cem');
    expect(text).toContain('departs in 2 figures: dee');
    expect(text).toContain('departs in 2 figures: eli');
  });

  it('are told apart by groups where there is no majority', () => {
    const text = comparison(
      ['x/ann', 'x/bob', 'x/cem', 'x/dee'],
      compared([file([lab()]), file([odd]), file([lab()]), file([odd])]),
      plain,
    );
    expect(text).toContain('the same as each other: ann, cem\n');
    expect(text).toContain('the same as each other: bob, dee\n');
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

describe('results of the schema before, which had sentences and no reasons', () => {
  const why = reason('refusal.client-asked-to-close');
  const several = reason('reuse.several-connections', { n: 5, m: 5, why });
  const answered = (given: Reason) =>
    lab({ answers: { reuse: { answer: 'no', cause: 'client', reason: given, evidence: [] } } });
  const earlier = (result: LabResult): ComparableFile =>
    JSON.parse(
      JSON.stringify({ ...file([result]), schema: resultSchemaBefore }, (key, value: unknown) =>
        key === 'reason' ? undefined : value,
      ),
    ) as ComparableFile;

  it('are compared with those of today by their sentences', () => {
    expect(compared([earlier(answered(several)), file([answered(several)])]).differences).toEqual([]);
    const other = reason('reuse.one-connection', { n: 5 });
    expect(compared([earlier(answered(several)), file([answered(other)])]).differences).toEqual([
      {
        lab: 'kept',
        what: 'answers › reuse › because',
        values: [
          '"5 exchanges took 5 connections: the client asked to close"',
          'all 5 exchanges travelled on one connection',
        ],
      },
    ]);
  });

  it('are told in the language of the reader where a file has the reason for the sentence', () => {
    const late = reason('question.late');
    const files = [earlier(answered(late)), file([answered(several)])];
    const say = speaker(chinese);
    const table = comparison(['a', 'b'], compared(files), { ...plain, say }, sentencesOf(files));
    expect(table).toMatch(/5 次交互用了/);
    expect(table).toMatch(/the question did not/);
  });

  it('and of one to come have reasons that are not known here: they are told as they are', () => {
    const unknown = [
      { id: 'to-come', parameters: {} },
      { id: 'verdict.silent', parameters: null },
      { id: 'verdict.damaged', parameters: { finding: { id: 'to-come', parameters: {} } } },
      { id: 'constructor', parameters: {} },
    ];
    for (const one of unknown) expect(sentencesOf([{ because: 'it is so', reason: one }])).toEqual(new Map());
  });
});
