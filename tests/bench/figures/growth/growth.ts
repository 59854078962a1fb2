/** What `observe` and `read` take, in time and in memory, as there are more exchanges, and more connections at once. */
import type { Part } from '../part.ts';
import { captures } from './captures.ts';
import { observing } from './observing.ts';

export const growing: Part = async (options, ledger) => {
  await observing(options, ledger);
  await captures(options, ledger);
};
