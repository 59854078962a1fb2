/**
 * Begins many things that then go on side by side, each in a turn of the event loop of its own: if all were set up in
 * one turn, nobody's timer or socket would be looked at meanwhile, and an idle connection could pass its time unnoticed.
 */
import { setImmediate as turn } from 'node:timers/promises';

/** Rejects as the first that does, once all have begun. */
export async function startStaggered<Item, Result>(
  items: readonly Item[],
  begin: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const begun: Promise<Result>[] = [];
  for (const item of items) {
    const result = begin(item);
    result.catch(() => {}); // Looked at below.
    begun.push(result);
    await turn();
  }
  return Promise.all(begun);
}
