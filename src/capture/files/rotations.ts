/**
 * Which files are one capture: what one program recorded on and on, beginning a new file now and then (tcpdump -C, -G, -W,
 * dumpcap -b). Their names are alike but for digits and lie in one folder, and their contents follow each other in time
 * without overlapping, with no longer pause between two than there was within them, or with a connection that goes on from
 * one to the other. Only all of that together makes one of several: two captures of two machines can have names that are
 * alike, and times that do not overlap. Whatever cannot be told is read apart, and said.
 */
import { goesOn } from './going-on.ts';
import type { Scanned } from './scan.ts';

export interface ScannedFile {
  /** As it was given. */
  name: string;
  /** Where it lies, without links. */
  folder: string;
  /** Without its folder. */
  base: string;
  scanned: Scanned;
}

export interface Rotations {
  /** Each is one capture, its files in the order in which they were recorded. */
  captures: ScannedFile[][];
  /** Files with names alike of which the later is not read on from the earlier, and why not. */
  apart: Apart[];
}

export interface Apart {
  before: string;
  after: string;
  why: 'overlap' | 'pause' | 'damaged' | 'missing';
  /** Nanoseconds between the two: below zero where they overlap. */
  pause: number;
}

/** The captures in the order in which they began; those without a packet come last. */
export function rotations(files: readonly ScannedFile[]): Rotations {
  const apart: Apart[] = [];
  const captures = [...alike(files).values()].flatMap((group) => {
    const [first, ...others] = group.toSorted(byFirst);
    if (first === undefined) return [];
    const counts = countsByOne([first, ...others]);
    const runs = [[first]];
    for (const file of others) {
      const run = runs.at(-1) ?? [];
      const before = run.at(-1) ?? first;
      const pause = Number(file.scanned.earliest - before.scanned.latest);
      const why = whyApart(before, file, pause, counts);
      if (why === null) run.push(file);
      else {
        apart.push({ before: before.name, after: file.name, why, pause });
        runs.push([file]);
      }
    }
    return runs;
  });
  const isEmpty = ([file]: ScannedFile[]): number => (file?.scanned.packets === 0 ? 1 : 0);
  const began = ([file]: ScannedFile[]): bigint => file?.scanned.first ?? 0n;
  captures.sort((a, b) => isEmpty(a) - isEmpty(b) || compare(began(a), began(b)));
  return { captures, apart };
}

function alike(files: readonly ScannedFile[]): Map<string, ScannedFile[]> {
  const groups = new Map<string, ScannedFile[]>();
  for (const file of files) {
    const { folder, base, scanned } = file;
    const key = JSON.stringify([folder, withoutDigits(base), scanned.packets === 0 ? base : scanned.kind]);
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return groups;
}

/** tcpdump -C begins with a name without a number, and puts numbers behind it. */
const withoutDigits = (base: string): string =>
  base.replace(/\.gz$/, '').replace(/\d+/g, '#').replace(/#$/, '');

/** Of two that began at once the one that is short comes first: it was rotated away. */
const byFirst = (a: ScannedFile, b: ScannedFile): number =>
  compare(a.scanned.first, b.scanned.first) || compare(a.scanned.latest, b.scanned.latest);

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

function whyApart(
  { base, scanned: before }: ScannedFile,
  { base: nextBase, scanned: after }: ScannedFile,
  pause: number,
  counts: boolean,
): Apart['why'] | null {
  if (before.isDamaged) return 'damaged';
  // Where packets of two cards come out of order within a file, so they do between two.
  if (pause < -Math.max(before.disorder, after.disorder)) return 'overlap';
  if (goesOn(before.tail, after.head)) return null;
  const [from, to] = [counterOf(base), counterOf(nextBase)];
  // A ring begins again at its lowest number.
  if (counts && from !== null && to !== null && to > from + 1) return 'missing';
  return pause > Math.max(before.longestPause, after.longestPause) ? 'pause' : null;
}

/**
 * The number that counts files, if it is too short for a date; 0 where a name has none, as the first of a
 * rotation.
 */
function counterOf(base: string): number | null {
  const numbers = base.replace(/\.gz$/, '').match(/\d+/g) ?? [];
  const last = numbers.at(-1) ?? '0';
  return last.length > longestCounter ? null : Number(last);
}

/** tcpdump's -W takes more, but nobody keeps so many files. */
const longestCounter = 5;

/** Whether the numbers of some two that follow each other differ by one. */
function countsByOne(files: readonly ScannedFile[]): boolean {
  const numbers = files.map(({ base }) => counterOf(base));
  if (numbers.includes(null)) return false;
  return numbers.some((number, nth) => nth > 0 && Number(number) - Number(numbers[nth - 1]) === 1);
}
