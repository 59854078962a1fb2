/**
 * What a source says in words: its string and template literals, read from the syntax tree, so that neither comments nor
 * types count. A template is given with `{}` where something is put in.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';

export interface Literal {
  path: string;
  text: string;
  line: number;
  /** The property whose value it is part of. */
  key: string | null;
  /** Part of what an error says. */
  thrown: boolean;
}

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

export function literalsOf(path: string, source: string): Literal[] {
  const { program } = parseSync(path, source);
  const found: Literal[] = [];
  visit(program, { key: null, thrown: false }, (node, where) => {
    const text = textOf(node);
    const line = source.slice(0, node.start).split('\n').length;
    if (text !== null) found.push({ path, text, line, ...where });
  });
  return found;
}

/** Sources below these folders. */
export function sourcesIn(root: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name))
      .sort(),
  );
}

export const readSource = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');

/** What these say can come before a reader of a report; what is said on stderr is English. */
export function readersLiterals(root: string, more: readonly string[] = []): Literal[] {
  const folders = ['judge', 'subjects', 'report', ...more];
  const paths = [
    ...sourcesIn(root, [...folders.map((folder) => `src/${folder}`), 'labs']),
    ...['probe/outcome', 'probe/version', 'run/calibrated'].map((name) => `src/commands/${name}.ts`),
  ].filter((path) => !path.startsWith('src/report/language/'));
  return paths.flatMap((path) => literalsOf(path, readSource(root, path)));
}

function textOf(node: Node): string | null {
  if (node.type === 'BinaryExpression' && node.operator === '+') return joined(node);
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  return node.type === 'TemplateLiteral' ? templateText(node) : null;
}

/** Long sentences are put together of several literals. */
function joined({ left, right }: Node): string | null {
  const parts = [left, right].map((side) => textOf(side as Node));
  return parts.includes(null) ? null : parts.join('');
}

function templateText({ quasis }: Node): string {
  const pieces = quasis as { value: { cooked: string } }[];
  return pieces.map(({ value }) => value.cooked).join('{}');
}

type Where = Pick<Literal, 'key' | 'thrown'>;

/** Types and the names of modules are no text. What was read as one sentence is not read again in parts. */
function visit(value: unknown, where: Where, found: (node: Node, where: Where) => void): void {
  if (Array.isArray(value)) for (const one of value) visit(one, where, found);
  else if (isNode(value)) {
    if (value.type.startsWith('TS') && !typedValues.has(value.type)) return;
    if (named.has(value.type)) return;
    found(value, where);
    if (value.type === 'BinaryExpression' && textOf(value) !== null) return;
    const within = inside(value, where);
    for (const inner of Object.values(value)) visit(inner, within, found);
  }
}

const typedValues: ReadonlySet<string> = new Set(['TSAsExpression', 'TSSatisfiesExpression']);
const named: ReadonlySet<string> = new Set(['ImportDeclaration', 'ExportAllDeclaration']);

function inside({ type, key, callee }: Node, where: Where): Where {
  if (type === 'Property' && isNode(key)) return { ...where, key: String(key.name ?? key.value) };
  if (type === 'NewExpression' && isNode(callee))
    return { key: null, thrown: /Error$/.test(String(callee.name)) };
  return type === 'CallExpression' ? { ...where, key: null } : where;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
