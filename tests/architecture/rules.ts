/**
 * What the sources must keep to: who may import whom (src/README.md, "The map" and "What is pure and why"), and how
 * long a file and how full a folder may become. An import of a type counts as any other: who needs the type of another
 * cannot be understood without it.
 */
import { dirname } from 'node:path/posix';
import { codeOf, importsOf, resolve } from './imports.ts';

/** A file of the project: its path from the project's folder, and its text. */
export interface Source {
  path: string;
  text: string;
}

/** From the lowest to the highest: folders of src, and files that are in none. Each may import what is lower than it. */
const layers = [
  ['model', 'usage-error.ts'],
  ['wire', 'capture', 'dissect', 'measure', 'judge', 'report'],
  ['subjects'],
  ['questions'],
  ['assess'],
  ['bench'],
  ['commands'],
  ['cli.ts', 'bundle'],
  ['bin.js', 'run-alone.ts'],
  ['index.ts'],
];

/** Of what is lower these import no more than this. */
const imports: Record<string, readonly string[]> = {
  capture: ['model'],
  dissect: ['model'],
  measure: ['model'],
  judge: ['model'],
  report: ['model'],
  wire: ['model'],
  // Speaker and listener share no code: one mistake would hide the other.
  subjects: ['model', 'wire'],
  questions: ['model', 'subjects'],
  assess: ['model', 'dissect', 'measure', 'judge', 'questions'],
};

/** What only computes, touches nothing outside, and imports no package but these. */
const pure: Record<string, readonly string[]> = {
  model: ['ajv'],
  capture: [],
  dissect: [],
  measure: [],
  judge: [],
  report: ['cli-table3', 'string-width'],
  questions: [],
  // Only its functions that compute at once.
  assess: ['node:zlib'],
};

/** Pure code knows these by their types alone: it is handed them. */
const handed = ['subjects'];

/** The page's own script runs in a browser, whose globals it draws with. */
const browser = { folder: 'src/report/page/browser/', packages: ['d3-scale'] };

/** Names of what is outside: a socket, a file, a clock, a global. A date that is given its time is no clock. */
const outside =
  /(?<![.\w$'"`-])(?:(?:process|globalThis|console|performance|fetch|queueMicrotask|set(?:Timeout|Interval|Immediate))(?=\s*[.([])|Math\.random\b|Date\.now\b|(?<!new\s+)Date(?=\s*\()|(?<=new\s+)Date(?!\s*\(\s*[^\s)]))/g;

export const longestFile = 250;
export const fullestFolder = 16;

/** Full because there is one file for each part of what is told, and one for each lab. */
const mayBeFull = ['src/report/language/zh', 'labs'];

/** Everything in these sources that breaks a rule, in words. */
export function broken(sources: readonly Source[]): string[] {
  return [...sources.flatMap(brokenAlone), ...circles(sources), ...full(sources)];
}

function brokenAlone(source: Source): string[] {
  const { path, text } = source;
  const found: string[] = [];
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (lines > longestFile) found.push(`${path} has ${lines} lines`);
  if (/^src\/.*\.[jt]s$/.test(path) && layerOf(placeOf(path)) < 0) found.push(`${path} has no layer`);
  for (const { specifier, when } of importsOf(text))
    if (!mayImport(path, specifier, when === 'never')) found.push(`${path} imports ${specifier}`);
  if (isPure(path) && !path.startsWith(browser.folder))
    for (const [name] of codeOf(text).matchAll(outside)) found.push(`${path} uses ${name}`);
  return found;
}

function mayImport(path: string, specifier: string, isType: boolean): boolean {
  const target = resolve(path, specifier);
  if (path.startsWith('labs/')) return target === 'src/index.ts';
  if (!path.startsWith('src/')) return true;
  const place = placeOf(path);
  if (target === null) return !isPure(path) || packagesOf(path).includes(specifier);
  const imported = placeOf(target);
  if (imported === place) return true;
  if (isPure(path) && handed.includes(imported) && !isType) return false;
  if (Object.hasOwn(imports, place)) return imports[place]?.includes(imported) ?? false;
  return layerOf(imported) >= 0 && layerOf(imported) < layerOf(place);
}

const isPure = (path: string): boolean => path.startsWith('src/') && Object.hasOwn(pure, placeOf(path));

const packagesOf = (path: string): readonly string[] => [
  ...(pure[placeOf(path)] ?? []),
  ...(path.startsWith(browser.folder) ? browser.packages : []),
];

const layerOf = (place: string): number => layers.findIndex((layer) => layer.includes(place));

/** The folder in src, or the file where it is in none; outside src its path. */
function placeOf(path: string): string {
  const [top, place] = path.split('/');
  return top === 'src' && place !== undefined ? place : path;
}

/** Files that import each other, near or far, in whatever form. Each circle is told once. */
function circles(sources: readonly Source[]): string[] {
  const imported = new Map(
    sources.map(({ path, text }) => [
      path,
      importsOf(text)
        .map(({ specifier }) => resolve(path, specifier))
        .filter((target) => target !== null),
    ]),
  );
  return [...imported.keys()].sort().flatMap((path) => {
    const way = wayBack(path, imported);
    return way?.every((other) => other >= path) ? [`a circle: ${way.join(' → ')}`] : [];
  });
}

/** The shortest way from a file to itself. */
function wayBack(start: string, imported: ReadonlyMap<string, readonly string[]>): string[] | null {
  const ways = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of imported.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way, next];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return null;
}

/** Folders in which nobody finds a file at a glance. */
function full(sources: readonly Source[]): string[] {
  const counts = new Map<string, number>();
  for (const { path } of sources) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  return [...counts]
    .filter(([folder, count]) => count > fullestFolder && !mayBeFull.includes(folder))
    .map(([folder, count]) => `${folder} holds ${count} files`);
}
