/** Words that stand in reasons and that each language has its own for. */
const list = [
  'simplex',
  'half-duplex',
  'full-duplex',
  'inconclusive',
  'yes',
  'no',
  'alongside a request',
  'not applicable',
  'client',
  'server',
] as const;

export type Word = (typeof list)[number];

/** In English each is itself. */
export const words = Object.fromEntries(list.map((word) => [word, word])) as Record<Word, string>;
