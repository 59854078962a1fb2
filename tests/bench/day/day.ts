/**
 * Prints how long a map over files and a merge take, and how much memory, against the number of files, beside a reading of
 * all in one process; what both give is compared. `npm run --silent day -- --megabytes 300 1 2 5 10 20`
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { lookIn } from '../../../src/commands/output/look.ts';
import { table } from '../../../src/report/words/table.ts';
import { writeDay } from './captures.ts';
import { measured, readers } from './measured.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { megabytes: { type: 'string', default: '300' } },
});
const counts = positionals.length > 0 ? positionals.map(Number) : [1, 2, 5, 10, 20];
const bytes = Number(values.megabytes) * 1e6;
if (![bytes, ...counts].every((number) => Number.isFinite(number) && number >= 1)) {
  process.stderr.write('day takes --megabytes N and numbers of files, from 1 on\n');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'day-'));
const bin = fileURLToPath(new URL('../../../src/bin.js', import.meta.url));
const hasParallel = spawnSync('parallel', ['--version']).status === 0;
const rows: string[][] = [];
try {
  const names = Array.from({ length: Math.max(...counts) }, (_, nth) => join(folder, `day.pcap${nth || ''}`));
  writeDay(names, bytes);
  for (const count of counts) {
    const files = names.slice(0, count);
    const parts = files.map((file) => `${file}.json`);
    const whole = await measured([[bin, 'read', ...files, '--quiet', '--json', join(folder, 'whole')]]);
    const map = await measured(
      files.map((file, nth) => [bin, 'read', file, '--quiet', '--mergeable', '--json', parts[nth] ?? '']),
      hasParallel,
    );
    const merge = await measured([[bin, 'merge', ...parts, '--quiet', '--json', join(folder, 'merged')]]);
    const [one, other] = ['whole', 'merged'].map((name) => readFileSync(join(folder, name), 'utf8'));
    const carried = parts.reduce((sum, part) => sum + statSync(part).size, 0);
    rows.push([
      `${count} of ${values.megabytes} MB`,
      ...[whole, map, merge].map(
        ({ seconds, memory }) => `${seconds.toFixed(1)} s, ${(memory / 1e6).toFixed(0)} MB`,
      ),
      `${(carried / 1e6).toFixed(1)} MB`,
      one === other ? 'the same' : 'differs',
    ]);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const head = ['files', 'read of all', 'map', 'merge', 'parts', 'merged'];
process.stdout.write(`${table(head, rows, await lookIn('en'), 1)}\n`);
process.stdout.write(
  `The memory is the most of one process. ${hasParallel ? 'GNU parallel' : 'This program'} ran ${readers} readers at once, on ${availableParallelism()} cores.\n`,
);
