import { describe, expect, it } from 'vitest';
import { english } from '../../../src/report/language/say.ts';
import { newConnectionWords, spreadWords, timeWords } from '../../../src/report/words/spreads.ts';

const spread = (smallest: number, median: number, largest: number, count = 3) => ({
  ...{ count, smallest, median, largest },
});

describe('times in words', () => {
  it.each([
    [spread(0.04, 0.42, 9.9), '0.04 ms to 9.9 ms, median 0.42 ms'],
    [spread(9.96, 85, 999.4), '10 ms to 999 ms, median 85 ms'],
    [spread(999.6, 2000, 61_000), '1.0 s to 61.0 s, median 2.0 s'],
    [spread(2000, 2000, 2000, 1), '2.0 s'],
  ])('%o: %s', (figures, words) => {
    expect(spreadWords(figures, english)).toBe(words);
  });

  it('have a name each, and what never was is left out', () => {
    const one = spread(1, 1, 1, 1);
    expect(timeWords({ answerToCloseByServer: one, requestToAnswer: one }, english)).toEqual([
      ['request to answer', '1.0 ms'],
      ['server closes after', '1.0 ms'],
    ]);
  });
});

describe('new connections in words', () => {
  const words = (replaced: Parameters<typeof newConnectionWords>[1]) =>
    newConnectionWords(
      { newConnections: { 'all others busy': 3, 'closed by the server while idle': 5 } },
      replaced,
      english,
    );

  it('say after how many exchanges the others had ended, and after how long', () => {
    const idle = { exchanges: spread(2, 2, 2, 5), idle: spread(1900, 2000, 2100, 5) };
    expect(words({ 'closed by the server while idle': idle })).toEqual([
      'all others busy (3)',
      'closed by the server while idle (5: after 2 exchanges, idle for 1.9 s to 2.1 s, median 2.0 s)',
    ]);
    expect(words({ 'closed by the server while idle': { exchanges: spread(1, 2, 4, 5) } })[1]).toBe(
      'closed by the server while idle (5: after 1 to 4 exchanges)',
    );
  });

  it('say nothing more where nothing more is known', () => {
    expect(words(undefined)).toEqual(['all others busy (3)', 'closed by the server while idle (5)']);
  });
});
