import { describe, expect, it } from 'vitest';
import { cut, hang, printable, width, wrap } from '../../../src/report/words/text.ts';

describe('printable', () => {
  it.each([
    ['\u001b[2J', '␛[2J'],
    ['a\r\nb\tc\u0000', 'a␍␊b␉c␀'],
    ['\u007f', '␡'],
    ['\u009b31m', '<U+009B>31m'],
    ['/\u202egpj.exe', '/<U+202E>gpj.exe'],
    ['\u2066x\u2069\u061c', '<U+2066>x<U+2069><U+061C>'],
    ['\u2028\u2029', '<U+2028><U+2029>'],
    ['\ud800', '<U+D800>'],
    ['plain, Grüße, 你好', 'plain, Grüße, 你好'],
  ])('shows %j as %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('cuts long text and says so', () => {
    expect(printable('abcdefgh', 5)).toBe('abcd…');
    expect(printable('abcde', 5)).toBe('abcde');
  });
});

describe('width', () => {
  it('counts columns, not characters', () => {
    expect(width('你好')).toBe(4);
    expect(width('e\u0301')).toBe(1);
    expect(width('\u001b[31mred\u001b[39m')).toBe(3);
    expect(width('▶◀·⇄■')).toBe(5);
  });

  it('is what text is cut to', () => {
    expect(cut('你好吗', 5)).toBe('你好…');
  });
});

describe('wrap', () => {
  it('breaks between words, and a word only where it is longer than a line', () => {
    expect(wrap('the quick brown fox', 9)).toEqual(['the quick', 'brown fox']);
    expect(wrap('a abcdefghij b', 4)).toEqual(['a', 'abcd', 'efgh', 'ij b']);
  });

  it('hangs the lines after the first under it', () => {
    expect(hang('- ', 'one two three', 9)).toBe('- one two\n  three');
  });
});

describe('wrap of Chinese', () => {
  it('breaks between any two characters, counting columns', () => {
    expect(wrap('每个请求都有自己的连接', 8)).toEqual(['每个请求', '都有自己', '的连接']);
  });

  it('begins no line with what closes, and ends none with what opens', () => {
    expect(wrap('请求结束，再发', 8)).toEqual(['请求结', '束，再发']);
    expect(wrap('请求（第一个）', 6)).toEqual(['请求', '（第一', '个）']);
    expect(wrap('它说“是”。', 6)).toEqual(['它说', '“是”。']);
  });

  it('keeps foreign words whole', () => {
    expect(wrap('请求 HTTP/1.1 的连接', 10)).toEqual(['请求', 'HTTP/1.1', '的连接']);
    expect(wrap('用HTTP/1.1连接', 10)).toEqual(['用HTTP/1.1', '连接']);
  });
});
