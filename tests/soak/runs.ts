/** All labs, again and again in one process, as `npm start` runs them: the same results, and nothing is left behind. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { main } from '../../src/cli.ts';
import type { ResultFile } from '../../src/model/result.ts';
import { compareResults } from '../../src/report/compare/compare.ts';
import { whileBusy } from '../labs/busy.ts';
import { readResultFile } from '../result-file.ts';
import { type Growth, growthOf, seriesOf } from './growth.ts';
import { heldNow, marginOfHeld } from './held.ts';

export interface RunsAsked {
  /** How often. */
  runs: number;
  /** Every core is kept busy with something else meanwhile. */
  isBusy: boolean;
  /** Names of labs; none: all. */
  labs?: readonly string[];
  onRun?: (nth: number) => void;
  /** Another thing to do instead, for what must be noticed; it writes a result. */
  run?: (file: string, nth: number) => Promise<number>;
}

export interface RunsSeen {
  runs: number;
  labs: number;
  /** One line for each run that ended with another exit code than 0, or with another result than the first. */
  different: string[];
  growth: Growth[];
}

/** `run` with its table unprinted, its result and its traces written, through the command line. */
const command = (names: readonly string[]) => (file: string) =>
  main(['', '', 'run', ...names, '--quiet', '--json', file, '--trace', `${file}.traces`]);

export async function soakRuns(asked: RunsAsked): Promise<RunsSeen> {
  const { runs, isBusy, labs = [], onRun, run = command(labs) } = asked;
  const own = mkdtempSync(join(tmpdir(), 'soak-'));
  const [temporary, results] = [join(own, 't'), join(own, 'r')];
  for (const folder of [temporary, results]) mkdirSync(folder);
  const before = process.env.TMPDIR;
  // Nobody else makes anything there.
  process.env.TMPDIR = temporary;
  const file = join(results, 'run.json');
  const seen: RunsSeen = { runs: 0, labs: 0, different: [], growth: [] };
  const samples: Record<string, number>[] = [];
  const began = performance.now();
  let first: ResultFile | null = null;
  const once = async (nth: number): Promise<void> => {
    process.exitCode = 0;
    const code = Math.max(await run(file, nth), Number(process.exitCode));
    if (code !== 0) seen.different.push(`run ${nth}: exit code ${code}`);
    if (!existsSync(file)) {
      seen.different.push(`run ${nth}: there is no result`);
      return;
    }
    const result = readResultFile(readFileSync(file, 'utf8'));
    first ??= result;
    seen.different.push(...differing(first, result).map((what) => `run ${nth}: ${what}`));
    seen.labs = result.results.length;
  };
  try {
    for (let nth = 1; nth <= runs; nth++) {
      await (isBusy ? whileBusy(() => once(nth)) : once(nth));
      rmSync(results, { recursive: true });
      mkdirSync(results);
      samples.push(await heldNow(temporary));
      seen.runs = nth;
      onRun?.(nth);
    }
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(own, { recursive: true });
  }
  const took = (performance.now() - began) / 1000;
  return { ...seen, growth: seriesOf(samples, marginOfHeld).map((series) => growthOf(series, took)) };
}

/** What differs in all that is not `varying`, a line each. */
function differing(first: ResultFile, other: ResultFile): string[] {
  const [one, another] = [first, other].map(({ calibration, results }) => ({
    calibration,
    results: results.map(({ varying: _, ...rest }) => rest),
  }));
  if (isDeepStrictEqual(one, another)) return [];
  const compared = compareResults(
    [
      { name: 'first', file: first },
      { name: 'other', file: other },
    ],
    { varying: false },
  );
  const told = compared.differences.map(({ lab, what }) => `${lab}: ${what} is not as in the first run`);
  return told.length > 0 ? told : ['something is not as in the first run that compare does not tell'];
}
