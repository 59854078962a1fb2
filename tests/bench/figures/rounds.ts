/** Works in turn, again and again: what else the machine does meanwhile meets each of them alike. */

/** What is measured, by its name. */
export type Works<Figure> = ReadonlyMap<string, () => Figure | Promise<Figure>>;

export interface Rounds {
  /** How many of them count. */
  runs: number;
  /** How many come before those, so that what is read for the first time is there already: one, where nothing is said. */
  uncounted?: number;
  tell: Tell;
}

/** Is told of what is being done. */
export type Tell = (text: string) => void;

/** The figures of each work, in the order of the rounds; rejects with what a work rejects with. */
export async function rounds<Figure>(
  works: Works<Figure>,
  { runs, uncounted = 1, tell }: Rounds,
): Promise<Map<string, Figure[]>> {
  const found = new Map<string, Figure[]>([...works.keys()].map((name) => [name, []]));
  for (let round = 1 - uncounted; round <= runs; round++)
    for (const [name, work] of works) {
      tell(`${round > 0 ? `round ${round} of ${runs}` : 'a round that does not count'}, ${name}`);
      const figure = await work();
      if (round > 0) found.get(name)?.push(figure);
    }
  return found;
}
