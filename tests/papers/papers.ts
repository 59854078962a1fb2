/**
 * What the papers show is run again. A block marked `console` is a session: lines that begin with `$ ` are typed, the
 * others are what is printed, `…` alone on a line stands for lines that are left out. A comment above a block names
 * the program that must be there: `<!-- with nginx as it comes -->`.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = fileURLToPath(new URL('../../', import.meta.url));

export const papers = [
  'README.md',
  'labs/README.md',
  'src/README.md',
  'src/commands/README.md',
  'tests/README.md',
  'tests/fixtures/README.md',
  '.github/CONTRIBUTING.md',
];

export interface Block {
  paper: string;
  /** Of its first line, counted from 1. */
  line: number;
  /** What stands behind the opening fence. */
  kind: string;
  /** The program that its comment names, or null. */
  with: string | null;
  text: string;
}

export interface Step {
  command: string;
  printed: string[];
}

export const readPaper = (paper: string): Promise<string> => readFile(join(project, paper), 'utf8');

/** The code blocks of a paper. Throws for one that has no end. */
export function blocksOf(paper: string, text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  let named: string | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    if (open !== null) {
      if (line === '```') open = null;
      else open.text += `${line}\n`;
    } else if (line.startsWith('```')) {
      open = { paper, line: index + 2, kind: line.slice(3), with: named, text: '' };
      blocks.push(open);
    }
    named = line.match(/^<!-- with (.+) -->$/)?.[1] ?? null;
  }
  if (open !== null) throw new Error(`${paper}:${open.line}: the block has no end`);
  return blocks;
}

/** A command may go on in the next line, behind `\`. */
export function stepsOf({ text }: Block): Step[] {
  const steps: Step[] = [];
  for (const line of text.trimEnd().split('\n')) {
    const last = steps.at(-1);
    if (line.startsWith('$ ')) steps.push({ command: line.slice(2), printed: [] });
    else if (last?.command.endsWith('\\') && last.printed.length === 0)
      last.command = `${last.command.slice(0, -1)}${line.trim()}`;
    else last?.printed.push(line);
  }
  return steps;
}

/** A folder that looks like the project's, so that what a session writes lands beside it and not in it. */
export async function withProject<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'papers-'));
  try {
    for (const name of await readdir(project))
      if (!name.startsWith('.')) await symlink(join(project, name), join(folder, name));
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a command prints, on stdout and stderr. Its exit code is not asked for: a finding may be a difference. */
export function typed(command: string, folder: string): Promise<string> {
  const { FORCE_COLOR: _, ...environment } = process.env;
  return new Promise((resolve, reject) => {
    execFile(
      'bash',
      ['-c', `{ ${command}\n} 2>&1`],
      {
        cwd: folder,
        env: { ...environment, NO_COLOR: '1', COLUMNS: '100', LC_ALL: 'C.UTF-8' },
        maxBuffer: 16e6,
      },
      (error, printed) => {
        if (error && typeof error.code !== 'number') reject(error);
        else resolve(printed);
      },
    );
  });
}

/** Where the first line that is shown and was not printed stands, or null. What is shown must be printed in its order. */
export function missingLine(shown: readonly string[], printed: string): string | null {
  const lines = printed
    .split('\n')
    .filter((line) => !moreWhoHungUp.test(line))
    .map(comparable);
  let at = 0;
  /** After `…` lines may have been left out; else the next line is the next. */
  let mayskip = true;
  for (const line of shown) {
    if (line.trim() === '…') {
      mayskip = true;
      continue;
    }
    const wanted = comparable(line);
    const found = mayskip ? lines.indexOf(wanted, at) : lines[at] === wanted ? at : -1;
    if (found < 0) return line;
    at = found + 1;
    mayskip = false;
  }
  return null;
}

/**
 * A line as it is compared. Ports, measured times, bytes, versions of programs, checksums, and who of two was the first to
 * hang up are what differs from run to run; where there are any, the columns may stand elsewhere, too.
 */
export function comparable(line: string): string {
  const same = varying.reduce((text, [what, name]) => text.replaceAll(what, name), line.trimEnd());
  // Of a ruler only how many columns it rules is the same.
  if (/^[─ ]+$/.test(same)) return same.replaceAll(/─+/g, '─').replaceAll(/ +/g, ' ');
  return same === line.trimEnd() ? same : same.replaceAll(/[ ─]+/g, ' ').trim();
}

/** The second line of a cell. */
const moreWhoHungUp = /^ {20,}(?:client|server), \d of \d\b/;

const varying: readonly [RegExp, string][] = [
  [/(?<=(?:127\.0\.0\.1|localhost|\[::1\]):)\d+/g, 'PORT'],
  [/\b\d+(?:\.\d+)? (?=m?s\b)/g, 'TIME '],
  // The unit may stand in the next line of a cell.
  [/(?<= after )\d+\.\d(?= )/g, 'TIME'],
  [/\b\d+(?= bytes\b)/g, 'N'],
  // How fast they are sent differs, and how soon the answer comes.
  [/\b\d+(?= KB had been sent)/g, 'N'],
  [/(?<=(?:nginx|Apache|Caddy|lighttpd)\/)\d+(?:\.\d+)+/g, 'VERSION'],
  [/(?<=^hangs up first +)(?:client|server), \d of \d;?/g, 'WHO'],
  // Of events that are delivered: how they are cut into segments differs.
  [/(?<= 20\/20 +\d+ +\d+ +)\d+ +\d+ +\d+ /g, 'N N N '],
];
