/** `npm run bench` as a program of its own, and what must be true of all that it writes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';

export const program = fileURLToPath(new URL('../../bench/figures/figures.ts', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));
const runs = 2;

export interface Table {
  part: string;
  title: string;
  unit: string;
  rows: {
    name: string;
    figures: number[];
    beside: Record<string, string>;
    median: number | null;
    least: number;
    most: number;
    ratios: Record<string, number | null>;
  }[];
}

/** A bench that was begun, with a folder of its own for all that it writes. */
export async function begun(words: string[], environment: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-test-'));
  const [json, left] = [join(folder, 'x.json'), join(folder, 'left')];
  await mkdir(left);
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...words, '--json', json], {
    cwd: root,
    detached: true,
    env: { ...process.env, TMPDIR: left, ...environment },
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });
  return { child, json, left };
}

/** But what tsx keeps beside what it loads. */
export const leftIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => !name.startsWith('tsx-'));

export async function benchOf(words: string[], environment: Record<string, string> = {}) {
  const { child, json, left } = await begun([...words, '--runs', `${runs}`], environment);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  expect(await leftIn(left)).toEqual([]);
  const told = JSON.parse(await readFile(json, 'utf8').catch(() => '{}'));
  const { tables = [], ...rest } = told as { tables?: Table[]; left: object; failed: object[] };
  for (const table of tables) holds(table, stdout);
  return { code, stdout, stderr, tables, ...rest };
}

/** The mean of both, as there are two rounds. */
const middle = ([one = Number.NaN, other = Number.NaN]: number[]): number => (one + other) / 2;

/** Whatever it measures, it has a figure of each round, and all else follows from those. */
function holds({ title, unit, rows }: Table, stdout: string): void {
  expect(stdout).toContain(title);
  const figures = new Map(rows.map((row) => [row.name, row.figures]));
  expect(figures.size).toBe(rows.length);
  for (const row of rows) {
    if (row.figures.length === 0) {
      // How much memory there was is all that may be unknown.
      expect([unit, process.platform === 'linux', row.median]).toEqual(['MB', false, null]);
      continue;
    }
    expect([title, row.name, row.figures.length]).toEqual([title, row.name, runs]);
    for (const figure of row.figures) expect(figure).toBeGreaterThan(0);
    expect([row.median, row.least, row.most]).toEqual([
      middle(row.figures),
      Math.min(...row.figures),
      Math.max(...row.figures),
    ]);
    expect(Object.keys(row.ratios)).toEqual(Object.keys(row.beside));
    for (const [heading, other] of Object.entries(row.beside))
      expect(row.ratios[heading]).toBeCloseTo(middle(row.figures) / middle(figures.get(other) ?? []), 10);
  }
}
