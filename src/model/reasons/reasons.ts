/** Every reason that can be given, by its id, with the English sentence for it. */

import { claimReasons } from './claims.ts';
import { compareReasons } from './compare.ts';
import { damageReasons } from './damage.ts';
import { errorReasons } from './errors.ts';
import { faultReasons } from './faults.ts';
import { questionReasons } from './questions.ts';
import { realReasons } from './real.ts';
import { verdictReasons } from './verdicts.ts';

export const reasonTexts = {
  ...verdictReasons,
  ...damageReasons,
  ...questionReasons,
  ...realReasons,
  ...claimReasons,
  ...errorReasons,
  ...faultReasons,
  ...compareReasons,
} as const;

export type ReasonId = keyof typeof reasonTexts;
