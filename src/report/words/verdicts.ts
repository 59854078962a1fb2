/** How verdicts are called, shortened and coloured, and whether the textbook's word for one holds. */
import type { LabResult } from '../../model/result.ts';
import type { Lens, Lenses, Verdict } from '../../model/verdict.ts';
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
