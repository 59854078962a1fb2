/** Why a lab, or a question, came to no end: what others say in their own words is told as it is. */
export const errorReasons = {
  'as-told': '{Text}',
} as const;
