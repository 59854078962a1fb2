/**
 * The modules that a source names, read by a small parser of import and export lines: comments and the text of templates
 * are left out, every form that names a module is found, `import('…').Type` and computed names too.
 */

export interface Import {
  /** What is named, as it is written; `?` where it is computed. */
  specifier: string;
  /** `import()` is evaluated when it is reached, an `import type` never, anything else when the file is. */
  when: 'loaded' | 'called' | 'never';
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

/** The source without comments, strings and the text of templates. */
export const codeOf = (text: string): string => bare(text, 'without strings');

/** The path that a relative specifier means, or null for a package. */
export function resolve(path: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  const steps = path.split('/').slice(0, -1);
  for (const step of specifier.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.join('/');
}
