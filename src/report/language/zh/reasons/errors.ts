/** Why a lab, or a question, came to no end: what others say in their own words is told as it is. */
import type { errorReasons as english } from '../../../../model/reasons/errors.ts';

export const errorReasons = {
  'as-told': '{Text}',
} satisfies Record<keyof typeof english, string>;
