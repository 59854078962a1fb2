/** Reports say what a full-duplex on the wire rests on, and `explain` walks a crossing piece by piece. */
import { describe, expect, it } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import { conversationRules, wireRules } from '../../src/judge/lenses.ts';
import { reason } from '../../src/model/reason.ts';
import type { LabReport } from '../../src/model/report.ts';
import type { TraceEvent } from '../../src/model/trace.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { details } from '../../src/report/details.ts';
import { crossingSteps } from '../../src/report/explain/crossing-steps.ts';
import { explain } from '../../src/report/explain/explain.ts';
import { markdown } from '../../src/report/files/markdown.ts';
import { sayIn } from '../../src/report/language/language.ts';
import { page } from '../../src/report/page/page.ts';
import { observedTable } from '../../src/report/real/observed.ts';
import { headline } from '../../src/report/run/headline.ts';
import { matrix } from '../../src/report/run/matrix.ts';
import { crossingsIn, modeWords, proofOf } from '../../src/report/words/verdicts.ts';
import { answer, openEvent, plain, report, result } from './fixtures.ts';

/** Without the last: the record cannot tell. */
type Said = [who: 'c' | 's', text: string, underWay?: number];

/** The same bytes; what was under way is all that differs. */
const said = (underWay: number | undefined): Said[] => [
  ['c', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\n', 0],
  ['s', 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n', 0],
  ['c', 'abcd', 0],
  underWay === undefined ? ['s', 'wxyz'] : ['s', 'wxyz', underWay],
];

const recorded = (question: string, pieces: Said[], gated: boolean): TraceEvent[] => [
  { type: 'mark', mark: 'question begun', of: question, seq: 0, at: 0 },
  ...(gated
    ? [{ type: 'mark', mark: 'gate closed', of: 'both ways', seq: 1, at: 1 } satisfies TraceEvent]
    : []),
  { ...openEvent(1), seq: 2, at: 2 },
  ...pieces.map(([who, text, underWay], index): TraceEvent => {
    const place = { seq: index + 3, at: index + 3 };
    const direction = who === 'c' ? 'c2s' : 's2c';
    return {
      type: 'bytes',
      ...place,
      connection: 1,
      direction,
      bytes: Buffer.from(text),
      ...(underWay === undefined ? {} : { underWay }),
    };
  }),
];

/** At its limit it was asked this; without a target it is a lab's. */
const measured = (lab: string, underWay: number | undefined, gated = true): LabReport => {
  const { stored } = report(result(lab), {
    events: { interlock: recorded('interlock', said(underWay), gated) },
  });
  stored.description.ordinary = ['interlock'];
  stored.description.questions = ['interlock'];
  const assessed = assess(stored);
  return { stored, ...assessed, result: { ...assessed.result, answers: { interlock: answer('yes') } } };
};

const crossed = measured('crossed', 3);
const overlapped = measured('overlapped', 0);

const lines = (text: string, name: string): string[] => {
  const all = text.split('\n');
  const at = all.findIndex((row) => row.startsWith(name));
  return all.slice(at, at + 2).map((row) => row.trimEnd());
};

const rules = { wire: wireRules, conversation: conversationRules };

describe('what a full-duplex rests on', () => {
  it('follows the rule that fired, and only for a full-duplex', () => {
    const by = (mode: Verdict['mode'], id: 'verdict.crossing' | 'verdict.overlap' | 'verdict.unasked') =>
      proofOf({ mode, reason: reason(id) });
    expect(by('full-duplex', 'verdict.crossing')).toBe('crossing');
    expect(by('full-duplex', 'verdict.overlap')).toBe('overlap');
    expect(by('full-duplex', 'verdict.unasked')).toBeUndefined();
    expect(by('inconclusive', 'verdict.crossing')).toBeUndefined();
  });

  it('is said in either language', async () => {
    const chinese = await sayIn('zh');
    const crossing = { mode: 'full-duplex', reason: reason('verdict.crossing') } as const;
    const overlap = { mode: 'full-duplex', reason: reason('verdict.overlap') } as const;
    expect([crossing, overlap].map((one) => modeWords(one, plain.say))).toEqual([
      'full-duplex, by crossing',
      'full-duplex, by overlap',
    ]);
    expect([crossing, overlap].map((one) => modeWords(one, chinese))).toEqual([
      '全双工（同时在途）',
      '全双工（重叠）',
    ]);
  });

  it('stands below the word in the headline', () => {
    const text = headline([crossed, overlapped], plain);
    expect(lines(text, 'crossed')[1]?.trim().split(/\s+/)).toEqual(['crossing', 'crossing']);
    expect(lines(text, 'overlapped')[1]?.trim().split(/\s+/)).toEqual(['overlap', 'overlap']);
  });

  it('stands below the answer in the matrix', () => {
    const text = matrix([crossed, overlapped], plain);
    const words = (name: string) => lines(text, name).map((row) => row.replace(name, '').trim());
    expect(words('crossed')).toEqual(['yes', 'crossing']);
    expect(words('overlapped')).toEqual(['yes', 'overlap']);
  });

  it('stands in the details, in the files and on the page', () => {
    for (const [one, words] of [
      [crossed, 'full-duplex, by crossing'],
      [overlapped, 'full-duplex, by overlap'],
    ] as const) {
      expect(details(one, plain)).toContain(`at its limit, wire:            ${words}: `);
      expect(markdown([one], plain.say)).toContain(`**${words}**`);
      const html = page([one], [], { script: '', scriptHash: 'sha256-', style: '' });
      expect(html).toContain(`<b class="mode full-duplex">${words}</b>`);
      const small = words.split(' ').at(-1);
      expect(html).toContain(`<b class="answer yes">yes</b> <small>${small}</small>`);
    }
    expect(markdown([crossed], plain.say)).toMatch(
      /\| crossed \| interlock \| HTTP\/1\\\.1|\| 1 \| 1 \| 0 \| 1 \| 1 \|/,
    );
    expect(page([crossed], [], { script: '', scriptHash: 'sha256-', style: '' })).toContain(
      '1 overlap · 1 crossing',
    );
  });

  it('is no zero where the record cannot tell whether anything crossed', () => {
    const blind = measured('blind', undefined);
    expect([crossed, overlapped, blind].map((one) => crossingsIn(one, 'interlock'))).toEqual([
      1,
      0,
      undefined,
    ]);
    const html = (one: LabReport) => page([one], [], { script: '', scriptHash: 'sha256-', style: '' });
    expect(html(overlapped)).toContain('1 overlap · 0 crossings');
    expect(html(blind)).toContain('1 overlap · 1 turnaround');
    expect(explain(blind, rules, plain)).toMatch(/crossings \(.*\) +–\n/);
    expect(explain(overlapped, rules, plain)).toMatch(/crossings \(.*\) +0\n/);
    expect(markdown([blind], plain.say)).toContain('| 1 | 1 | 0 | 1 | – | 0 | 1 |');
  });

  it('stands with the servers that were observed', () => {
    const seen = report({
      ...result('read', { target: '10.0.0.1:80' }),
      facts: { observed: crossed.result.facts?.interlock ?? {} },
      verdicts: { observed: crossed.result.verdicts?.limit },
    } as LabReport['result']);
    const text = observedTable([seen], plain);
    expect(lines(text, '10.0.0.1:80')[0]).toContain('1, 1');
    expect(lines(text, '10.0.0.1:80')[1]?.trim()).toMatch(/^crossing/);
    expect(text).toContain('wire          full-duplex, by crossing: bytes of both directions');
  });
});

describe('explain', () => {
  it('walks a crossing that the tap forced, piece by piece', () => {
    expect(explain(crossed, rules, plain)).toContain(
      [
        '   How they crossed, each piece of bytes with its place in the order that the tap saw',
        '   event 5  ▶ 3 bytes of client message 1',
        '   event 6  ◀ 4 bytes of server message 1: sent while the tap withheld the 3 bytes of event 5 from',
        '              the server',
        '   → Neither can have been sent because of the other: its sender had not received it.',
      ].join('\n'),
    );
  });

  it('names the acknowledgement where the record is no bench’s', () => {
    expect(explain(measured('seen', 4, false), rules, plain)).toMatch(
      /event 6 {2}◀ 4 bytes of server message 1: its segment does not acknowledge the 4 bytes of event\s+5\n/,
    );
  });

  it('walks nothing for a verdict that rests on something else', () => {
    const wire = crossed.result.verdicts?.limit?.wire;
    if (!wire) throw new Error('no verdict');
    expect(crossingSteps(crossed, wire, plain).length).toBeGreaterThan(0);
    expect(crossingSteps(crossed, { ...wire, reason: reason('verdict.overlap') }, plain)).toEqual([]);
  });

  it('walks nothing where there is an overlap alone, and says which rule fired', () => {
    expect(explain(overlapped, rules, plain)).not.toContain('How they crossed');
    expect(explain(overlapped, rules, plain)).toMatch(
      /overlap +of two opposite messages .* yes: full-duplex/,
    );
    expect(explain(crossed, rules, plain)).toMatch(/crossing +bytes of both directions .* yes: full-duplex/);
    expect(explain(crossed, rules, plain)).toContain('bytes of two opposite messages under way at once');
    expect(explain(overlapped, rules, plain)).toContain('nothing of both directions under way at once');
  });
});
