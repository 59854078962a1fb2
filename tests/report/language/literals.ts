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
}

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

export function literalsOf(path: string, source: string): Literal[] {
  const { program } = parseSync(path, source);
  const found: Literal[] = [];
  visit(program, (node) => {
    const text = textOf(node);
    if (text !== null) found.push({ path, text, line: source.slice(0, node.start).split('\n').length });
  });
  return found;
}

/** Sources below these folders, but those of programs for the browser. */
export function sourcesIn(root: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name))
      .sort(),
  );
}

export const readSource = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');

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

/** Types and the names of modules are no text. What was read as one sentence is not read again in parts. */
function visit(value: unknown, found: (node: Node) => void): void {
  if (Array.isArray(value)) for (const one of value) visit(one, found);
  else if (isNode(value)) {
    if (
      value.type.startsWith('TS') &&
      value.type !== 'TSAsExpression' &&
      value.type !== 'TSSatisfiesExpression'
    )
      return;
    if (value.type === 'ImportDeclaration' || value.type === 'ExportAllDeclaration') return;
    found(value);
    if (value.type === 'BinaryExpression' && textOf(value) !== null) return;
    for (const inner of Object.values(value)) visit(inner, found);
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
