/** The map in src/README.md shows the imports that there are: each folder with all that it imports, types included. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { importsOf } from './imports.ts';

const sources = fileURLToPath(new URL('../../src/', import.meta.url));

/** The folder in src, or the file itself where it is in none. */
const placeOf = (path: string): string => path.split('/')[0] ?? '';

/** A row for each place, `place → what it imports`, those that import most first: as the map is drawn. */
function drawn(): string {
  const found = new Map<string, Set<string>>();
  for (const path of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (!/\.[jt]s$/.test(path)) continue;
    const imported = found.get(placeOf(path)) ?? new Set();
    found.set(placeOf(path), imported);
    for (const { specifier } of importsOf(readFileSync(join(sources, path), 'utf8')))
      if (specifier.startsWith('.')) imported.add(placeOf(join(path, '..', specifier)));
    imported.delete(placeOf(path));
  }
  const width = Math.max(...[...found.keys()].map((place) => place.length));
  return [...found]
    .sort(([one, its], [other, others]) => others.size - its.size || (one < other ? -1 : 1))
    .map(([place, imported]) => `${place.padEnd(width)} → ${[...imported].sort().join(' ') || '–'}`)
    .join('\n');
}

it('is drawn as the sources are', () => {
  const readme = readFileSync(join(sources, 'README.md'), 'utf8');
  const [, map] = readme.match(/```map\n([\s\S]*?)\n?```/) ?? [];
  expect(map).toBe(drawn());
});
