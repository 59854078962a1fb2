/** The rules of who may import whom, and of sizes, held against sources that were made up to break or to keep them. */
import { describe, expect, it } from 'vitest';
import { broken, fullestFolder, longestFile } from './rules.ts';

/** What is broken in sources given as path and text. */
const check = (files: Record<string, string>) =>
  broken(Object.entries(files).map(([path, text]) => ({ path, text })));

/** A source that takes a value of each of these modules. */
const importing = (...specifiers: string[]) =>
  specifiers.map((specifier) => `import { a } from '${specifier}';\n`).join('');

describe('an import breaks the rules', () => {
  it.each([
    // What is pure knows the model and its own folder.
    ['src/model/a.ts', '../wire/b.ts'],
    ['src/model/a.ts', '../usage-error.ts'],
    ['src/model/a.ts', 'node:fs'],
    ['src/model/a.ts', 'undici'],
    ['src/model/deep/a.ts', '../../judge/b.ts'],
    ['src/capture/a.ts', '../wire/b.ts'],
    ['src/capture/tcp/a.ts', '../../dissect/b.ts'],
    ['src/capture/a.ts', 'node:fs'],
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
    ['src/questions/a.ts', '../wire/b.ts'],
    ['src/questions/a.ts', '../dissect/b.ts'],
    ['src/questions/a.ts', '../bench/b.ts'],
    ['src/questions/a.ts', 'node:timers/promises'],
    ['src/assess/a.ts', '../subjects/b.ts'],
    ['src/assess/a.ts', '../report/b.ts'],
    ['src/assess/through/a.ts', '../../capture/b.ts'],
    ['src/assess/a.ts', '../usage-error.ts'],
    ['src/assess/a.ts', 'node:crypto'],
    // Speaker and listener share no code.
    ['src/wire/a.ts', '../dissect/b.ts'],
    ['src/wire/a.ts', '../subjects/b.ts'],
    ['src/subjects/a.ts', '../dissect/b.ts'],
    ['src/subjects/a.ts', '../report/b.ts'],
    // No arrow points up.
    ['src/subjects/a.ts', '../questions/b.ts'],
    ['src/assess/a.ts', '../bench/b.ts'],
    ['src/bench/a.ts', '../commands/b.ts'],
    ['src/bench/deep/a.ts', '../../cli.ts'],
    ['src/bench/a.ts', '../index.ts'],
    ['src/commands/a.ts', '../cli.ts'],
    ['src/cli.ts', './run-alone.ts'],
    ['src/usage-error.ts', './model/a.ts'],
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
    expect(check({ [path]: `type A = import('${specifier}').A;\n` })).toEqual(told);
  });

  it('where pure code imports what cannot be told', () => {
    expect(check({ 'src/judge/a.ts': 'await import(name);\n' })).toEqual(['src/judge/a.ts imports ?']);
  });

  it('where a question takes more than a type of what it is handed', () => {
    const path = 'src/questions/a.ts';
    expect(check({ [path]: importing('../subjects/b.ts') })).toEqual([`${path} imports ../subjects/b.ts`]);
    expect(check({ [path]: "import type { A } from '../subjects/b.ts';\n" })).toEqual([]);
  });

  it('where a folder or a file of src has no place among the others', () => {
    expect(check({ 'src/elsewhere/a.ts': '' })).toEqual(['src/elsewhere/a.ts has no layer']);
    expect(check({ 'src/a.ts': '' })).toEqual(['src/a.ts has no layer']);
  });

  it('where wire or subjects would reach dissect by way of others', () => {
    const files = {
      'src/subjects/a.ts': importing('../bench/b.ts'),
      'src/bench/b.ts': importing('../dissect/c.ts'),
      'src/dissect/c.ts': '',
    };
    expect(check(files)).toEqual(['src/subjects/a.ts imports ../bench/b.ts']);
  });

  it('where folders import each other, near or far', () => {
    expect(
      check({
        'src/wire/a.ts': importing('../subjects/b.ts'),
        'src/subjects/b.ts': importing('../wire/c.ts'),
      }),
    ).toEqual(['src/wire/a.ts imports ../subjects/b.ts']);
    expect(
      check({
        'src/commands/a.ts': importing('../bench/a.ts'),
        'src/bench/a.ts': importing('../cli.ts'),
        'src/cli.ts': importing('./commands/b.ts'),
      }),
    ).toEqual(['src/bench/a.ts imports ../cli.ts']);
  });
});

describe('files are in a circle', () => {
  const circle = (from: string, to: string) => check({ 'src/wire/a.ts': from, 'src/wire/b.ts': to });
  const told = ['a circle: src/wire/a.ts → src/wire/b.ts → src/wire/a.ts'];

  it('where they load each other', () => {
    expect(circle(importing('./b.ts'), importing('./a.ts'))).toEqual(told);
  });

  it.each([
    ["import type { A } from './a.ts';\n"],
    ["type A = import('./a.ts').A;\n"],
    ["export type { A } from './a.ts';\n"],
    ["await import('./a.ts');\n"],
  ])('where one of them only says %j', (back) => {
    expect(circle(importing('./b.ts'), back)).toEqual(told);
  });

  it('where they know types of each other alone', () => {
    expect(circle("import type { B } from './b.ts';\n", "import type { A } from './a.ts';\n")).toEqual(told);
  });

  it('where it goes through several, however one comes to it', () => {
    const files = {
      'labs/a.ts': importing('../src/index.ts'),
      'src/index.ts': importing('./wire/d.ts'),
      'src/wire/d.ts': importing('./b.ts'),
      'src/wire/c.ts': importing('./deep/e.ts'),
      'src/wire/b.ts': importing('./c.ts'),
      'src/wire/deep/e.ts': importing('../b.ts', '../f.ts'),
      'src/wire/f.ts': '',
    };
    expect(check(files)).toEqual([
      'a circle: src/wire/b.ts → src/wire/c.ts → src/wire/deep/e.ts → src/wire/b.ts',
    ]);
  });

  it('where it is among the tests', () => {
    expect(check({ 'tests/wire/a.ts': importing('./b.ts'), 'tests/wire/b.ts': importing('./a.ts') })).toEqual(
      ['a circle: tests/wire/a.ts → tests/wire/b.ts → tests/wire/a.ts'],
    );
  });

  it('where one imports itself', () => {
    expect(check({ 'src/wire/a.ts': importing('./a.ts') })).toEqual([
      'a circle: src/wire/a.ts → src/wire/a.ts',
    ]);
  });
});

describe('a source breaks the rules', () => {
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
    for (const folder of ['model', 'capture', 'dissect', 'measure', 'judge', 'report', 'questions', 'assess'])
      expect(check({ [`src/${folder}/a.ts`]: text })).toEqual([`src/${folder}/a.ts uses ${name}`]);
    expect(check({ 'src/wire/a.ts': text })).toEqual([]);
  });

  it('where it is longer than a screenful of screenfuls', () => {
    const lines = (count: number) => '\n'.repeat(count);
    for (const path of ['src/wire/a.ts', 'src/cli.ts', 'labs/a.ts', 'tests/wire/a.test.ts']) {
      expect(check({ [path]: lines(longestFile) })).toEqual([]);
      expect(check({ [path]: lines(longestFile + 1) })).toEqual([`${path} has 251 lines`]);
    }
  });

  it('where its folder is full', () => {
    const files = (folder: string, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`${folder}/${index}.ts`, '']));
    for (const folder of ['src/wire', 'src/report/language', 'tests/wire']) {
      expect(check({ ...files(folder, fullestFolder), ...files(`${folder}/deep`, 1) })).toEqual([]);
      expect(check(files(folder, fullestFolder + 1))).toEqual([`${folder} holds 17 files`]);
    }
    for (const folder of ['src/report/language/zh', 'labs'])
      expect(check(files(folder, fullestFolder + 1))).toEqual([]);
  });
});

describe('a source keeps the rules', () => {
  it.each<[string, string[]]>([
    ['src/model/a.ts', ['./b.ts']],
    ['src/capture/tcp/a.ts', ['./b.ts', '../c.ts', '../../model/d.ts']],
    ['src/dissect/a.ts', ['./b.ts', '../model/c.ts', './deep/d.ts']],
    ['src/measure/a.ts', ['./b.ts', '../model/c.ts']],
    ['src/judge/deep/a.ts', ['../b.ts', '../../model/c.ts']],
    ['src/report/a.ts', ['./b.ts', '../model/c.ts', 'cli-table3']],
    ['src/report/page/browser/a.ts', ['../../text.ts', 'd3-scale']],
    ['src/wire/a.ts', ['node:net', '../model/c.ts']],
    ['src/subjects/a.ts', ['undici', '../wire/b.ts']],
    ['src/questions/a.ts', ['./b.ts', '../model/c.ts']],
    ['src/assess/a.ts', ['../dissect/b.ts', '../measure/c.ts', '../judge/d.ts', '../questions/e.ts']],
    ['src/bench/a.ts', ['../dissect/b.ts', '../usage-error.ts', 'node:fs']],
    ['src/commands/a.ts', ['../bench/b.ts', '../capture/c.ts', 'esbuild']],
    ['src/cli.ts', ['./commands/a.ts', 'commander']],
    ['src/index.ts', ['./bench/a.ts', './run-alone.ts']],
    ['labs/a.ts', ['../src/index.ts']],
    ['tests/wire/a.test.ts', ['../../src/wire/a.ts', 'vitest']],
  ])('in %s that imports %j', (path, specifiers) => {
    expect(check({ [path]: importing(...specifiers) })).toEqual([]);
  });

  it('where two ways lead to one file', () => {
    const files = {
      'src/wire/a.ts': importing('./b.ts', './c.ts'),
      'src/wire/b.ts': importing('./c.ts'),
      'src/wire/c.ts': '',
    };
    expect(check(files)).toEqual([]);
  });

  it('where a property or a word in a text is called like a global', () => {
    const text =
      "const a = options.process.b; // Date.now()\nconst c = 'Date.now()';\nconst process = 1;\nconst d = new Date(at);\n";
    expect(check({ 'src/judge/a.ts': text })).toEqual([]);
  });
});
