/**
 * `npm run fuzz -- SECONDS [TARGET…]`: each target in turn, a tenth of the time at once, until the time is up. What is found is
 * kept in tests/fixtures/fuzz, made as small as it can be, and is a test from then on. Exit code 1 if anything was.
 */
import { fileURLToPath } from 'node:url';
import { fuzz } from './target.ts';
import { targets } from './targets.ts';

const folder = fileURLToPath(new URL('../fixtures/fuzz/', import.meta.url));
const [seconds = 60, ...names] = [Number(process.argv[2] ?? 60), ...process.argv.slice(3)];
const chosen = targets.filter(({ name }) => names.length === 0 || names.includes(name));
if (!(Number(seconds) > 0) || chosen.length === 0) {
  process.stderr.write(
    `fuzz takes SECONDS, and then names of: ${targets.map(({ name }) => name).join(', ')}\n`,
  );
  process.exit(2);
}
const end = Date.now() + Number(seconds) * 1000;
const slice = (Number(seconds) * 1000) / (10 * chosen.length);
const runs = new Map(chosen.map(({ name }) => [name, 0]));
let found = 0;
while (Date.now() < end)
  for (const target of chosen) {
    const fuzzed = await fuzz(target, {
      milliseconds: Math.max(100, Math.min(slice, end - Date.now())),
      seed: Math.floor(Math.random() * 0x7fff_ffff),
      folder,
    });
    runs.set(target.name, (runs.get(target.name) ?? 0) + fuzzed.runs);
    if (fuzzed.found === null) continue;
    found += 1;
    process.stdout.write(`${target.name}: ${fuzzed.found.why} (${fuzzed.found.file})\n`);
  }
for (const [name, count] of runs) process.stdout.write(`${name}: ${count} inputs\n`);
process.stdout.write(`${found} found in ${seconds} s\n`);
process.exit(found > 0 ? 1 : 0);
