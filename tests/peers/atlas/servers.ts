/** Each server is started with nothing set, and again with a limit and an idle time, and probed in each version of HTTP. */
import { probeServer } from '../../../src/commands/probe/probe.ts';
import { english } from '../../../src/report/language/say.ts';
import { probeCells } from '../../../src/report/real/probe.ts';
import { type ServerKind, type Settings, serverKinds, startServer } from '../support/probe-servers.ts';
import { type Found, sorted, versionsOf } from './installed.ts';
import type { Atlas, AtlasOptions } from './table.ts';

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

export const tuned: Settings = { idleSeconds: 2, limit: 3 };

export async function servers(options: AtlasOptions): Promise<Atlas> {
  const { here, missing } = sorted(serverKinds);
  const ways = here.flatMap((found) =>
    [null, tuned]
      // Without a configuration there is nothing to set.
      .filter((settings) => settings === null || found.kind.configuration)
      .map((settings) => ({ found, settings })),
  );
  const all = await Promise.all(ways.map(({ found, settings }) => one(found, settings, options)));
  return {
    columns: [
      ['server', 11],
      ['HTTP', 4],
      ...Object.entries(columns).map(([head, [, widest]]): [string, number] => [head, widest]),
    ],
    rows: all.flatMap(({ rows }) => rows),
    results: all.flatMap(({ results }) => results),
    versions: versionsOf(here, ({ name }) => name),
    missing,
  };
}

export async function one(
  { kind, version }: Found<ServerKind>,
  settings: Settings | null,
  { idle, limit }: AtlasOptions,
): Promise<Pick<Atlas, 'rows' | 'results'>> {
  const name = `${kind.name}${settings ? ', tuned' : ''}`;
  const { urls, stop } = await startServer(kind, settings);
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
    const results = reports.flat().map(({ result }) => result);
    return {
      rows: reports.flat().map((report, index) => {
        const cells = probeCells(report, english);
        // What is advertised stands in a column of its own; whether it was kept is the machine's doing, too.
        const shown = Object.values(columns).map(([row]) =>
          (cells[row] ?? '').replace(/, (as|sooner than|later than) advertised \(.*?\)/, ''),
        );
        return [index === 0 ? name : '', String(report.result.version), ...shown];
      }),
      // Its ports are other ones each time.
      results: results.map((result) => ({
        ...{ ...result, lab: `${name}, HTTP/${result.version}`, target: null },
        subject: `${kind.name} ${version}`,
      })),
    };
  } finally {
    await stop();
  }
}
