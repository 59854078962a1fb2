/**
 * Prints what the servers that are installed here do of themselves, one line a server and version of HTTP: each is
 * started with nothing set and probed. Nothing in the table is written down beforehand.
 */

import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { lookIn } from '../../src/commands/output/look.ts';
import { probeServer } from '../../src/commands/probe/probe.ts';
import { english } from '../../src/report/language/say.ts';
import { probeCells } from '../../src/report/real/probe.ts';
import { table } from '../../src/report/words/table.ts';
import { printable, wrap } from '../../src/report/words/text.ts';
import { type ServerKind, serverKinds, startServer } from './support/probe-servers.ts';

const { values } = parseArgs({ options: { idle: { type: 'string' }, limit: { type: 'string' } } });
const idle = Number(values.idle ?? 10);
const limit = Number(values.limit ?? 1100);

/** By the head of the column: the row of the probe, and the most columns that it may take. */
const columns: Record<string, [row: string, widest: number]> = {
  'requests / connections': ['requests / connections', 11],
  'asked to keep': ['asked to keep alive', 8],
  'Keep-Alive field': ['Keep-Alive field', 10],
  'idle connection': ['idle connection', 18],
  'requests a connection': ['requests a connection', 14],
  'second beside?': ['second request beside?', 8],
  'early answer?': ['early answer?', 9],
};

const installed = serverKinds.filter(({ program, proof }) => spawnSync(program, proof).status === 0);
const missing = serverKinds.filter((kind) => !installed.includes(kind)).map(({ name }) => name);
const rows = (await Promise.all(installed.map(rowsOf))).flat();
const head = ['server', 'HTTP', ...Object.keys(columns).map((name, index) => fitted(name, widestOf(index)))];
process.stdout.write(`${table(head, rows, await lookIn('en'), 1)}\n`);
if (missing.length > 0) process.stdout.write(`\nNot installed here: ${missing.join(', ')}.\n`);

async function rowsOf(kind: ServerKind): Promise<string[][]> {
  const { urls, stop } = await startServer(kind, null);
  try {
    const probes = [
      [urls['http/1'], '1.0'],
      [urls['http/1'], '1.1'],
      [urls.h2c, '2'],
    ] as const;
    const reports = await Promise.all(
      probes.map(([url, http]) =>
        url ? probeServer(url, { http, requests: 5, idle, limit, why: true }) : [],
      ),
    );
    return reports.flat().map((report, index) => {
      const cells = probeCells(report, english);
      const shown = Object.values(columns).map(([row, widest]) => fitted(cells[row] ?? '', widest));
      return [index === 0 ? fitted(kind.name, 11) : '', String(report.result.version), ...shown];
    });
  } finally {
    await stop();
  }
}

function widestOf(index: number): number {
  return Object.values(columns)[index]?.[1] ?? 0;
}

function fitted(text: string, widest: number): string {
  return wrap(printable(text), widest).join('\n');
}
