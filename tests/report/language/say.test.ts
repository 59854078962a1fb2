import { describe, expect, it } from 'vitest';
import { reason } from '../../../src/model/reason.ts';
import { reasonTexts } from '../../../src/model/reasons/reasons.ts';
import { words } from '../../../src/model/reasons/words.ts';
import { english, speaker } from '../../../src/report/language/say.ts';

const say = speaker({
  yes: 'ja',
  'a cat': 'eine Katze',
  '{n} cat(s)': '{n} Katzen',
  '{n} cat(s) for {m} dog(s)': 'für {m} Hunde {n} Katzen',
  'it took {n} cats: {why}': '{n} Katzen: {why}',
  '{first} and {second}': '{second} und {first}',
  'the file {Name}': 'die Datei {Name}',
  'the file {Name} is a cat': 'die Datei {Name} ist eine Katze',
});

describe('say', () => {
  it.each([
    ['yes', 'ja'],
    ['1 cat', '1 Katzen'],
    ['2 cats', '2 Katzen'],
    ['1 cat for 3 dogs', 'für 3 Hunde 1 Katzen'],
    ['it took 1.5 cats: yes', '1.5 Katzen: ja'],
    ['the file yes', 'die Datei yes'],
    ['17', '17'],
  ])('says %j as %j', (text, said) => {
    expect(say(text)).toBe(said);
  });

  it('says what stands in a place, and that again', () => {
    expect(say('a cat and 2 cats')).toBe('2 Katzen und eine Katze');
    expect(say('a cat and a cat and yes')).toBe('ja und eine Katze und eine Katze');
  });

  it('takes the template that fixes more', () => {
    expect(say('the file x is a cat')).toBe('die Datei x ist eine Katze');
  });

  it('fills the places of a template after it is translated, with what is given', () => {
    expect(say('{n} cat(s) for {m} dog(s)', { n: 1, m: 3 })).toBe('für 3 Hunde 1 Katzen');
    expect(say('the file {Name}', { Name: 'yes and {Name}' })).toBe('die Datei yes and {Name}');
    expect(say('{first} and {second}', { first: say('yes'), second: 'no' })).toBe('no und ja');
    expect(say('{n} mouse(s)', { n: 1 })).toBe('1 mouse');
  });

  it('says a reason, in English if the language has no words for it', () => {
    const gap = reason('damage.gap');
    expect(say.reason(gap)).toBe('the record has a gap');
    const texts = { ...reasonTexts, 'damage.gap': 'Lücke' };
    expect(speaker({}, {}, { texts, words, between: [', ', ' und '] }).reason(gap)).toBe('Lücke');
  });

  it('says nothing by halves: what it does not know, it gives back', () => {
    for (const text of ['maybe', 'a cat and maybe', 'many cats', 'the file ', 'it took 2 cats: maybe'])
      expect(say(text)).toBe(text);
  });

  it('tells of what it does not know, once it is asked, and of nothing else', () => {
    const missed: string[] = [];
    const listening = speaker(
      { yes: 'ja', '{a} and {b}': '{a} und {b}' },
      { missing: (text) => missed.push(text) },
    );
    for (const text of ['yes and yes', '–', 'yes and no', 'yes']) listening(text);
    expect(missed).toEqual(['yes and no']);
  });

  it('looks at each part once, however it may be cut: else this would not end', () => {
    const cutting = speaker({ yes: 'ja', '{a} and {b}': '{a} und {b}', '{a}, {b}': '{a}, {b}' });
    const text = `${'yes and yes, '.repeat(60)}no`;
    expect(cutting(text)).toBe(text);
    expect(cutting(text.replace('no', 'yes'))).toBe(`${'ja und ja, '.repeat(60)}ja`);
  });

  it('does not look through what is longer than anything of ours', () => {
    const text = 'yes and '.repeat(200);
    expect(speaker({ yes: 'ja', '{a} and {b}': '{a}{b}' })(`${text}yes`)).toBe(`${text}yes`);
  });
});

it('leaves English as it is', () => {
  expect(english('a cat and 2 cats')).toBe('a cat and 2 cats');
  expect(english('{n} cat(s), {Name}', { n: 1, Name: 'x' })).toBe('1 cat, x');
});
