/** A stored trace may have been changed by hand: what does not hold is said, with its line, and nothing else breaks. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import { endsEarly, readRecordings } from '../../src/model/read-recordings.ts';
import type { StoredLab } from '../../src/model/recording.ts';
import type { Lenses } from '../../src/model/verdict.ts';
import { english } from '../../src/report/language/say.ts';
import { details, summary } from '../../src/report/run/report.ts';

const look = { paint: (_style: unknown, text: string) => text, say: english };
const linesOf = (name: string) =>
  readFileSync(new URL(`../fixtures/${name}.ndjson`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
const lines = linesOf('websocket');

/** The trace with one line changed. */
function changed(index: number, change: (value: Record<string, unknown>) => void): string {
  const value = JSON.parse(lines[index] ?? '') as Record<string, unknown>;
  change(value);
  return [...lines.slice(0, index), JSON.stringify(value), ...lines.slice(index + 1)].join('\n');
}

const first = (type: string): number => lines.findIndex((line) => line.includes(`"type":"${type}"`));

describe('a stored trace', () => {
  it('is read as it was written', () => {
    expect(readRecordings(lines.join('\n')).description.lab).toBe('websocket');
  });

  it.each([
    'lab',
    'title',
    'subject',
    'ordinary',
    'questions',
    'client',
    'textbook',
    'prediction',
    'permits',
  ])('holds %s in its first line', (name) => {
    const fault = new RegExp(`^line 1 does not hold: its "${name}"`);
    const without = changed(0, (value) => {
      delete value[name];
    });
    expect(() => readRecordings(without)).toThrow(fault);
    for (const wrong of [5, [5], { says: 'x', ordinary: { wire: 'x' } }])
      expect(() => readRecordings(changed(0, (value) => Object.assign(value, { [name]: wrong })))).toThrow(
        fault,
      );
  });

  it.each([
    ['open', 'transport', 'sctp'],
    ['open', 'front', { client: { host: 'a' }, tap: { path: 'b' } }],
    ['open', 'back', null],
    ['open', 'connection', -1],
    ['bytes', 'bytes', 5],
    ['bytes', 'direction', 'up'],
    ['open', 'side', 'beside'],
    ['bytes', 'seq', 1.5],
    ['end', 'direction', undefined],
    ['mark', 'of', undefined],
    ['mark', 'at', 'now'],
    ['mark', 'type', 'remark'],
  ])('of an event "%s" has a line whose %s holds', (type, name, wrong) => {
    const index = first(type);
    expect(index).toBeGreaterThan(0);
    expect(() => readRecordings(changed(index, (value) => Object.assign(value, { [name]: wrong })))).toThrow(
      new RegExp(`^line ${index + 1} does not hold: its ("${name}"|type is not known)`),
    );
  });

  it.each(['websocket', 'reference-telephone'])(
    'that was cut anywhere is read up to there, and is sure of no less: %s',
    (name) => {
      const whole = linesOf(name)
        .map((line) => `${line}\n`)
        .join('');
      const modesOf = (stored: StoredLab) =>
        Object.values(assess(stored).result.verdicts ?? {}).flatMap((lenses: Lenses) => [
          lenses.wire.mode,
          lenses.conversation.mode,
        ]);
      const all = readRecordings(whole);
      const right = modesOf(all);
      expect(right).toHaveLength(4);
      const begins = whole.indexOf('\n', whole.indexOf('"question":"', whole.indexOf('\n')));
      for (let at = whole.length - 1; at > begins; at -= 997) {
        const stored = readRecordings(whole.slice(0, at));
        expect(stored.recordings.map(({ question }) => question).sort()).toEqual(
          all.recordings.map(({ question }) => question).sort(),
        );
        for (const [index, mode] of modesOf(stored).entries())
          expect([right[index], 'inconclusive']).toContain(mode);
      }
      expect(() => readRecordings(whole.slice(0, 40))).toThrow('line 1 is not JSON');
      expect(() => readRecordings(whole.slice(0, whole.indexOf('\n') + 5))).toThrow(
        'it ends before its first question',
      );
    },
  );

  it('that was cut after a gap of a connection ends early all the same', () => {
    const whole = linesOf('websocket');
    const gap = { type: 'gap', seq: 9999, at: 9999, connection: 1, direction: 'c2s', length: 3 };
    const [all, cut] = [readRecordings, readRecordings].map((read, which) =>
      read([...whole, JSON.stringify(gap), which === 0 ? '' : '{"type":"en'].join('\n')),
    );
    expect([all, cut].map((stored) => stored && endsEarly(stored))).toEqual([false, true]);
  });

  it('that was changed anywhere is refused, or judged without breaking', () => {
    const value = fc.constantFrom(
      ...[
        null,
        true,
        -1,
        0,
        1,
        1e300,
        1.5,
        'x',
        '',
        '\x1b[31m',
        [],
        {},
        [1],
        'c2s',
        's2c',
        'end',
        'close',
        'open',
        'bytes',
      ],
    );
    const change = fc.record({
      line: fc.nat(),
      path: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
      value,
    });
    fc.assert(
      fc.property(
        fc.constantFrom('websocket', 'reference-telephone'),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        (name, changes) => {
          const all = linesOf(name).map((line) => JSON.parse(line));
          for (const { line, path, value: other } of changes) {
            let at = all[line % all.length];
            for (const [depth, step] of path.entries()) {
              const keys = Object.keys(at);
              const key = keys[step % keys.length];
              if (key === undefined) break;
              if (depth < path.length - 1 && typeof at[key] === 'object' && at[key] !== null) at = at[key];
              else {
                at[key] = other;
                break;
              }
            }
          }
          const text = all.map((line) => JSON.stringify(line)).join('\n');
          const stored = (() => {
            try {
              return readRecordings(text);
            } catch (error) {
              expect(String(error)).toMatch(/line \d+|it ends before its first question/);
              return null;
            }
          })();
          if (stored === null) return;
          const report = { stored, ...assess(stored) };
          const printed = summary([report], look) + details(report, look);
          expect(printed).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f]/);
        },
      ),
      { numRuns: 400 },
    );
  });
});
