import { describe, expect, it } from 'vitest';
import { reason } from '../../../src/model/reason.ts';
import { reasonTexts } from '../../../src/model/reasons/reasons.ts';
import { words } from '../../../src/model/reasons/words.ts';
import { english, speaker } from '../../../src/report/language/say.ts';

const texts = {
  yes: 'ja',
  'a malformed request line': 'eine unlesbare Zeile',
  '{n} connection(s)': '{n} (Verbindung|Verbindungen)',
  '{n} connection(s) for {m} exchange(s)': 'für {m} Austausche {n} Verbindungen',
  '{mode}, and not {says}': '{says} nicht, sondern {mode}',
  'event {n}': 'Ereignis {n}',
};
const reasons = {
  texts: { ...reasonTexts, 'damage.gap': 'Lücke' },
  words: { ...words, server: 'Dienst' },
  between: [', ', ' und '],
} as const;

const missed: string[] = [];
const used: string[] = [];
const say = speaker(
  { texts, reasons },
  { missing: (text) => missed.push(text), used: (text) => used.push(text) },
);

describe('say', () => {
  it('looks a text up as a whole', () => {
    expect(say('yes')).toBe('ja');
    expect(say.data('a malformed request line')).toBe('eine unlesbare Zeile');
  });

  it('fills the places of a template after it is translated', () => {
    expect(say('{n} connection(s)', { n: 1 })).toBe('1 Verbindung');
    expect(say('{n} connection(s)', { n: 2 })).toBe('2 Verbindungen');
    expect(say('{n} connection(s) for {m} exchange(s)', { n: 1, m: 3 })).toBe(
      'für 3 Austausche 1 Verbindungen',
    );
  });

  it('puts in what is given as it is, and looks for no places in it', () => {
    expect(say('{mode}, and not {says}', { mode: say('yes'), says: '{mode}' })).toBe(
      '{mode} nicht, sondern ja',
    );
  });

  it('gives back what it does not know, and does not look into it', () => {
    for (const text of ['1 connection', 'yes, and not yes', 'event 7', 'toString', '__proto__', ''])
      expect(say.data(text)).toBe(text);
    expect(say('no')).toBe('no');
    expect(say('… and {n} more', { n: 3 })).toBe('… and 3 more');
  });

  it('leaves the places of a text that comes as data', () => {
    expect(say.data('{n} cat(s)')).toBe('{n} cat(s)');
    expect(english.data('{n} cat(s)')).toBe('{n} cat(s)');
  });

  it('says a reason from the catalogue of reasons', () => {
    expect(say.reason(reason('damage.gap'))).toBe('Lücke');
  });

  it('tells what it has an entry for and what not, but of figures and marks', () => {
    missed.length = 0;
    used.length = 0;
    for (const text of ['yes', '–', '17', 'maybe']) say.data(text);
    say('event {n}', { n: 1 });
    expect(missed).toEqual(['maybe']);
    expect(used).toEqual(['yes', 'event {n}']);
  });
});

describe('English', () => {
  it('is as it is written, with what stands in its places', () => {
    expect(english('yes')).toBe('yes');
    expect(
      english('{n} difference(s) in {m} lab(s); {k} figure(s) (agrees|agree).', { n: 2, m: 1, k: 1 }),
    ).toBe('2 differences in 1 lab; 1 figure agrees.');
    expect(english('a real proxy: {Name}', { Name: '{Name}' })).toBe('a real proxy: {Name}');
  });
});

describe('the types', () => {
  it('refuse a text that is none, and places that are not filled', () => {
    const mistakes = [
      // @ts-expect-error no such text
      () => say('yess'),
      // @ts-expect-error filled already
      () => say('1 connection'),
      // @ts-expect-error its figure is forgotten
      () => say('{n} connection(s)'),
      // @ts-expect-error another place
      () => say('{n} connection(s)', { m: 1 }),
      // @ts-expect-error it has no places
      () => say('yes', { n: 1 }),
      // @ts-expect-error it may be anything
      () => say(String(1)),
    ];
    expect(mistakes.map((mistake) => mistake())).toHaveLength(6);
  });
});
