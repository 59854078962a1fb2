/**
 * No text is missing in Chinese, by what is printed: every report there is, of every lab and of made traffic, with an
 * ear on what it asks for. And nothing English is left in it but names.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { speaker } from '../../../src/report/language/say.ts';
import { chinese } from '../../../src/report/language/zh/zh.ts';
import { width } from '../../../src/report/words/text.ts';
import { everyReport, type Printed } from './every-report.ts';
import { fieldsIn, foreignWords, namesIn, settings, textOfPage } from './names.ts';

const missed = new Set<string>();
const say = speaker(chinese, { missing: (text) => missed.add(text) });

let printed: Printed[] = [];
let names: ReadonlySet<string> = new Set();
let fields: ReadonlySet<string> = new Set();
beforeAll(async () => {
  const made = await everyReport({ paint: (_style, text) => text, say });
  printed = made.printed;
  names = namesIn(made.reports);
  fields = new Set(['null', ...made.reports.flatMap(({ result }) => fieldsIn(result))]);
}, 120_000);

describe('what is printed in Chinese', () => {
  it('asks for no text that there is no entry for', () => {
    expect([...missed]).toEqual([]);
  });

  it('leaves nothing in English but names', () => {
    for (const { name, text } of printed) {
      const more = name.startsWith('through') ? settings : name.startsWith('compare') ? fields : new Set();
      const isName = (word: string) => names.has(word) || more.has(word);
      const read = name.startsWith('page') ? textOfPage(text) : text;
      expect(foreignWords(read, isName), name).toEqual([]);
    }
  });

  it('is at most 100 columns wide on a terminal', () => {
    for (const { name, text, terminal } of printed)
      if (terminal)
        expect(
          text.split('\n').filter((line) => width(line) > 100),
          name,
        ).toEqual([]);
  });
});
