/**
 * `npm run attack`: what clients and servers can do to `observe` and `probe`, each with its time, memory and exit code, and
 * whether what must hold held. `--seconds N` (60) of load, `--connections N` (5000) at once, `--clients N` (200), `--megabytes N`
 * (200) of a flood, `--deadline N` (3) of probe, `--json FILE`; words choose the attacks whose names have them. Exit code
 * 1 if anything did not hold, 2 for bad usage.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { lookIn } from '../../src/commands/output/look.ts';
import { complain, print, progress } from '../../src/commands/output/output.ts';
import type { Size } from './attack-kind.ts';
import { attacks } from './attacks.ts';
import { isHeld, type Made, made, madeTable } from './made.ts';

const figures = { seconds: '60', connections: '5000', clients: '200', megabytes: '200', deadline: '3' };

function given() {
  const figure = (value: string) => ({ type: 'string', default: value }) as const;
  const options = {
    seconds: figure(figures.seconds),
    connections: figure(figures.connections),
    clients: figure(figures.clients),
    megabytes: figure(figures.megabytes),
    deadline: figure(figures.deadline),
    json: { type: 'string' },
  } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const names = Object.keys(figures) as (keyof Size)[];
    const size = Object.fromEntries(names.map((name) => [name, Number(values[name])])) as unknown as Size;
    const isMeant = (name: string) =>
      positionals.length === 0 || positionals.some((word) => name.toLowerCase().includes(word.toLowerCase()));
    const chosen = attacks.filter(({ name, on }) => isMeant(`${on}: ${name}`));
    if (names.every((name) => size[name] > 0) && chosen.length > 0)
      return { size, chosen, json: values.json };
  } catch {
    // Said below.
  }
  const flags = Object.keys(figures).map((name) => `--${name}`);
  complain(`attack takes ${flags.join(', ')} with numbers above 0, --json FILE, and words of these names:`);
  for (const { name, on } of attacks) complain(`  ${on}: ${name}`);
  process.exit(2);
}

const { size, chosen, json } = given();
const all: Made[] = [];
for (const [index, attack] of chosen.entries()) {
  progress(`${index + 1} of ${chosen.length}: ${attack.name}`);
  all.push(await made(attack, size));
}
progress('');
print(madeTable(all, await lookIn('en')));
if (json !== undefined) await writeFile(json, `${JSON.stringify({ size, attacks: all }, null, 2)}\n`);
process.exitCode = isHeld(all) ? 0 : 1;
