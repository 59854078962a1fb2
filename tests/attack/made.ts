/** Attacks are made one after another, and what came of each is a row. */
import type { Look } from '../../src/report/look.ts';
import { table } from '../../src/report/words/table.ts';
import { printable } from '../../src/report/words/text.ts';
import { type Attack, type Came, Impossible, inMegabytes, type Size } from './attack-kind.ts';

export interface Made extends Came {
  name: string;
  on: Attack['on'];
  /** From its beginning until everything of it was gone. */
  seconds: number;
  /** Why it was not made; null where it was. */
  left: string | null;
}

export async function made({ name, on, run }: Attack, size: Size): Promise<Made> {
  const began = performance.now();
  const nothing: Came = { code: null, peak: null, said: '', broken: [] };
  const [came, left] = await run(size).then<[Came, string | null], [Came, string | null]>(
    (came) => [came, null],
    (error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      if (error instanceof Impossible) return [nothing, why];
      return [{ ...nothing, broken: [`it could not be made: ${why}`] }, null];
    },
  );
  return { name, on, seconds: (performance.now() - began) / 1000, left, ...came };
}

export const isHeld = (all: readonly Made[]): boolean => all.every(({ broken }) => broken.length === 0);

const head = ['attack', 'on', 'time', 'memory', 'code', 'holds?', 'what it said'];

export function madeTable(all: readonly Made[], look: Look): string {
  const cells = all.map(({ name, on, seconds, peak, code, said, broken, left }) => [
    ...[printable(name, 60), on, `${seconds.toFixed(1)} s`, peak === null ? '–' : inMegabytes(peak)],
    ...[code === null ? '–' : String(code), left !== null ? '?' : broken.length === 0 ? 'yes' : 'NO'],
    printable(left === null ? said : `not made: ${left}`, 100),
  ]);
  const lines = all.flatMap(({ name, broken }) =>
    broken.map((what) => `  - ${printable(`${name}: ${what}`)}`),
  );
  const failed = all.filter(({ broken }) => broken.length > 0).length;
  const unmade = all.filter(({ left }) => left !== null).length;
  const sum = [
    `${all.length - unmade} attacks`,
    failed === 0 ? 'all of what must hold held' : `in ${failed} of them something did not hold`,
    ...(unmade > 0 ? [`${unmade} could not be made here`] : []),
  ].join('; ');
  return `${[table(head, cells, look, 2), ...(lines.length > 0 ? [lines.join('\n')] : []), sum].join('\n\n')}\n`;
}
