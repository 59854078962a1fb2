/** The parser of imports: every form that names a module, and nothing that only looks like one. */
import { describe, expect, it } from 'vitest';
import { importsOf } from './imports.ts';

describe('the parser of imports', () => {
  it.each<[string, string, string]>([
    ["import { a } from './a.ts';", './a.ts', 'loaded'],
    ['import { a } from "./a.ts";', './a.ts', 'loaded'],
    ["import {\n  a,\n  type B,\n} from './a.ts';", './a.ts', 'loaded'],
    ["import a from './a.ts';", './a.ts', 'loaded'],
    ["import * as a from './a.ts';", './a.ts', 'loaded'],
    ["import './a.ts';", './a.ts', 'loaded'],
    // With verbatimModuleSyntax the file is still loaded, although nothing is taken from it.
    ["import { type A } from './a.ts';", './a.ts', 'loaded'],
    ["import type from './a.ts';", './a.ts', 'loaded'],
    ["import type, { a } from './a.ts';", './a.ts', 'loaded'],
    ["import type { A } from './a.ts';", './a.ts', 'never'],
    ["import type A from './a.ts';", './a.ts', 'never'],
    ["export { a } from './a.ts';", './a.ts', 'loaded'],
    ["export * from './a.ts';", './a.ts', 'loaded'],
    ["export type { A } from './a.ts';", './a.ts', 'never'],
    ["const a = await import('./a.ts');", './a.ts', 'called'],
    ["type A = import('./a.ts').A;", './a.ts', 'called'],
    ["const a = require('./a.ts');", './a.ts', 'called'],
    ['const a = await import(name);', '?', 'called'],
    ["import data from './a.json' with { type: 'json' };", './a.json', 'loaded'],
  ])('reads %j', (text, specifier, when) => {
    expect(importsOf(text)).toEqual([{ specifier, when }]);
  });

  it.each([
    "// import { a } from './a.ts';",
    "/*\nimport { a } from './a.ts';\n*/",
    "/** Not import('./a.ts') but a word about it. */",
    "const help = `\nimport { a } from './a.ts';\n`;",
    'const url = import.meta.url;',
    "export const from = 'somewhere';",
    "export const a = 1;\nconst b = 'from';\nexport { a };",
    "reader.import('./a.ts');",
  ])('finds none in %j', (text) => {
    expect(importsOf(text)).toEqual([]);
  });

  it('finds those after text that looks like the beginning of something else', () => {
    const text =
      "const a = '/*'; // it's\nconst b = /['\"`]/;\nimport { c } from './c.ts';\nconst d = '*/';\n";
    expect(importsOf(text)).toEqual([{ specifier: './c.ts', when: 'loaded' }]);
  });

  it('keeps their order', () => {
    const text = "import './a.ts';\nawait import('./b.ts');\nexport * from './c.ts';\n";
    expect(importsOf(text).map(({ specifier }) => specifier)).toEqual(['./a.ts', './b.ts', './c.ts']);
  });
});
