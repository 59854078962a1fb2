/** What a soak has seen, as tables, and a last line that says what came of it. */
import type { Look } from '../../src/report/look.ts';
import { table } from '../../src/report/words/table.ts';
import { printable } from '../../src/report/words/text.ts';
import type { Growth } from './growth.ts';
import type { ObservationSeen } from './observation.ts';
import type { RunsSeen } from './runs.ts';

export interface Soaked {
  /** Null where it was left out. */
  runs: RunsSeen | null;
  observations: ({ files: boolean } & ObservationSeen)[];
}

const all = ({ runs, observations }: Soaked) => (runs ? [runs, ...observations] : observations);
const growing = (soaked: Soaked): Growth[] =>
  all(soaked).flatMap(({ growth }) => growth.filter(({ grows }) => grows));
const differing = (soaked: Soaked): string[] => all(soaked).flatMap(({ different }) => different);

/** Whether nothing grew and nothing differed; what cannot be told is neither. */
export const isSound = (soaked: Soaked): boolean =>
  growing(soaked).length === 0 && differing(soaked).length === 0;

export function soakReport(soaked: Soaked, look: Look): string {
  const { runs, observations } = soaked;
  const parts = [
    ...(runs === null
      ? []
      : [`Labs: ${runs.labs}, runs in one process: ${runs.runs}`, grown(runs.growth, look)]),
    ...observations.flatMap((seen) => [
      `observe ${seen.files ? 'with --trace and --pcap' : 'without files'}, ${observed(seen)}`,
      grown(seen.growth, look),
    ]),
  ];
  const different = differing(soaked).map((line) => `  - ${printable(line)}`);
  const untold = all(soaked).flatMap(({ growth }) => growth.filter(({ grows }) => grows === null)).length;
  const sum = [
    `${growing(soaked).length} of what is held grew`,
    ...(untold > 0 ? [`of ${untold} it cannot be told`] : []),
    `${different.length} of what must be the same differed`,
  ];
  return `${[...parts, ...(different.length > 0 ? [different.join('\n')] : []), sum.join('; ')].join('\n\n')}\n`;
}

const observed = ({ rounds, written, counted }: ObservationSeen): string =>
  [
    `rounds: ${rounds}`,
    `${counted.connections} connections`,
    `${counted.exchanges} exchanges`,
    `${counted.lost} lost`,
    `${counted.halves} half answers`,
    ...(written > 0 ? [`${Math.round(written / 1e6)} MB written`] : []),
  ].join(', ');

/** At first: the first sample, which is before anything has settled. */
const head = ['held', 'samples', 'at first', 'middle third', 'last third', 'may grow by', 'grows?'];

function grown(growth: readonly Growth[], look: Look): string {
  const cells = growth.map((one) => {
    const { what, unit, samples, middle, last, margin, grows, why } = one;
    const figure = (value: number | null | undefined): string =>
      value === null || value === undefined ? '–' : unit === 'MB' ? `${value.toFixed(1)} MB` : String(value);
    const told = grows === null ? `?, ${why}` : grows ? 'YES' : 'no';
    return [
      ...[printable(what), String(samples.length), figure(samples[0])],
      ...[figure(middle), figure(last), figure(margin), told],
    ];
  });
  return table(head, cells, look);
}
