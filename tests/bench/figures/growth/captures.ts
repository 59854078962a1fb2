/** `read`, of captures of ever more exchanges on ten connections, and on ever more connections that are open at once. */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pcap } from '../../../capture/build.ts';
import { conversations } from '../../../capture/exchanges.ts';
import { newFolder } from '../../../peers/support/running.ts';
import type { Ledger, Part } from '../part.ts';
import { type Reading, readWhole } from '../processes/processes.ts';
import { rounds } from '../rounds.ts';
import { nameOf, rowsOf, steps } from './steps.ts';

export const captures: Part = async ({ exchanges, connections, runs }, ledger) => {
  const folder = await newFolder('bench-growth');
  try {
    const kept = steps(Math.min(1000, exchanges), exchanges).map((count) => ({
      name: nameOf(count, 'exchanges'),
      connections: Math.min(10, count),
      exchanges: count,
    }));
    await grow({ title: 'read, exchanges on ten connections', all: kept, folder, runs }, ledger);
    const open = steps(Math.min(10, connections), connections).map((count) => ({
      name: nameOf(count, 'connections'),
      connections: count,
      // As many on each: to open and to close one takes more than an exchange.
      exchanges: count * onEach,
    }));
    const title = `read, connections that are open at once, ${onEach} exchanges on each`;
    await grow({ title, all: open, folder, runs }, ledger);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const onEach = 4;

interface Size {
  name: string;
  connections: number;
  exchanges: number;
}

interface Grown {
  title: string;
  all: readonly Size[];
  folder: string;
  runs: number;
}

async function grow({ title, all, folder, runs }: Grown, { add, tell }: Ledger): Promise<void> {
  const works = new Map<string, () => Promise<Reading & Size>>();
  for (const size of all) {
    const file = join(folder, `${size.name}.pcap`);
    tell(`growth: ${title}, ${size.name} are written`);
    await pipeline(Readable.from(packets(size)), createWriteStream(file));
    works.set(size.name, async () => ({ ...(await readWhole(file, size)), ...size }));
  }
  const found = await rounds(works, {
    ...{ runs, uncounted: 0 },
    tell: (text) => tell(`growth: ${title}, ${text}`),
  });
  for (const { name } of all) await rm(join(folder, `${name}.pcap`));
  const names = all.map(({ name }) => name);
  const beside = (index: number): Record<string, string> => {
    const before = names[index - 1];
    return before === undefined ? {} : { '/ the one before': before };
  };
  add({
    ...{ part: 'growth', title: `${title}: time`, unit: 'µs an exchange', of: 'so many' },
    rows: rowsOf(names, found, (each) => (1000 * each.milliseconds) / each.exchanges, beside),
  });
  add({
    ...{ part: 'growth', title: `${title}: the most memory`, unit: 'MB', of: 'so many' },
    rows: rowsOf(names, found, ({ memory }) => (memory === null ? null : memory / 1e6), beside),
  });
}

/** All connections are opened before any is closed; exchanges go round, up to a hundred at a time. */
function* packets({ connections, exchanges }: Size): Generator<Buffer> {
  const conversation = conversations(100);
  yield pcap([]);
  const left = Array.from(
    { length: connections },
    (_, nth) => Math.floor(exchanges / connections) + (nth < exchanges % connections ? 1 : 0),
  );
  for (const [nth] of left.entries()) {
    yield conversation(firstPort + nth, 1, { closes: false });
    left[nth] = (left[nth] ?? 0) - 1;
  }
  for (let most = Math.max(...left); most > atOnce; most -= atOnce)
    for (const [nth, count] of left.entries()) {
      const now = Math.min(atOnce, Math.max(0, count - 1));
      yield conversation(firstPort + nth, now, { closes: false });
      left[nth] = count - now;
    }
  for (const [nth, count] of left.entries()) yield conversation(firstPort + nth, count, { closes: true });
}

const firstPort = 10_000;
const atOnce = 100;
