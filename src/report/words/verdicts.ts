/** How verdicts are called, shortened and coloured, and whether the textbook's word for one holds. */
import type { Facts } from '../../model/facts.ts';
import type { Reason } from '../../model/reason.ts';
import type { LabReport } from '../../model/report.ts';
import type { LabResult } from '../../model/result.ts';
import type { Lens, Lenses, Verdict } from '../../model/verdict.ts';
import type { Say } from '../language/say.ts';
import type { Look, Style } from '../look.ts';
import { isBroken } from './results.ts';
import { nothing } from './words.ts';

/** The levels of use, in the order in which they are shown. A result has the first two, or the last. */
export const levels = [
  { level: 'ordinary', name: 'in ordinary use' },
  { level: 'limit', name: 'at its limit' },
  { level: 'observed', name: 'as observed' },
] as const;

export type Level = (typeof levels)[number]['level'];

/** Each verdict that a result may hold, with its full name. */
export const verdictNames = [
  { level: 'ordinary', lens: 'wire', name: 'in ordinary use, wire' },
  { level: 'ordinary', lens: 'conversation', name: 'in ordinary use, conversation' },
  { level: 'limit', lens: 'wire', name: 'at its limit, wire' },
  { level: 'limit', lens: 'conversation', name: 'at its limit, conversation' },
  { level: 'observed', lens: 'wire', name: 'as observed, wire' },
  { level: 'observed', lens: 'conversation', name: 'as observed, conversation' },
] as const satisfies readonly { level: Level; lens: Lens; name: string }[];

/** Those of ordinary use, or of what was observed: there nobody knows what use it was. */
export const ordinaryVerdicts = ({ verdicts }: Pick<LabResult, 'verdicts'>): Lenses | undefined =>
  verdicts?.ordinary ?? verdicts?.observed;

export const shortMode = {
  simplex: 'simplex',
  'half-duplex': 'half',
  'full-duplex': 'full',
  inconclusive: '?',
} as const satisfies Record<Verdict['mode'], string>;

const modeStyle: Record<Verdict['mode'], Style> = {
  simplex: 'yellow',
  'half-duplex': 'cyan',
  'full-duplex': 'green',
  inconclusive: 'dim',
};

/** In the colour of the mode: the mode's own word, unless another text is given. */
export const paintMode = ({ paint, say }: Look, mode: Verdict['mode'], text = say(mode)): string =>
  paint(modeStyle[mode], text);

/** What a full-duplex on the wire rests on: bytes that were under way at once, or messages that took turns within each other. */
export type Proof = 'crossing' | 'overlap';

export const proofOf = ({ mode, reason }: Pick<Verdict, 'mode' | 'reason'>): Proof | undefined =>
  mode === 'full-duplex' ? proofs[reason.id] : undefined;

const proofs: Readonly<Partial<Record<Reason['id'], Proof>>> = {
  'verdict.crossing': 'crossing',
  'verdict.overlap': 'overlap',
};

const fully = { crossing: 'full-duplex, by crossing', overlap: 'full-duplex, by overlap' } as const;

/** The stronger of what was seen while a question was asked. */
export const seenIn = (facts: Facts | undefined): Proof | undefined =>
  facts === undefined
    ? undefined
    : facts.crossings > 0
      ? 'crossing'
      : facts.overlaps > 0
        ? 'overlap'
        : undefined;

/** How many pairs of messages crossed; nothing where the record cannot tell, as behind a tap that withholds nothing. */
export function crossingsIn({ result, measurements = [] }: LabReport, question: string): number | undefined {
  const counted = result.facts?.[question]?.crossings ?? 0;
  const groups = measurements.find((one) => one.question === question)?.groups ?? [];
  const isKnown = groups.every(({ shape }) => shape.crossingsKnown || !shape.c2s || !shape.s2c);
  return counted > 0 || (groups.length > 0 && isKnown) ? counted : undefined;
}

/** The mode, and with a full-duplex on the wire what it rests on. */
export function modeWords(verdict: Pick<Verdict, 'mode' | 'reason'>, say: Say): string {
  const proof = proofOf(verdict);
  return proof ? say(fully[proof]) : say(verdict.mode);
}

/** The same in a narrow column: a word below the word. */
export function shortModeWords(verdict: Verdict, look: Look): string {
  const { paint, say } = look;
  const word = paintMode(look, verdict.mode, say(shortMode[verdict.mode]));
  const proof = proofOf(verdict);
  return proof ? `${word}\n${paint('dim', say(proof))}` : word;
}

export type Holds = 'yes' | 'no' | '?' | typeof nothing;

/** The textbook speaks of the conversation, in ordinary use. */
export function holds(result: Pick<LabResult, 'textbook' | 'verdicts' | 'outcome'>): Holds {
  const { says } = result.textbook;
  const conversation = ordinaryVerdicts(result)?.conversation;
  if (says === null || (!conversation && !isBroken(result))) return nothing;
  if (!conversation || conversation.mode === 'inconclusive') return '?';
  return conversation.mode === says ? 'yes' : 'no';
}

/** What stands where there is no verdict: of a lab that came to no end it could not be told. */
export const noMode = (result: Pick<LabResult, 'outcome'>): '?' | typeof nothing =>
  isBroken(result) ? '?' : nothing;
