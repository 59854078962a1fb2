/**
 * `observe` for a long time, under traffic of every kind at once: it stays as small as it was, and what it has counted in the
 * end is what the traffic has counted itself. Between two rounds of traffic nothing is open: then it is looked at.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { within } from '../../src/wire/within.ts';
import { command, stackLine } from '../commands/command.ts';
import { type Observed, type Observing, startObserve } from '../commands/observe/observing.ts';
import { readResultFile } from '../result-file.ts';
import { type Growth, growthOf, type Series, seriesOf } from './growth.ts';
import { descriptors } from './held.ts';
import { barrier, kinds } from './traffic/kinds.ts';
import { openOrigin } from './traffic/origin.ts';
import { type Kind, nothingYet, randomFrom, type Tally, type Visit } from './traffic/tally.ts';

export interface ObservationAsked {
  /** At least one round is made. */
  seconds: number;
  /** Bytes that --trace and --pcap may take together; null: without either. */
  disk: number | null;
  seed: number;
  traffic?: readonly Kind[];
  /** Milliseconds after which a client that waits is a finding: by default a minute. */
  patience?: number;
  onRound?: (rounds: number) => void;
}

export interface ObservationSeen {
  rounds: number;
  /** Bytes of the files; 0 without any. */
  written: number;
  counted: Tally;
  /** One line each for what is not as it must be. */
  different: string[];
  growth: Growth[];
}

const perRound = 150;
const atOnce = 16;
const minute = 60_000;

export async function soakObserve(asked: ObservationAsked): Promise<ObservationSeen> {
  const { seconds, disk, traffic = kinds, patience = minute } = asked;
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  const [json, trace, pcap] = ['x.json', 'trace', 'x.pcapng'].map((name) => join(folder, name)) as [
    ...[string, string, string],
  ];
  const origin = await openOrigin();
  const files = disk === null ? [] : ['--trace', trace, '--pcap', pcap];
  const { child, listening } = startObserve(origin.port, [
    ...['--json', json, ...files],
    // If this program is killed, that one does not stay for ever.
    ...['--for', String(Math.ceil(2 * seconds) + 600)],
  ]);
  const random = randomFrom(asked.seed);
  let names = 0;
  const seen: ObservationSeen = { rounds: 0, written: 0, counted: nothingYet(), different: [], growth: [] };
  try {
    const observing = await listening;
    const { reset, came } = origin;
    const visit: Visit = {
      ...{ port: observing.port, tally: seen.counted, random, reset, came },
      name: () => String(++names),
    };
    const one = async (kind: Kind): Promise<boolean> => {
      const over = kind.run(visit).then(
        () => 'over',
        (error: unknown) => `ended badly: ${error instanceof Error ? error.message : error}`,
      );
      const how = (await within(over, patience)) ?? 'was not over in time';
      if (how !== 'over') seen.different.push(`a client (${kind.name}) ${how}`);
      return how === 'over';
    };
    const samples: Record<string, number>[] = [];
    const began = performance.now();
    const share = () => Math.min(1, (performance.now() - began) / (1000 * seconds));
    /** Holds traffic back as long as more is written than this part of the time may take. False: all is written that may be. */
    const mayGoOn = async (): Promise<boolean> => {
      if (disk === null) return true;
      while (sizeOf(folder) > disk * share()) {
        if (share() >= 1) return seen.rounds === 0;
        await delay(20);
      }
      return true;
    };
    do {
      if (!(await round(shuffled(traffic, random), one, mayGoOn))) break;
      if (
        !(await one(barrier)) ||
        (await within(
          origin.quiet().then(() => true),
          patience,
        )) === null
      ) {
        seen.different.push('connections stay open when their clients are gone');
        break;
      }
      seen.rounds += 1;
      asked.onRound?.(seen.rounds);
      samples.push(await heldBy(child.pid ?? 0));
    } while (performance.now() - began < 1000 * seconds && seen.different.length === 0);
    const took = (performance.now() - began) / 1000;
    seen.growth = seriesOf(samples, marginOf).map((series) => growthOf(series, took));
    const ended = await stopped(observing, seen);
    if (ended) seen.different.push(...told(ended, json, seen.counted));
    if (disk !== null && ended) {
      seen.written = sizeOf(folder);
      for (const file of [join(trace, 'observe.ndjson'), pcap])
        seen.different.push(...(await readAgain(file, seen.counted)));
    }
  } finally {
    child.kill('SIGKILL');
    await origin.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return seen;
}

/** False where it cannot go on: a client failed, or no more may be written. */
async function round(
  visits: Kind[],
  one: (kind: Kind) => Promise<boolean>,
  mayGoOn: () => Promise<boolean>,
): Promise<boolean> {
  let isGood = true;
  const worker = async () => {
    for (let kind = visits.pop(); kind !== undefined && isGood; kind = visits.pop())
      isGood = (await mayGoOn()) && (await one(kind)) && isGood;
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return isGood;
}

/** Every kind as often as another, in any order. */
function shuffled(traffic: readonly Kind[], random: Visit['random']): Kind[] {
  const all = Array.from({ length: Math.ceil(perRound / traffic.length) }, () => traffic).flat();
  for (let last = all.length - 1; last > 0; last--) {
    const other = random(last + 1);
    [all[last], all[other]] = [all[other] as Kind, all[last] as Kind];
  }
  return all;
}

/** Its descriptors as few as they get within a moment: what both ends have closed, the tap closes a little later. */
async function heldBy(pid: number): Promise<Record<string, number>> {
  let fewest = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 10; look++) {
    await delay(5);
    fewest = Math.min(fewest, descriptors(pid).length);
  }
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { 'observe: descriptors': fewest, 'observe: memory': Number(resident) / 1024 };
}

const marginOf = (what: string): Pick<Series, 'unit' | 'margin' | 'settles'> =>
  what.endsWith('memory')
    ? { unit: 'MB', margin: 16, settles: 60 }
    : { unit: 'count', margin: 0, settles: 0 };

function sizeOf(folder: string): number {
  let size = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    size += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
  return size;
}

async function stopped(observing: Observing, seen: ObservationSeen): Promise<Observed | null> {
  const ended = await within(observing.stop('SIGTERM'), minute);
  if (ended === null) seen.different.push('observe does not end within a minute of TERM');
  return ended;
}

/** What is not as it must be at the end: exit code, table, counts. */
function told({ code, stdout, stderr }: Observed, json: string, counted: Tally): string[] {
  if (code !== 0) return [`observe: exit code ${code}: ${stderr.at(-1) ?? ''}`];
  const wrong = stderr.filter((line) => stackLine.test(line)).map(() => 'observe shows a stack');
  const rows = new RegExp(
    `^What crossed [\\s\\S]*^  connections +${counted.connections}$[\\s\\S]*^Verdicts$`,
    'm',
  );
  if (!rows.test(stdout)) wrong.push('the table of observe is not whole');
  return [...wrong, ...counts('observe', readFileSync(json, 'utf8'), counted)];
}

/** What `read` makes of a file is the same. */
async function readAgain(file: string, counted: Tally): Promise<string[]> {
  const { code, stdout, stderr } = await command('read', file, '--json', '-');
  const name = file.endsWith('.ndjson') ? 'read of the trace' : 'read of the capture';
  return code === 0 ? counts(name, stdout, counted) : [`${name}: exit code ${code}: ${stderr.at(-1) ?? ''}`];
}

function counts(who: string, json: string, counted: Tally): string[] {
  const facts = readResultFile(json).results[0]?.facts?.observed;
  if (!facts) return [`${who} has no facts`];
  const sum = (named: Record<string, number> = {}) => Object.values(named).reduce((all, one) => all + one, 0);
  const found: Tally = {
    ...{ connections: facts.connections, exchanges: facts.exchanges },
    ...{ lost: sum(facts.lost), halves: sum(facts.halfAnswers) },
  };
  return (Object.keys(counted) as (keyof Tally)[]).flatMap((what) =>
    found[what] === counted[what] ? [] : [`${who}: ${found[what]} ${what}, and there were ${counted[what]}`],
  );
}
