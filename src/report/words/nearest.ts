/** Who mistypes a name is told the nearest one that there is. */

/** What follows the news that there is none of this name: nothing, where no known name is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  const names = nearest(name, known);
  return names.length === 0 ? '' : `; did you mean ${names.join(' or ')}?`;
}

/** Those that fewest slips of the finger would turn into the name: at most three, and fewer than half of its letters. */
export function nearest(name: string, known: readonly string[]): string[] {
  const slips = known.map((other) => ({
    other,
    count: slipsBetween(name.toLowerCase(), other.toLowerCase()),
  }));
  const fewest = Math.min(...slips.map(({ count }) => count));
  if (fewest > 3 || fewest * 2 >= name.length) return [];
  return slips.filter(({ count }) => count === fewest).map(({ other }) => other);
}

/**
 * A character left out, put in, taken for another, or two that changed places: the optimal string alignment distance.
 * Row by row, of which the last two are enough.
 */
function slipsBetween(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      const changed =
        one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
          ? at(before, column - 2) + 1
          : Number.POSITIVE_INFINITY;
      next.push(
        Math.min(at(last, column) + 1, at(next, column - 1) + 1, at(last, column - 1) + same, changed),
      );
    }
    before = last;
    last = next;
  }
  return at(last, other.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
