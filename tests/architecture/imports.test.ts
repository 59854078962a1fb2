/** The rules of who may import whom, first held against sources that break them, then against the project. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { broken, importsOf, longestFile } from './imports.ts';

/** What is broken in sources given as path and text. */
const check = (files: Record<string, string>) =>
  broken(Object.entries(files).map(([path, text]) => ({ path, text })));

const importing = (specifier: string) => `import { a } from '${specifier}';\n`;

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

describe('a source breaks the rules', () => {
  it.each([
    ['src/model/a.ts', '../wire/b.ts'],
    ['src/model/a.ts', 'node:fs'],
    ['src/model/a.ts', 'undici'],
    ['src/model/deep/a.ts', '../../judge/b.ts'],
    ['src/dissect/a.ts', 'node:buffer'],
    ['src/dissect/a.ts', '../measure/b.ts'],
    ['src/dissect/a.ts', '../wire/b.ts'],
    ['src/dissect/a.ts', '../index.ts'],
    ['src/dissect/a.ts', 'cli-table3'],
    ['src/measure/a.ts', '../dissect/b.ts'],
    ['src/measure/a.ts', 'node:crypto'],
    ['src/judge/a.ts', '../measure/b.ts'],
    ['src/judge/a.ts', '../modelling/b.ts'],
    ['src/report/a.ts', '../judge/b.ts'],
    ['src/report/a.ts', 'node:util'],
    ['src/report/a.ts', 'commander'],
    ['src/report/page/a.ts', 'd3-scale'],
    ['src/report/page/browser/a.ts', '../../../judge/b.ts'],
    ['src/report/page/browser/a.ts', 'commander'],
    ['src/wire/a.ts', '../dissect/b.ts'],
    ['src/subjects/a.ts', '../dissect/b.ts'],
    ['labs/a.ts', '../src/bench/b.ts'],
    ['labs/a.ts', 'node:net'],
    ['labs/a.ts', './b.ts'],
    ['labs/a.ts', 'undici'],
  ])('where %s imports %s, in whatever form', (path, specifier) => {
    const told = [`${path} imports ${specifier}`];
    expect(check({ [path]: importing(specifier) })).toEqual(told);
    expect(check({ [path]: `import type { A } from '${specifier}';\n` })).toEqual(told);
    expect(check({ [path]: `export * from '${specifier}';\n` })).toEqual(told);
    expect(check({ [path]: `const a = await import('${specifier}');\n` })).toEqual(told);
  });

  it('where pure code imports what cannot be told', () => {
    expect(check({ 'src/judge/a.ts': 'await import(name);\n' })).toEqual(['src/judge/a.ts imports ?']);
  });

  it.each([
    ['const now = Date.now();', 'Date.now'],
    ['const now = Date();', 'Date'],
    ['const now = new Date;', 'Date'],
    ['const now = new Date();', 'Date'],
    ['const { pid } = process;\nprocess.exit();', 'process'],
    ['setTimeout(() => {}, 1);', 'setTimeout'],
    ['console.log(1);', 'console'],
    ["await fetch('/');", 'fetch'],
    ['const at = performance.now();', 'performance'],
    ['const luck = Math.random();', 'Math.random'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    ['const text = `at ${Date.now()}`;', 'Date.now'],
  ])('where pure code says %j', (text, name) => {
    for (const folder of ['model', 'dissect', 'measure', 'judge', 'report'])
      expect(check({ [`src/${folder}/a.ts`]: text })).toEqual([`src/${folder}/a.ts uses ${name}`]);
    expect(check({ 'src/wire/a.ts': text })).toEqual([]);
  });

  it('where it is longer than a screenful of screenfuls', () => {
    const lines = (count: number) => '\n'.repeat(count);
    for (const path of ['src/wire/a.ts', 'src/a.ts', 'labs/a.ts']) {
      expect(check({ [path]: lines(longestFile) })).toEqual([]);
      expect(check({ [path]: lines(longestFile + 1) })).toEqual([`${path} has 251 lines`]);
    }
  });

  it('where wire or subjects reach dissect by way of others', () => {
    const files = {
      'src/subjects/a.ts': importing('../bench/b.ts'),
      'src/bench/b.ts': importing('../dissect/c.ts'),
      'src/dissect/c.ts': '',
    };
    expect(check(files)).toEqual([
      'src/subjects/a.ts reaches dissect: src/subjects/a.ts → src/bench/b.ts → src/dissect/c.ts',
    ]);
  });

  it('where folders load each other, near or far', () => {
    expect(
      check({
        'src/wire/a.ts': importing('../subjects/b.ts'),
        'src/subjects/b.ts': importing('../wire/c.ts'),
      }),
    ).toEqual(['a cycle: subjects → wire → subjects']);
    expect(
      check({
        'src/commands/a.ts': importing('../bench/a.ts'),
        'src/bench/a.ts': importing('../cli.ts'),
        'src/cli.ts': importing('./commands/b.ts'),
      }),
    ).toEqual(['a cycle: bench → src/cli.ts → commands → bench']);
  });
});

describe('a source keeps the rules', () => {
  it.each<[string, string[]]>([
    ['src/model/a.ts', ['./b.ts']],
    ['src/dissect/a.ts', ['./b.ts', '../model/c.ts', './deep/d.ts']],
    ['src/measure/a.ts', ['./b.ts', '../model/c.ts']],
    ['src/judge/deep/a.ts', ['../b.ts', '../../model/c.ts']],
    ['src/report/a.ts', ['./b.ts', '../model/c.ts', 'cli-table3']],
    ['src/report/page/browser/a.ts', ['../../text.ts', 'd3-scale']],
    ['src/wire/a.ts', ['node:net', '../model/c.ts']],
    ['src/subjects/a.ts', ['undici', '../wire/b.ts']],
    ['src/bench/a.ts', ['../dissect/b.ts', 'node:fs']],
    ['labs/a.ts', ['../src/index.ts']],
  ])('in %s that imports %j', (path, specifiers) => {
    expect(check({ [path]: specifiers.map(importing).join('') })).toEqual([]);
  });

  it('where folders only know types of each other, or import when called', () => {
    for (const back of ["import type { A } from '../bench/b.ts';", "await import('../bench/b.ts');"])
      expect(check({ 'src/bench/b.ts': importing('../questions/a.ts'), 'src/questions/a.ts': back })).toEqual(
        [],
      );
  });

  it('where files of one folder load each other', () => {
    expect(check({ 'src/wire/a.ts': importing('./b.ts'), 'src/wire/b.ts': importing('./a.ts') })).toEqual([]);
  });

  it('where a property or a word in a text is called like a global', () => {
    const text =
      "const a = options.process.b; // Date.now()\nconst c = 'Date.now()';\nconst process = 1;\nconst d = new Date(at);\n";
    expect(check({ 'src/judge/a.ts': text })).toEqual([]);
  });
});

describe('the project', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const sources = ['src', 'labs'].flatMap((folder) =>
    (readdirSync(join(root, folder), { recursive: true }) as string[])
      .filter((file) => /\.[cm]?[jt]s$/.test(file))
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
      .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  );

  it('is all there, with the imports that are known to be in it', () => {
    const paths = sources.map(({ path }) => path);
    for (const folder of [
      'model',
      'wire',
      'subjects',
      'questions',
      'dissect',
      'measure',
      'judge',
      'report',
      'bench',
    ])
      expect(paths.filter((path) => path.startsWith(`src/${folder}/`))).not.toEqual([]);
    expect(paths.filter((path) => path.startsWith('labs/'))).not.toEqual([]);
    const imports = new Map(sources.map(({ path, text }) => [path, importsOf(text)]));
    expect(imports.get('src/wire/tap.ts')).toContainEqual({ specifier: 'node:net', when: 'loaded' });
    for (const [path, found] of imports)
      if (path.startsWith('labs/')) expect([path, found.length]).toEqual([path, 1]);
  });

  it('names only files that are there', () => {
    // What the parser takes for an import is one.
    const known = new Set(sources.map(({ path }) => path));
    for (const { path, text } of sources)
      for (const { specifier } of importsOf(text))
        if (specifier.startsWith('.'))
          expect([path, known.has(join(path, '..', specifier).replaceAll('\\', '/'))]).toEqual([path, true]);
  });

  it('keeps every rule', () => {
    expect(broken(sources)).toEqual([]);
  });
});
