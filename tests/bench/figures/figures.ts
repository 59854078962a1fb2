/**
 * `npm run bench`: how much passes through `observe`, beside nothing, a bare relay, and what others use, as ratios of one run: all
 * of them in turn, again and again, so that what else the machine does meets each alike. Medians and spread; nothing of
 * it is written down beforehand. `--runs N` (5), `--many N` (40000) requests of a run, `--large N` (256) megabytes of a body,
 * `--through NAME` (all; may be repeated), `--json FILE`.
 */
import { spawnSync } from 'node:child_process';
import { truncate, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { lookIn } from '../../../src/commands/output/look.ts';
import { table } from '../../../src/report/words/table.ts';
import { freePorts, newFolder, type Running, start } from '../../peers/support/running.ts';
import { type Load, loads } from './loads.ts';
import { type Relay, relayKinds, startRelay } from './relay-kinds.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    many: { type: 'string', default: '40000' },
    large: { type: 'string', default: '256' },
    through: { type: 'string', multiple: true },
    json: { type: 'string' },
  },
});
const [runs, many, large] = [values.runs, values.many, values.large].map(Number) as [number, number, number];
if (!(runs > 0 && many >= 100 && large > 0)) {
  process.stderr.write('bench takes --runs and --large of at least 1, and --many of at least 100\n');
  process.exit(2);
}

const isThere = (program: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;

interface Row {
  load: string;
  unit: string;
  relay: string;
  /** Of all runs, in their order. */
  figures: number[];
}

const folder = await newFolder('bench');
const file = join(folder, 'large');
await writeFile(file, '');
await truncate(file, large * 1e6);
const ports = Object.fromEntries(
  (await freePorts(3)).map((port, index) => [(['http1', 'http2', 'node'] as const)[index], port]),
) as Record<Load['to'], number>;
const configuration = join(folder, 'nginx.conf');
await writeFile(
  configuration,
  `daemon off; master_process off; pid ${folder}/pid; error_log stderr crit;
  events { worker_connections 1024; }
  http {
    access_log off; keepalive_requests 100000000; http2_max_requests 100000000; default_type text/plain; sendfile on;
    client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
    uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
    server {
      listen 127.0.0.1:${ports.http1}; listen 127.0.0.1:${ports.http2} http2; root ${folder};
      location = /small { return 200 '${'x'.repeat(100)}'; }
    }
  }`,
);
const running: Running[] = [];
const rows: Row[] = [];
const left = new Set<string>();
try {
  const origin = fileURLToPath(new URL('./origin.ts', import.meta.url));
  running.push(
    await start('nginx', ['-e', 'stderr', '-c', configuration], await newFolder('bench-nginx'), [
      ...[ports.http1, ports.http2],
    ]),
    await start(
      process.execPath,
      ['--import', 'tsx', origin, `${ports.node}`],
      await newFolder('bench-origin'),
      [ports.node],
    ),
  );
  for (const load of loads({ many, file })) {
    const missing = load.needs.filter((program) => !isThere(program));
    if (missing.length > 0) {
      left.add(`${load.name} (${missing.join(', ')})`);
      continue;
    }
    await measure(load);
  }
} finally {
  await Promise.all(running.map(({ stop }) => stop()));
}

/** A relay lives through all runs of a load, and has had one that does not count. */
async function measure(load: Load): Promise<void> {
  const to = ports[load.to];
  const relays: { name: string; relay: Relay | null; port: number }[] = [
    { name: 'nothing', relay: null, port: to },
  ];
  for (const kind of relayKinds) {
    if (values.through?.includes(kind.name) === false) continue;
    const relay = await startRelay(kind, to);
    if (relay) relays.push({ name: kind.name, relay, port: relay.port });
    else left.add(kind.name);
  }
  const own = new Map<string, Row>(
    relays.map(({ name }) => [name, { load: load.name, unit: load.unit, relay: name, figures: [] }]),
  );
  try {
    for (let run = 0; run <= runs; run++)
      for (const { name, port } of relays) {
        process.stderr.write(`\r\x1b[K${load.name}: ${run} of ${runs}, ${name}`);
        const found = await load.run(port);
        if (run > 0) own.get(name)?.figures.push(found);
      }
  } finally {
    process.stderr.write('\r\x1b[K');
    await Promise.all(relays.map(({ relay }) => relay?.stop()));
  }
  rows.push(...own.values());
}

const median = (figures: number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;
const medianOf = (load: string, relay: string): number =>
  median(rows.find((row) => row.load === load && row.relay === relay)?.figures ?? []);
const ratio = (row: Row, relay: string): string => {
  const other = medianOf(row.load, relay);
  return Number.isNaN(other) ? '–' : (median(row.figures) / other).toFixed(2);
};
const whole = (figure: number): string => Math.round(figure).toLocaleString('en');

const look = await lookIn('en');
const head = ['through', 'a second', 'from', 'to', '/ nothing', '/ bare relay', '/ nginx stream'];
for (const load of new Set(rows.map((row) => row.load))) {
  const own = rows.filter((row) => row.load === load);
  process.stdout.write(`\n${load}, ${own[0]?.unit}\n`);
  const cells = own.map((row) => [
    row.relay,
    whole(median(row.figures)),
    whole(Math.min(...row.figures)),
    whole(Math.max(...row.figures)),
    ...['nothing', 'a bare node:net relay', 'nginx stream'].map((relay) => ratio(row, relay)),
  ]);
  process.stdout.write(`${table(head, cells, look, 1)}\n`);
}
const machine = `${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}, ${runs} runs of ${many} requests`;
process.stdout.write(`\n${machine}\n`);
if (left.size > 0) process.stdout.write(`Not there: ${[...left].join(', ')}\n`);
if (values.json !== undefined)
  await writeFile(values.json, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
