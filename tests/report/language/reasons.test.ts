/** The catalogues of reasons: that none is missing is held by the types, what else they must be is held here. */
import { describe, expect, it } from 'vitest';
import { reasonTexts } from '../../../src/model/reasons/reasons.ts';
import { words } from '../../../src/model/reasons/words.ts';
import { zhReasons } from '../../../src/report/language/zh/reasons/reasons.ts';

const placesOf = (text: string) => [...new Set(text.match(/\{[A-Za-z]+\}/g))].sort();

describe('the Chinese catalogue of reasons', () => {
  const texts: Readonly<Record<string, string>> = zhReasons.texts;

  it.each(Object.entries(reasonTexts))('says %s with the same places', (id, english) => {
    expect(placesOf(texts[id] ?? '')).toEqual(placesOf(english));
    expect(texts[id]).toMatch(/\p{Script=Han}|^[^A-Za-z]*(\{\w+\}[^A-Za-z]*)+$/u);
  });

  it('says nothing besides', () => {
    expect(Object.keys(texts).sort()).toEqual(Object.keys(reasonTexts).sort());
    expect(Object.keys(zhReasons.words).sort()).toEqual(Object.keys(words).sort());
  });
});
