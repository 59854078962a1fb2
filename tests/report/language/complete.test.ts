/**
 * No text is missing in Chinese, and none is too many, by the sources. What reports say is held by the types; what comes
 * to them as data (titles, violations, errors) is in an entry where it has two words or more, and single words are seen
 * by spoken.test.ts.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { composed } from '../../../src/report/language/zh/composed.ts';
import { kept } from '../../../src/report/language/zh/kept.ts';
import { chinese, zh } from '../../../src/report/language/zh/zh.ts';
import { type Literal, literalsOf, readersLiterals, readSource, sourcesIn } from './literals.ts';
import { isNoText } from './no-text.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const literals = readersLiterals(root);

/** Two words of English, or a word beside something that is put in; markup is none. */
const isSentence = (text: string): boolean =>
  /[A-Za-z'’]{2,}[,.:;]? +(?:[a-z]{2,}|\{)|\} [a-z]{2,}/.test(text.replace(/<[^>]*>/g, '\n'));

/** The fixed pieces of a literal or an entry. */
const piecesOf = (text: string): string[] =>
  text
    .split(/\{[A-Za-z]*\}|\(s\)/)
    .map((piece) => piece.trim())
    .filter((piece) => /[A-Za-z]/.test(piece));

function inOrder(pieces: string[], text: string): boolean {
  let at = 0;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return true;
}

const entries = Object.keys(chinese.texts);
const isSaid = ({ text }: Literal): boolean => entries.some((entry) => inOrder(piecesOf(text), entry));

describe('the sources', () => {
  it('say nothing that has no entry', () => {
    const missing = literals.filter(
      (literal) => isSentence(literal.text) && !isNoText(literal) && !isSaid(literal),
    );
    expect(missing.map(({ path, line, text }) => `${path}:${line} ${text}`)).toEqual([]);
  });

  it('are read as a reader would', () => {
    const textsOf = (source: string) => literalsOf('x.ts', source).map(({ text }) => text);
    expect(textsOf(`import 'm'; const a: 'not read' = b ? \`one \${c} two\` : 'a'; // 'none'`)).toEqual([
      'one {} two',
      'a',
    ]);
    expect(textsOf(`say('and ' +\n 'three');`)).toEqual(['and three']);
    expect(literalsOf('x.ts', `\n({ name: f('x') ?? 'y' }); throw new TypeError('z');`)).toEqual([
      { path: 'x.ts', text: 'x', line: 2, key: null, thrown: false },
      { path: 'x.ts', text: 'y', line: 2, key: 'name', thrown: false },
      { path: 'x.ts', text: 'z', line: 2, key: null, thrown: true },
    ]);
  });
});

describe('an entry', () => {
  const placesOf = (text: string) => [...new Set(text.match(/\{[A-Za-z]+\}/g))].sort();

  it('has the same places on both sides', () => {
    for (const [from, to] of Object.entries(chinese.texts))
      expect(placesOf(to), from).toEqual(placesOf(from));
  });

  it('says something else in Chinese, but for names', () => {
    for (const [from, to] of Object.entries(chinese.texts)) {
      if (Object.hasOwn(kept, from)) continue;
      expect(to, from).not.toBe(from);
      expect(to.trim() === '' && from.trim() !== '', from).toBe(false);
    }
  });

  it('is said somewhere, as it stands', () => {
    const texts = new Set(
      readersLiterals(root, [
        'measure',
        'dissect',
        'questions',
        'assess',
        'bench',
        'wire',
        'model/scripts',
        'model/reasons',
      ]).map(({ text }) => text),
    );
    const unsaid = Object.keys(zh).filter((entry) => !texts.has(entry) && !Object.hasOwn(kept, entry));
    expect(unsaid).toEqual([]);
  });

  it('stands in one place only', async () => {
    const files = sourcesIn(root, ['src/report/language/zh']);
    const keys = files.flatMap((path) =>
      [...readSource(root, path).matchAll(/^ {2}(?:'((?:[^'\\]|\\.)*)'|"([^"]*)"|([\w]+)):/gm)].map(
        ([, single, double, bare]) => single ?? double ?? bare ?? '',
      ),
    );
    expect(keys.length).toBeGreaterThan(500);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    expect(Object.keys(composed).filter((key) => Object.hasOwn(zh, key))).toEqual([]);
  });
});
