/** A part of the bench measures something, and hands over each table as soon as it is whole. */
import { printable } from '../../../src/report/words/text.ts';
import type { Options } from './options.ts';
import type { Tell } from './rounds.ts';
import type { Measured } from './tables.ts';

export interface Ledger {
  add(measured: Measured): void;
  /** What is not measured here, and why. */
  leave(what: string, why: string): void;
  /** What is being done. */
  tell: Tell;
}

/** Rejects with an Error whose message is one line where something did not run as it should. */
export type Part = (options: Options, ledger: Ledger) => Promise<void>;

/** What went wrong. */
export const oneLine = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  return printable(text.trim().replaceAll(/\s*\n\s*/g, ' ')).slice(0, 500);
};
