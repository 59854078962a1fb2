/**
 * Why something was found: which reason it is, and what belongs to it. Only data: each language says it from a
 * catalogue of its own, the English one being in `reasons/`, because results are told in English.
 */
import { type ReasonId, reasonTexts } from './reasons/reasons.ts';
import { type Word, words } from './reasons/words.ts';
import { fill, type PlacesOf } from './template.ts';

export interface Reason {
  id: ReasonId;
  parameters: Readonly<Record<string, Parameter>>;
}

/** A figure, a word, a name or a text from the wire, or reasons that are part of this one. */
export type Parameter = number | string | Reason | readonly Reason[];

/**
 * What a place takes goes by its name: `{n}`, `{m}` and `{k}` a figure, `{Capitals}` a text that every language keeps
 * as it is, and all others what is said in its turn.
 */
type ParameterFor<Place extends string> = Place extends 'n' | 'm' | 'k'
  ? number
  : Place extends Capitalize<Place>
    ? string
    : Reason | readonly Reason[] | Word;

type ParametersOf<Id extends ReasonId> = {
  [Place in PlacesOf<(typeof reasonTexts)[Id]>]: ParameterFor<Place>;
};

/** None are given where the reason has no places. */
type Given<Id extends ReasonId> = [PlacesOf<(typeof reasonTexts)[Id]>] extends [never]
  ? []
  : [parameters: ParametersOf<Id>];

export const reason = <Id extends ReasonId>(id: Id, ...[parameters]: Given<Id>): Reason & { id: Id } => ({
  id,
  parameters: parameters ?? {},
});

/** The reasons that need nothing but their id. */
export type PlainReasonId = {
  [Id in ReasonId]: [PlacesOf<(typeof reasonTexts)[Id]>] extends [never] ? Id : never;
}[ReasonId];

/** A reason, or the id of one that needs no more. */
export type GivenReason = Reason | PlainReasonId;

export const reasonOf = (given: GivenReason): Reason => (typeof given === 'string' ? reason(given) : given);

/** What a language needs in order to say reasons. */
export interface ReasonCatalogue {
  texts: Readonly<Record<ReasonId, string>>;
  words: Readonly<Record<Word, string>>;
  /** Between the reasons of a list, and before the last one. */
  between: readonly [string, string];
}

/** Gives the sentence for a reason, in the language of the catalogue. */
export function reasonSpeaker({ texts, words, between }: ReasonCatalogue): (reason: Reason) => string {
  const wordFor: Readonly<Record<string, string>> = words;
  const inWords = (place: string, parameter: Parameter): string | number => {
    if (typeof parameter === 'number') return parameter;
    if (typeof parameter === 'string') {
      const isSaid = /^[a-z]/.test(place) && Object.hasOwn(wordFor, parameter);
      return isSaid ? (wordFor[parameter] ?? parameter) : parameter;
    }
    return isReason(parameter) ? say(parameter) : list(parameter.map(say), between);
  };
  function say({ id, parameters }: Reason): string {
    const filled = Object.entries(parameters).map(([place, value]) => [place, inWords(place, value)]);
    return fill(texts[id], Object.fromEntries(filled));
  }
  return say;
}

const isReason = (parameter: Reason | readonly Reason[]): parameter is Reason => 'id' in parameter;

const list = (items: string[], [next, last]: ReasonCatalogue['between']): string =>
  [items.slice(0, -1).join(next), ...items.slice(-1)].filter((part) => part !== '').join(last);

/** The sentence that results carry beside the reason. */
export const inEnglish = reasonSpeaker({ texts: reasonTexts, words, between: [', ', ' and '] });

/** An error that says why in English, and has the reason at hand for whoever tells it in another language. */
export function errorFor(given: GivenReason): Error & { reason: Reason } {
  const reason = reasonOf(given);
  return Object.assign(new Error(inEnglish(reason)), { reason });
}

/** The reason of an error. What others throw, or stored, is told in its own words. */
export const reasonOfError = ({ message, reason: given }: { message: string; reason?: unknown }): Reason =>
  isKnownReason(given) ? given : reason('as-told', { Text: message });

/**
 * Throws an Error for a name that every object has from birth: what is looked up by it where it is not would be found
 * all the same.
 */
export function holdName(Name: string): void {
  if (Name in {}) throw errorFor(reason('error.reserved-name', { Name }));
}

/** What was stored may be of another version: a reason that is not known here is none. */
export function isKnownReason(value: unknown): value is Reason {
  if (!isObject(value)) return false;
  const { id, parameters } = value as { id?: unknown; parameters?: unknown };
  return (
    typeof id === 'string' &&
    Object.hasOwn(reasonTexts, id) &&
    isObject(parameters) &&
    Object.values(parameters).every(isParameter)
  );
}

const isParameter = (value: unknown): value is Parameter =>
  ['string', 'number'].includes(typeof value) ||
  isKnownReason(value) ||
  (Array.isArray(value) && value.every(isKnownReason));

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
