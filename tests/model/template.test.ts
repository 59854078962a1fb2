import { describe, expect, it } from 'vitest';
import { fill } from '../../src/model/template.ts';

describe('a template', () => {
  it.each([
    ['{n} request(s)', { n: 1 }, '1 request'],
    ['{n} request(s)', { n: 2 }, '2 requests'],
    ['{n} request(s)', { n: 0 }, '0 requests'],
    ['{n} request(s)', { n: '1,573' }, '1,573 requests'],
    ['{n} lab(s) of {m} lab(s)', { n: 2, m: 1 }, '2 labs of 1 lab'],
    ['{n} figure(s) agree(s|)', { n: 1 }, '1 figure agrees'],
    ['{n} figure(s) agree(s|)', { n: 4 }, '4 figures agree'],
    ['the {n} (is|are) {what}', { n: 1, what: 'old' }, 'the 1 is old'],
    ['{n} request(s) by {Who}', { n: 1, Who: 'a client' }, '1 request by a client'],
    ['{Name}: {Name}', { Name: 'x' }, 'x: x'],
    ['(no majority)', {}, '(no majority)'],
  ])('%j with %j is %j', (template, values, filled) => {
    expect(fill(template, values)).toBe(filled);
  });

  it('is filled in one go: a text that looks like a place, or like a plural, is not', () => {
    expect(fill('{A} and {B}', { A: '{B}(s)', B: '$&{A}' })).toBe('{B}(s) and $&{A}');
  });

  it('keeps the mark of a place that nothing is given for', () => {
    expect(fill('{n} of {m}', { n: 1 })).toBe('1 of {m}');
  });
});
