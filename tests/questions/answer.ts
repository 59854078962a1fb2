/** Asks a question of a transcript written by hand. */
import { questionById } from '../../src/questions/questions.ts';
import { type Connected, type Exchanged, type Gated, transcript } from './transcript.ts';

export type Client = 'library' | 'bench';

export const answer = (
  question: string,
  connections: Connected[],
  { client = 'library', ...options }: { client?: Client; gates?: Gated[]; version?: string } = {},
): string => {
  const found = questionById(question)?.finding(transcript(connections, options), { client });
  return found?.cause ? `${found.answer}·${found.cause}` : `${found?.answer}`;
};

export const gate = (of: string, by: 'cause' | 'hand', seq = 50): Gated[] => [
  { of, closed: 1, released: [seq, by] },
];
export const exchange = (path: string, begin: number, more: Partial<Exchanged> = {}): Exchanged => ({
  path,
  requestAt: [begin, begin],
  responseAt: [begin + 1, begin + 2],
  ...more,
});
