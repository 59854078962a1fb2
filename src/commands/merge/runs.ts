/** Which parts are of one capture, as `read` tells it of files. */
import { type Apart, rotations, type ScannedFile } from '../../capture/files/rotations.ts';
import type { KeptPacket } from '../../capture/files/tail.ts';
import type { Part, PartFile, PartPacket } from '../../model/parts/part.ts';
import { printable } from '../../report/words/text.ts';

export interface Runs {
  /** Each is one capture, or as much of it as can be joined; in the order in which they began. */
  runs: Part[][];
  apart: Apart[];
  /** Parts that cannot be joined with the one after them, or before, because one of them carries no edges. */
  cut: [before: Part, after: Part][];
}

export function runsOf(parts: readonly Part[]): Runs {
  const owners = new Map<ScannedFile, Part>();
  const files = parts.flatMap((part) =>
    part.files.map((file) => {
      const scanned = scannedOf(file);
      owners.set(scanned, part);
      return scanned;
    }),
  );
  const { captures, apart } = rotations(files);
  const runs: Part[][] = [];
  const cut: Runs['cut'] = [];
  const placed = new Set<Part>();
  for (const capture of captures) {
    let run: Part[] = [];
    for (const part of new Set(capture.flatMap((file) => owners.get(file) ?? []))) {
      if (placed.has(part)) continue;
      placed.add(part);
      const before = run.at(-1);
      if (before !== undefined && (before.edges === null || part.edges === null)) {
        cut.push([before, part]);
        runs.push(run);
        run = [];
      }
      run.push(part);
    }
    if (run.length > 0) runs.push(run);
  }
  // Nothing comes of what is empty, unless there is nothing else.
  const full = runs.filter((run) => run.some(({ packets }) => packets > 0)).sort(byBeginning);
  return { runs: full.length === 0 ? runs.slice(0, 1) : full, apart, cut };
}

const byBeginning = ([a]: Part[], [b]: Part[]): number =>
  Number(BigInt(a?.first ?? 0) - BigInt(b?.first ?? 0));

/** From when to when it was recorded. */
export const spanOf = (run: readonly Part[]): { earliest: bigint; latest: bigint } => {
  const files = run.flatMap((part) => part.files);
  const least = (one: bigint, other: bigint) => (other < one ? other : one);
  const most = (one: bigint, other: bigint) => (other > one ? other : one);
  const earliest = files.map((file) => BigInt(file.earliest));
  const latest = files.map((file) => BigInt(file.latest));
  return {
    earliest: earliest.reduce(least, earliest[0] ?? 0n),
    latest: latest.reduce(most, latest[0] ?? 0n),
  };
};

export const nameOfRun = (run: readonly Part[]): string =>
  printable(run.flatMap(({ files }) => files.map(({ base }) => base)).join(' '));

/** Parts may have been made on other machines, in other folders. */
const scannedOf = ({ base, head, tail, ...file }: PartFile): ScannedFile => ({
  ...{ name: base, folder: '', base },
  scanned: {
    ...file,
    ...{ first: BigInt(file.first), earliest: BigInt(file.earliest), latest: BigInt(file.latest) },
    ...{ head: head.map(keptOf), tail: tail.map(keptOf) },
  },
});

const keptOf = ({ link, bytes, length }: PartPacket): KeptPacket => ({
  ...{ link, length },
  bytes: Buffer.from(bytes, 'base64'),
});
