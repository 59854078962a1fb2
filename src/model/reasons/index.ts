/** Every reason that can be given, by its id, with the English sentence for it. */
import { verdictReasons } from './verdicts.ts';

export const reasonTexts = {
  ...verdictReasons,
} as const;

export type ReasonId = keyof typeof reasonTexts;
