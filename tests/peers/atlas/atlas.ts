/**
 * Prints what the servers, clients or proxies that are installed here do, as they come and tuned: nothing in a table is written
 * down beforehand. `--json FILE` writes all of it as a result file, and `compare` tells two of them apart.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { lookIn } from '../../../src/commands/output/look.ts';
import { resultFile } from '../../../src/commands/output/result-file.ts';
import { table } from '../../../src/report/words/table.ts';
import { printable, wrap } from '../../../src/report/words/text.ts';
import { clients } from './clients.ts';
import { proxies } from './proxies.ts';
import { servers } from './servers.ts';
import type { Atlas, AtlasOptions } from './table.ts';

const sorts: Record<string, (options: AtlasOptions) => Promise<Atlas>> = { servers, clients, proxies };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { idle: { type: 'string' }, limit: { type: 'string' }, json: { type: 'string' } },
});
const [sort = ''] = positionals;
const make = sorts[sort];
if (!make || positionals.length > 1) {
  process.stderr.write('npm run atlas -- servers|clients|proxies [--json FILE]\n');
  process.exit(2);
}
const atlas = await make({ idle: Number(values.idle ?? 10), limit: Number(values.limit ?? 1100) });
process.stdout.write(`${await tableOf(atlas)}\n`);
const told = [`Versions: ${atlas.versions.join(', ')}.`];
if (atlas.missing.length > 0) told.push(`Not installed here: ${atlas.missing.join(', ')}.`);
for (const text of told) process.stdout.write(`\n${wrap(text, 98).join('\n')}\n`);
if (values.json !== undefined)
  await writeFile(values.json, `${JSON.stringify(resultFile(atlas.results, false), null, 2)}\n`);

async function tableOf({ columns, rows }: Atlas): Promise<string> {
  const fitted = (cells: string[]) =>
    cells.map((text, index) => wrap(printable(text), columns[index]?.[1] ?? 20).join('\n'));
  return table(fitted(columns.map(([head]) => head)), rows.map(fitted), await lookIn('en'), 1);
}
