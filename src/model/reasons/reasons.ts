/** Every reason that can be given, by its id, with the English sentence for it. */
import { damageReasons } from './damage.ts';
import { verdictReasons } from './verdicts.ts';

export const reasonTexts = {
  ...verdictReasons,
  ...damageReasons,
} as const;

export type ReasonId = keyof typeof reasonTexts;
