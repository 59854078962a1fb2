/** `observe` beside a bare relay, while ever more exchanges pass through, and while ever more connections are open at once. */
import { spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'undici';
import { versionOf } from '../../../peers/atlas/installed.ts';
import { newFolder } from '../../../peers/support/running.ts';
import { type Ledger, oneLine, type Part } from '../part.ts';
import { noted, noting } from '../processes/memory.ts';
import { factsOf } from '../processes/processes.ts';
import { keptConnections, keptRequests } from '../relay/loads.ts';
import { startOrigins } from '../relay/origins.ts';
import { bare, observe, type RelayKind, startRelay } from '../relay/relay-kinds.ts';
import { rounds } from '../rounds.ts';
import { nameOf, rowsOf, steps, timesEach } from './steps.ts';

export const observing: Part = async ({ exchanges, connections, many, runs }, ledger) => {
  if (versionOf({ program: 'nginx', proof: ['-v'] }) === null)
    return ledger.leave('growth of observe', 'needs nginx');
  const origins = await startOrigins(1);
  const to = origins.ports.http1;
  try {
    if (versionOf({ program: 'h2load', proof: ['--version'] }) === null)
      ledger.leave('growth of observe by exchanges', 'needs h2load');
    else {
      const all = steps(Math.min(1000, exchanges), exchanges).map((count) => ({
        name: nameOf(count, 'exchanges'),
        connections: keptConnections,
        exchanges: count,
        load: async (port: number) => 1e6 / (await keptRequests(port, count)),
      }));
      await grow({ title: `observe, exchanges on ${keptConnections} connections`, all, to, runs }, ledger);
    }
    const allowed = openFiles();
    const counts = steps(Math.min(10, connections), connections).filter((count) => {
      const isAllowed = 2 * count + beside <= allowed;
      if (!isAllowed) ledger.leave(`growth of observe, ${count} connections`, `${allowed} files may be open`);
      return isAllowed;
    });
    const all = counts.map((count) => ({
      name: nameOf(count, 'connections'),
      connections: count,
      exchanges: count * (1 + timesEach(count, many)),
      load: (port: number) => openAtOnce(port, count, timesEach(count, many)),
    }));
    if (all.length > 0)
      await grow({ title: 'observe, connections that are open at once', all, to, runs }, ledger);
  } finally {
    await origins.stop();
  }
};

interface Size {
  name: string;
  connections: number;
  exchanges: number;
  /** Microseconds an exchange through what listens there. */
  load(port: number): Promise<number>;
}

interface Grown {
  title: string;
  all: readonly Size[];
  to: number;
  runs: number;
}

const kinds = [bare, observe];

async function grow({ title, all, to, runs }: Grown, { add, tell }: Ledger): Promise<void> {
  const works = new Map(
    all.flatMap((size) =>
      kinds.map((kind) => [`${size.name}, ${kind.name}`, () => passed(kind, to, size)] as const),
    ),
  );
  const found = await rounds(works, {
    ...{ runs, uncounted: 0 },
    tell: (text) => tell(`growth: ${title}, ${text}`),
  });
  const names = [...works.keys()];
  const isOurs = (index: number): boolean => kinds[index % kinds.length] === observe;
  const relations = (index: number): Record<string, string> => {
    const [before, relay] = [names[index - kinds.length], names[index - 1]];
    return {
      ...(before === undefined ? {} : { '/ the one before': before }),
      ...(isOurs(index) && relay !== undefined ? { [`/ ${bare.name}`]: relay } : {}),
    };
  };
  const table = { part: 'growth', of: 'so many, through' };
  add({
    ...{ ...table, title: `${title}: time`, unit: 'µs an exchange' },
    rows: rowsOf(names, found, ({ microseconds }) => microseconds, relations),
  });
  add({
    ...{ ...table, title: `${title}: the most memory`, unit: 'MB' },
    rows: rowsOf(names, found, ({ memory }) => (memory === null ? null : memory / 1e6), relations),
  });
  add({
    ...{ ...table, title: `${title}: from SIGTERM to the end`, unit: 'ms' },
    rows: rowsOf(names, found, ({ ending }) => ending, relations),
  });
}

interface Passed {
  microseconds: number;
  /** In milliseconds. */
  ending: number;
  /** In bytes; null where it cannot be known here. */
  memory: number | null;
}

/** Through a relay that is started for it. Rejects where `observe` saw other connections or exchanges than these. */
export async function passed(kind: RelayKind, to: number, size: Size): Promise<Passed> {
  const folder = await newFolder('bench-growth');
  const [note, result] = [join(folder, 'memory'), join(folder, 'result.json')];
  const isOurs = kind === observe;
  const told: RelayKind = {
    ...kind,
    arguments: async (ports, own) => [
      ...[...noting(note), ...(await kind.arguments(ports, own))],
      ...(isOurs ? ['--json', result] : []),
    ],
  };
  try {
    const relay = await startRelay(told, to);
    if (relay === null) throw new Error(`${kind.name} cannot be started`);
    let began = 0;
    let microseconds: number;
    try {
      microseconds = await size.load(relay.port);
    } finally {
      began = performance.now();
      await relay.stop();
    }
    const ending = performance.now() - began;
    if (isOurs) await check(result, size);
    return { microseconds, ending, memory: await noted(note) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function check(result: string, { name, connections, exchanges }: Size): Promise<void> {
  const text = await readFile(result, 'utf8').catch((error: unknown) => {
    throw new Error(`observe left no result of ${name}: ${oneLine(error)}`);
  });
  const facts = factsOf(text);
  // Who asks whether it listens connects, too, and sends nothing.
  const used = facts.exchangesPerConnection.filter((count) => count > 0).length;
  if (facts.exchanges !== exchanges || used !== connections)
    throw new Error(
      `observe counted ${facts.exchanges} exchanges on ${used} connections, not ${exchanges} on ${connections}`,
    );
}

/** How many files a process may open. A relay has two for each connection; Node takes what it is allowed by itself. */
function openFiles(): number {
  const said = spawnSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).stdout?.trim();
  return said === 'unlimited' ? Number.POSITIVE_INFINITY : Number(said);
}
/** Files that it has beside those. */
const beside = 200;

const underWay = 10;

/** All are opened, by an exchange on each, then each is used so many times more, and that counts; none is closed before the end. */
async function openAtOnce(port: number, connections: number, times: number): Promise<number> {
  const never = 3_600_000;
  const clients = Array.from(
    { length: connections },
    () => new Client(`http://127.0.0.1:${port}`, { keepAliveTimeout: never, keepAliveMaxTimeout: never }),
  );
  /** Ten under way at a time, each on a connection of its own. */
  const round = () =>
    Promise.all(
      Array.from({ length: underWay }, async (_, first) => {
        for (let nth = first; nth < connections; nth += underWay) {
          const answer = await clients[nth]?.request({ method: 'GET', path: '/small' });
          await answer?.body.dump();
        }
      }),
    );
  try {
    await round();
    const began = performance.now();
    for (let time = 0; time < times; time++) await round();
    return (1000 * (performance.now() - began)) / (times * connections);
  } finally {
    await Promise.all(clients.map((each) => each.close()));
  }
}
