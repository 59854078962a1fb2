/**
 * No text is missing in Chinese, by what is printed: every report there is, of every lab and of made traffic, with an
 * ear on what it asks for. And nothing English is left in it but names.
 */
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { numbers, speaker } from '../../../src/report/language/say.ts';
import { kept } from '../../../src/report/language/zh/kept.ts';
import { zhReasons } from '../../../src/report/language/zh/reasons/reasons.ts';
import { zh } from '../../../src/report/language/zh/zh.ts';
import { width } from '../../../src/report/words/text.ts';
import { everyReport, type Printed } from './every-report.ts';
import { readersLiterals } from './literals.ts';
import { fieldsIn, foreignWords, namesIn, settings, textOfPage } from './names.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const missed = new Set<string>();
const used = new Set<string>();
const listener = {
  missing: (text: string) => missed.add(text),
  used: (template: string) => used.add(template),
};
const say = speaker(zh, listener, zhReasons);

let printed: Printed[] = [];
let names: ReadonlySet<string> = new Set();
let fields: ReadonlySet<string> = new Set();
beforeAll(async () => {
  const made = await everyReport({ paint: (_style, text) => text, say });
  printed = made.printed;
  names = namesIn(made.reports);
  fields = new Set(['null', ...made.reports.flatMap(({ result }) => fieldsIn(result))]);
}, 120_000);

/** What is put together only where something rare happens. */
const rare = [
  "proxy's own choice",
  'client 2',
  'Not in the capture, for want of ports or of any connection: socket-unix: conversation.',
  'round',
];

describe('what is printed in Chinese', () => {
  it('asks for no text that there is no entry for', () => {
    for (const text of rare) say(text);
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

it('has no entry that nothing says', () => {
  const literals = readersLiterals(root, ['measure', 'dissect', 'questions', 'assess', 'bench', 'wire']).map(
    ({ text }) => text.trim(),
  );
  const exact = new Set(literals);
  const patterns = [...exact]
    .filter((text) => text.includes('{}') && /[a-z]{2,}/i.test(text))
    .map((text) => new RegExp(`^${text.split('{}').map(escaped).join('.+')}$`, 's'));
  /** As it stands, with something put in, or as the word for what is counted. */
  const isSaid = (text: string): boolean =>
    exact.has(text.trim()) ||
    exact.has(text.replace(/^\{n\} /, '')) ||
    exact.has(text.replace(/: \{Names\}\.$/, '')) ||
    patterns.some((pattern) => pattern.test(text.trim()));
  const unsaid = Object.keys(zh).filter(
    (entry) => !used.has(entry) && ![entry, ...numbers(entry)].some(isSaid),
  );
  expect(unsaid.filter((entry) => !Object.hasOwn(kept, entry))).toEqual([]);
});

const escaped = (text: string): string => text.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&');
