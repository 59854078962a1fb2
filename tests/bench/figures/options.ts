/** What is asked of the bench. */
import { parseArgs } from 'node:util';
import { UsageError } from '../../../src/usage-error.ts';
import { relayKinds } from './relay/relay-kinds.ts';

export const partNames = ['relay', 'read', 'dissectors', 'starting', 'growth'] as const;
export type PartName = (typeof partNames)[number];

/** Each with what it is by itself, and the least and the most that it may be. */
const numbers = {
  /** Rounds that count. */
  runs: [5, 1, 1000],
  /** Requests of a round of relay, and of growth where connections grow. */
  many: [40_000, 100, 1e8],
  /** Megabytes of the large body. */
  large: [256, 1, 1e5],
  /** Small exchanges that a dissector reads in a round. All lie in memory at once, with about 10 kB for each. */
  messages: [50_000, 100, 1e6],
  /** Up to how many exchanges grow. */
  exchanges: [1_000_000, 100, 1e8],
  /** Up to how many connections grow; each has a port of its own in a capture. */
  connections: [5000, 2, 50_000],
} as const satisfies Record<string, readonly [number, number, number]>;
type NumberName = keyof typeof numbers;

export interface Options extends Record<NumberName, number> {
  parts: readonly PartName[];
  /** Names of relays; null for all. */
  through: readonly string[] | null;
  /** Of how many exchanges the captures are that `read` reads beside tshark. */
  captures: readonly number[];
  /** Where all of it is written. */
  json: string | null;
}

export const usage = `npm run bench -- [PART…] [--runs N] [--many N] [--large N] [--through NAME]… [--captures N]… \
[--messages N] [--exchanges N] [--connections N] [--json FILE]; parts: ${partNames.join(', ')}`;

/** Throws a UsageError of one line. */
export function optionsOf(words: readonly string[]): Options {
  const { values, positionals } = parsed(words);
  for (const name of positionals)
    if (!isPart(name)) throw new UsageError(`bench has no part '${name}': ${usage}`);
  const through = values.through ?? null;
  for (const name of through ?? [])
    if (!relayKinds.some((kind) => kind.name === name))
      throw new UsageError(
        `bench knows no relay '${name}'; there are: ${relayKinds.map(({ name }) => name).join(', ')}`,
      );
  const each = Object.fromEntries(
    Object.entries(numbers).map(([name, [itself, least, most]]) => {
      const given = values[name as NumberName];
      return [name, given === undefined ? itself : numberOf(name, given, least, most)];
    }),
  ) as Record<NumberName, number>;
  return {
    ...each,
    parts: positionals.length === 0 ? partNames : partNames.filter((name) => positionals.includes(name)),
    through,
    captures:
      values.captures === undefined
        ? [5000, 200_000, 500_000]
        : [...new Set(values.captures.map((given) => numberOf('captures', given, 10, 1e8)))],
    json: values.json ?? null,
  };
}

function parsed(words: readonly string[]) {
  const [one, several] = [{ type: 'string' }, { type: 'string', multiple: true }] as const;
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        ...{ runs: one, many: one, large: one, messages: one, exchanges: one, connections: one },
        ...{ through: several, captures: several, json: one },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}: ${usage}`);
  }
}

const isPart = (name: string): name is PartName => (partNames as readonly string[]).includes(name);

function numberOf(name: string, given: string, least: number, most: number): number {
  const number = Number(given);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not '${given}'`);
}
