/**
 * `npm run bench -- [PART…]`: how fast the lab is, as ratios of one run: all that is compared in turn, again and again, so that what
 * else the machine does meets each alike. Medians and spread; nothing of it is written down beforehand. Tables on stdout,
 * what is being done on stderr, everything in the file of `--json`, which is written anew after each part. Exit code 1 if
 * something did not run, 2 if what was asked for cannot be understood.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { constants, cpus, loadavg, release, tmpdir, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { lookIn } from '../../../src/commands/output/look.ts';
import { UsageError } from '../../../src/usage-error.ts';
import { dissecting } from './dissectors/dissectors.ts';
import { growing } from './growth/growth.ts';
import { type Options, optionsOf, type PartName } from './options.ts';
import { oneLine, type Part } from './part.ts';
import { reading } from './read.ts';
import { relaying } from './relay/relay.ts';
import { starting } from './starting.ts';
import { derive, type Measured, textOf } from './tables.ts';

const parts: Record<PartName, Part> = {
  relay: relaying,
  read: reading,
  dissectors: dissecting,
  starting,
  growth: growing,
};

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** A line that the next one replaces, on a terminal. */
const tell = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(text === '' ? '\r\x1b[K' : `\r\x1b[K${text}`);
  else if (text !== '') say(text);
};

// All that is written meanwhile lies in one folder, which goes however this ends; so do the programs, see running.ts.
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
chmodSync(folder, 0o755);
process.env.TMPDIR = folder;
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(128 + constants.signals[signal]));

process.exitCode = await bench(process.argv.slice(2));

async function bench(words: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = optionsOf(words);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(error.message);
    return 2;
  }
  const tables: Measured[] = [];
  const left = new Map<string, string>();
  const failed: { part: PartName; why: string }[] = [];
  const machine = {
    processors: cpus().length,
    model: cpus()[0]?.model ?? 'unknown',
    memory: totalmem(),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    /** Of the last minute, when it began: how many others wanted a processor. */
    load: loadavg()[0] ?? null,
  };
  const keep = async (): Promise<void> => {
    if (options.json === null) return;
    const told = { machine, options, tables: tables.map((each) => ({ ...each, rows: derive(each) })) };
    const all = { ...told, left: Object.fromEntries(left), failed };
    await writeFile(options.json, `${JSON.stringify(all, null, 2)}\n`);
  };
  // Whether it can be written shows before hours have passed.
  try {
    await keep();
  } catch (error) {
    say(`bench cannot write ${options.json}: ${oneLine(error)}`);
    return 2;
  }
  const look = await lookIn('en');
  for (const name of options.parts) {
    try {
      await parts[name](options, {
        tell,
        add(measured) {
          tell('');
          tables.push(measured);
          process.stdout.write(`\n${textOf(measured, look)}\n`);
        },
        leave: (what, why) => left.set(what, why),
      });
    } catch (error) {
      tell('');
      const why = oneLine(error);
      failed.push({ part: name, why });
      say(`${name} did not run to its end: ${why}`);
    }
    await keep();
  }
  const { processors, model, memory, system, node, load } = machine;
  const gigabytes = (memory / 1e9).toFixed(0);
  process.stdout.write(
    `\n${processors} × ${model}, ${gigabytes} GB, ${system}, Node ${node}, load at the beginning ${load?.toFixed(1)}; medians of ${options.runs} rounds, and between what they lay\n`,
  );
  for (const [what, why] of left) process.stdout.write(`Not measured: ${what}: ${why}\n`);
  return failed.length > 0 ? 1 : 0;
}
