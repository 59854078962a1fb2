/** `--lang`, and the language of the environment where it is not given. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../src/commands/output/look.ts';
import { command, commandIn } from './command.ts';

describe('the language of the environment', () => {
  it.each([
    [{ LC_ALL: 'zh_CN.UTF-8', LC_MESSAGES: 'de_DE', LANG: 'de_DE' }, 'zh'],
    [{ LC_ALL: 'C', LC_MESSAGES: 'zh_CN', LANG: 'zh_CN' }, 'en'],
    [{ LC_ALL: '', LC_MESSAGES: 'zh_TW.UTF-8', LANG: 'en_GB' }, 'zh'],
    [{ LC_MESSAGES: 'en_GB', LANG: 'zh_CN' }, 'en'],
    [{ LANG: 'zh' }, 'zh'],
    [{ LANG: 'fr_CH' }, 'en'],
    [{}, 'en'],
  ])('of %j is %s', (environment, language) => {
    expect(languageOf(environment)).toBe(language);
  });
});

describe('--lang', () => {
  it('goes before the environment, which goes before English', async () => {
    const titles = async (args: string[], language: string) =>
      (await commandIn({ LC_ALL: language }, 'list', ...args)).stdout;
    const [chinese, asked, english] = await Promise.all([
      titles([], 'zh_CN.UTF-8'),
      titles(['--lang', 'zh'], 'C'),
      titles(['--lang', 'en'], 'zh_CN.UTF-8'),
    ]);
    expect(chinese).toContain('http10-short             HTTP/1.0，每次交互一个连接\n');
    expect(asked).toBe(chinese);
    expect(english).toContain('http10-short             HTTP/1.0, a connection for each exchange\n');
  });

  it('takes no other language', async () => {
    const { code, stdout, stderr } = await command('run', '--lang', 'de\u001b[2J');
    expect([code, stdout, stderr]).toEqual([2, '', ['--lang takes en or zh, not "de␛[2J"']]);
  });

  it('leaves JSON as it is, and names the language of the page and the sheet', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'http-version-lab-'));
    const write = async (language: string) => {
      const file = (name: string) => join(folder, `${language}.${name}`);
      const files = ['--json', file('json'), '--html', file('html'), '--markdown', file('md')];
      const { code } = await commandIn({ LC_ALL: language }, 'run', 'reference-television', ...files);
      const texts = await Promise.all(['json', 'html', 'md'].map((name) => readFile(file(name), 'utf8')));
      return { code, texts };
    };
    const [english, chinese] = await Promise.all([write('en_GB.UTF-8'), write('zh_CN.UTF-8')]);
    await rm(folder, { recursive: true });
    const titleOf = (text = '') => JSON.parse(text).results[0].title;
    expect([english.code, chinese.code]).toEqual([0, 0]);
    expect(titleOf(chinese.texts[0])).toBe('Television: one-way datagrams');
    expect(titleOf(english.texts[0])).toBe('Television: one-way datagrams');
    expect(english.texts[1]).toContain('<html lang="en">');
    expect(chinese.texts[1]).toContain('<html lang="zh-CN">');
    expect(chinese.texts[1]).toContain('电视：单向数据报');
    expect(chinese.texts[2]).toContain('# HTTP 各版本：单工、半双工还是全双工？');
  });
});
