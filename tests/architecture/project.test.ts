/** The project's own sources, held to the rules. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { importsOf } from './imports.ts';
import { broken } from './rules.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Every file counts for its folder; what is no program has no text here. */
const files = ['src', 'labs', 'tests'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length).replaceAll('\\', '/'))
    .filter((path) => !path.startsWith('tests/fixtures/'))
    .map((path) => ({
      path,
      text: /\.([cm]?[jt]s|css)$/.test(path) ? readFileSync(join(root, path), 'utf8') : '',
    })),
);
const sources = files.filter(({ path }) => /^(src|labs)\/.*\.[cm]?[jt]s$/.test(path));

it('is all there, with the imports that are known to be in it', () => {
  const paths = sources.map(({ path }) => path);
  for (const folder of [
    'model',
    'wire',
    'capture',
    'subjects',
    'questions',
    'dissect',
    'measure',
    'judge',
    'report',
    'assess',
    'bench',
    'commands',
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
  expect(broken(files)).toEqual([]);
});
