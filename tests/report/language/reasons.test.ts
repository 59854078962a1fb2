/** The catalogues of reasons: that none is missing is held by the types, what else they must be is held here. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { reasonTexts } from '../../../src/model/reasons/reasons.ts';
import { words } from '../../../src/model/reasons/words.ts';
import { zhReasons } from '../../../src/report/language/zh/reasons/reasons.ts';
import { literalsOf, readSource, sourcesIn } from './literals.ts';

const placesOf = (text: string) => [...new Set(text.match(/\{[A-Za-z]+\}/g))].sort();

describe('the Chinese catalogue of reasons', () => {
  const texts: Readonly<Record<string, string>> = zhReasons.texts;

  it.each(Object.entries(reasonTexts))('says %s with the same places', (id, english) => {
    expect(placesOf(texts[id] ?? '')).toEqual(placesOf(english));
    expect(texts[id]?.replace(/\{\w+\}/g, '')).toMatch(/\p{Script=Han}|^[^a-z]*$/u);
  });

  it('says nothing besides', () => {
    expect(Object.keys(texts).sort()).toEqual(Object.keys(reasonTexts).sort());
    expect(Object.keys(zhReasons.words).sort()).toEqual(Object.keys(words).sort());
  });
});

it('has no reason that nothing gives', () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const given = sourcesIn(root, ['src'])
    .filter((path) => !/reasons\//.test(path))
    .flatMap((path) => literalsOf(path, readSource(root, path)))
    .map(({ text }) => text)
    .filter((text) => /^[a-z0-9{}-]+\.[a-z0-9{}-]+$|^as-told$/.test(text));
  const patterns = [...new Set(given)].map(
    (text) => new RegExp(`^${text.split('{}').map(escaped).join('.+')}$`),
  );
  const unused = Object.keys(reasonTexts).filter((id) => !patterns.some((pattern) => pattern.test(id)));
  expect(unused).toEqual([]);
});

const escaped = (text: string): string => text.replace(/[.-]/g, '\\$&');
