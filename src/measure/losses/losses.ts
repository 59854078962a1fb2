/** What was lost: counted by how, and the first of them in a list. */
import type { Listed, Loss } from '../../model/facts.ts';
import { type HalfName, halfNames } from '../../model/reasons/losses.ts';

export const emptyLosses = (): Losses => ({ counts: new Map(), list: emptyList() });

export const emptyList = <One>(): Listed<One> => ({ listed: [], more: 0 });

export const addToList = <One>(list: Listed<One>, one: One): void => {
  if (list.listed.length < listedAtMost) list.listed.push(one);
  else list.more += 1;
};

export const addLoss = ({ counts, list }: Losses, loss: Loss): void => {
  counts.set(loss.how, (counts.get(loss.how) ?? 0) + 1);
  addToList(list, loss);
};

/** It was answered after all. */
export const takeLossBack = ({ counts, list }: Losses, loss: Loss): void => {
  const count = (counts.get(loss.how) ?? 0) - 1;
  if (count > 0) counts.set(loss.how, count);
  else counts.delete(loss.how);
  const place = list.listed.indexOf(loss);
  if (place >= 0) list.listed.splice(place, 1);
  else list.more -= 1;
};

/** As facts: what there was none of is left out. */
export const lossFacts = ({ counts }: Losses): LossFacts => {
  const all = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const lost = all.filter(([how]) => !isHalf(how));
  const halves = all.filter(([how]) => isHalf(how));
  return {
    ...(lost.length === 0 ? {} : { lost: Object.fromEntries(lost) }),
    ...(halves.length === 0 ? {} : { halfAnswers: Object.fromEntries(halves) }),
  };
};

const isHalf = (how: Loss['how']): how is HalfName => halves.has(how);
const halves: ReadonlySet<string> = new Set(halfNames);

const listedAtMost = 100;

interface LossFacts {
  lost?: Record<string, number>;
  halfAnswers?: Record<string, number>;
}

export interface Losses {
  counts: Map<Loss['how'], number>;
  list: Listed<Loss>;
}
