/**
 * The words that a lab says of itself, looked at as it is loaded: its types are not checked when it is run, and a word that
 * is none would be passed over in silence.
 */
import { type Reason, reason } from '../model/reason.ts';
import type { Answers, Framing } from '../model/result.ts';
import type { Mode } from '../model/verdict.ts';
import type { Lab } from './lab.ts';

/** What every lab says, if only that there is nothing to say; null where nothing is left out. */
export function missingWords(lab: Partial<Lab>): Reason | null {
  const missing = (['title', 'subject', 'textbook', 'permits', 'prediction'] as const).filter(
    (field) => lab[field] === undefined,
  );
  return missing.length === 0 ? null : reason('error.lab-lacks', { Fields: missing.join(', ') });
}

/** The first word that is none, and which there are; null where there is nothing to object to. */
export function wrongWord({ textbook, permits, prediction, framing, answers, subject }: Lab): Reason | null {
  const { ordinary, limit } = prediction ?? {};
  const said: [field: string, word: unknown, words: readonly string[]][] = [
    ['textbook.says', textbook?.says, modes],
    ['permits.mode', permits?.mode, modes],
    ['prediction.ordinary.wire', ordinary?.wire, modes],
    ['prediction.ordinary.conversation', ordinary?.conversation, modes],
    ['prediction.limit.wire', limit?.wire, modes],
    ['prediction.limit.conversation', limit?.conversation, modes],
    ['framing', framing, framings],
    ['subject.framing', 'scripts' in subject ? subject.framing : undefined, framings],
    ['answers', answers, ways],
    ['subject.answers', 'scripts' in subject ? subject.answers : undefined, ways],
  ];
  const wrong = said.find(
    ([, word, words]) => word !== undefined && word !== null && !words.includes(String(word)),
  );
  if (wrong === undefined) return null;
  const [Field, word, words] = wrong;
  return reason('error.lab-word', { Field, Text: String(word), Words: words.join(', ') });
}

const framings: readonly Framing[] = ['lines'];
const ways: readonly Answers[] = ['in turn'];
const modes: readonly Mode[] = ['simplex', 'half-duplex', 'full-duplex'];
