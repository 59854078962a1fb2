/**
 * `npm run soak`: all labs 100 times in one process, then `observe` for an hour under traffic of every kind, one half of it
 * without files and one with. `--runs N` (100), `--lab NAME` (all; may be repeated), `--busy` keeps every core busy beside
 * the runs, `--minutes N` (60), `--disk MB` (2000) that the files may take, `--seed N`, `--json FILE`; 0 runs or minutes leave
 * that part out. Exit code 1 if anything grew, or differed from what it must be; 2 for bad usage.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { lookIn } from '../../src/commands/output/look.ts';
import { complain, print, progress } from '../../src/commands/output/output.ts';
import { soakObserve } from './observation.ts';
import { isSound, type Soaked, soakReport } from './report.ts';
import { soakRuns } from './runs.ts';

const usage =
  'soak takes --runs, --minutes, --disk and --seed with numbers from 0 on, --lab NAME, --busy and --json FILE';

function given() {
  const options = {
    runs: { type: 'string', default: '100' },
    lab: { type: 'string', multiple: true, default: [] as string[] },
    busy: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '60' },
    disk: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 1e6) },
    json: { type: 'string' },
  } as const;
  try {
    const { values } = parseArgs({ options });
    const [runs, minutes, disk, seed] = [values.runs, values.minutes, values.disk, values.seed].map(Number);
    const figures = { runs, minutes, disk, seed } as Record<'runs' | 'minutes' | 'disk' | 'seed', number>;
    if (Object.values(figures).every((figure) => figure >= 0)) return { ...values, ...figures };
  } catch {
    // Said below.
  }
  complain(usage);
  process.exit(2);
}

const { runs, lab: labs, busy: isBusy, minutes, disk, seed, json } = given();
const soaked: Soaked = { runs: null, observations: [] };
if (runs > 0) {
  const onRun = (nth: number) => progress(`run ${nth} of ${runs}`);
  soaked.runs = await soakRuns({ runs, isBusy, labs, onRun });
}
if (minutes > 0)
  for (const files of [false, true]) {
    const onRound = (rounds: number) =>
      progress(`observe ${files ? 'with' : 'without'} files, round ${rounds}`);
    const asked = { seconds: minutes * 30, disk: files ? disk * 1e6 : null, seed, onRound };
    soaked.observations.push({ files, ...(await soakObserve(asked)) });
  }
progress('');
print(soakReport(soaked, await lookIn('en')));
print(`seed ${seed}${isBusy ? ', every core busy beside the runs' : ''}, Node ${process.versions.node}`);
if (json !== undefined) await writeFile(json, `${JSON.stringify({ seed, ...soaked }, null, 2)}\n`);
process.exitCode = isSound(soaked) ? 0 : 1;
