/**
 * Who may import whom (src/README.md, "The map"), checked on source text. Imports are read by a small parser of import and
 * export lines: comments and the text of templates are left out, every form that names a module is found.
 */

/** A file of the project: its path from the project's folder, and its text. */
export interface Source {
  path: string;
  text: string;
}

export interface Import {
  /** What is named, as it is written; `?` where it is computed. */
  specifier: string;
  /** `import()` is evaluated when it is reached, an `import type` never, anything else when the file is. */
  when: 'loaded' | 'called' | 'never';
}

export const longestFile = 250;

/** What pure code may import besides src/model and its own folder: what only computes. */
const pure: Record<string, string[]> = {
  dissect: [],
  measure: [],
  judge: [],
  report: ['cli-table3', 'string-width'],
};

/** The page's own script runs in a browser, whose globals it draws with. */
const browser = { folder: 'src/report/page/browser/', packages: ['d3-scale'] };

/** Names of what is outside: a socket, a file, a clock, a global. A date that is given its time is no clock. */
const outside =
  /(?<![.\w$'"`-])(?:(?:process|globalThis|console|performance|fetch|queueMicrotask|set(?:Timeout|Interval|Immediate))(?=\s*[.([])|Math\.random\b|Date\.now\b|(?<!new\s+)Date(?=\s*\()|(?<=new\s+)Date(?!\s*\(\s*[^\s)]))/g;

/** Everything in these sources that breaks a rule, in words. */
export function broken(sources: readonly Source[]): string[] {
  return [...sources.flatMap(brokenAlone), ...dissectReached(sources), ...cycles(sources)];
}

function brokenAlone(source: Source): string[] {
  const { path, text } = source;
  const folder = folderOf(path);
  const found: string[] = [];
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (lines > longestFile) found.push(`${path} has ${lines} lines`);
  for (const { specifier } of importsOf(text)) {
    if (!mayImport(path, specifier)) found.push(`${path} imports ${specifier}`);
  }
  if ((Object.hasOwn(pure, folder) || folder === 'model') && !path.startsWith(browser.folder)) {
    for (const [name] of bare(text, 'without strings').matchAll(outside)) found.push(`${path} uses ${name}`);
  }
  return found;
}

function mayImport(path: string, specifier: string): boolean {
  const folder = folderOf(path);
  const target = resolve(path, specifier);
  if (path.startsWith('labs/')) return target === 'src/index.ts';
  // ajv only computes.
  if (folder === 'model') return target?.startsWith('src/model/') ?? specifier === 'ajv';
  const packages = Object.hasOwn(pure, folder) ? pure[folder] : undefined;
  if (packages) {
    return target === null
      ? packages.includes(specifier) ||
          (path.startsWith(browser.folder) && browser.packages.includes(specifier))
      : target.startsWith('src/model/') || target.startsWith(`src/${folder}/`);
  }
  if (folder === 'wire' || folder === 'subjects') return !target?.startsWith('src/dissect/');
  return true;
}

/** Wire and subjects must not load the dissectors by way of others either: speaker and listener share no code. */
function dissectReached(sources: readonly Source[]): string[] {
  const edges = loadedBy(sources);
  return sources.flatMap(({ path }) => {
    const folder = folderOf(path);
    if (folder !== 'wire' && folder !== 'subjects') return [];
    const way = wayFrom(path, (target) => target.startsWith('src/dissect/'), edges);
    return way && way.length > 2 ? [`${path} reaches dissect: ${way.join(' → ')}`] : [];
  });
}

/** Cycles between folders when the program is loaded; what is imported as a type or when called makes none. */
function cycles(sources: readonly Source[]): string[] {
  const edges = new Map<string, Set<string>>();
  for (const [path, targets] of loadedBy(sources)) {
    const from = placeOf(path);
    for (const to of [...targets].map(placeOf))
      if (to !== from) edges.set(from, (edges.get(from) ?? new Set()).add(to));
  }
  return [...edges.keys()].sort().flatMap((place) => {
    const way = wayFrom(place, (target) => target === place, edges);
    // A cycle is told once, from the first of its places.
    return way?.every((other) => other >= place) ? [`a cycle: ${way.join(' → ')}`] : [];
  });
}

/** The project's files that each file loads. */
function loadedBy(sources: readonly Source[]): Map<string, Set<string>> {
  return new Map(
    sources.map(({ path, text }) => [
      path,
      new Set(
        importsOf(text)
          .filter(({ when }) => when === 'loaded')
          .map(({ specifier }) => resolve(path, specifier))
          .filter((target) => target !== null),
      ),
    ]),
  );
}

/** The shortest way, of one step at least, to a place that fits. */
function wayFrom(
  start: string,
  fits: (place: string) => boolean,
  edges: ReadonlyMap<string, ReadonlySet<string>>,
): string[] | null {
  const ways = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of edges.get(way.at(-1) ?? '') ?? []) {
      if (fits(next)) return [...way, next];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return null;
}

/** The modules that a source names, in their order. */
export function importsOf(text: string): Import[] {
  const code = bare(text, 'with strings');
  const found: (Import & { index: number })[] = [];
  const from = /^[ \t]*(import|export)\b(?!\s*\()([^'";]*?\bfrom\b)?\s*(['"])(.*?)\3/gm;
  for (const { index, 2: clause, 4: specifier = '' } of code.matchAll(from)) {
    const type = clause !== undefined && /^\s+type\s+(?!from\b|,)/.test(clause);
    found.push({ specifier, when: type ? 'never' : 'loaded', index });
  }
  for (const match of code.matchAll(/(?<![.\w$])(?:import|require)\s*\(\s*(?:(['"])(.*?)\1\s*[,)])?/g))
    found.push({ specifier: match[2] ?? '?', when: 'called', index: match.index });
  return found
    .sort((one, other) => one.index - other.index)
    .map(({ specifier, when }) => ({ specifier, when }));
}

/** The source without comments and without the text of templates; strings are kept or emptied. */
function bare(text: string, strings: 'with strings' | 'without strings'): string {
  const piece =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[dgimsuvy]*(?=\s*[.,;)\]:}\n])/g;
  return text.replace(piece, (found) => {
    if (found.startsWith('/')) return ' ';
    if (found.startsWith('`')) return found.match(/\$\{[^{}]*\}/g)?.join(' ') ?? '``';
    return strings === 'with strings' ? found : "''";
  });
}

/** The path that a relative specifier means, or null for a package. */
function resolve(path: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  const steps = path.split('/').slice(0, -1);
  for (const step of specifier.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.join('/');
}

/** The folder in src, or '' for a file that is in none. */
function folderOf(path: string): string {
  const [top, folder, file] = path.split('/');
  return top === 'src' && folder !== undefined && file !== undefined ? folder : '';
}

/** Where a file belongs: its folder in src, or itself. */
const placeOf = (path: string) => folderOf(path) || path;
