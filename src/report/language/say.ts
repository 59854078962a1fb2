/**
 * Says in the reader's language what the reports are made of. Results are English, because people compare them; each
 * text is looked up where it is printed, as a whole, by its English template.
 */
import { inEnglish, type Reason, type ReasonCatalogue, reasonSpeaker } from '../../model/reason.ts';
import { type Filling, fill, type PlacesOf } from '../../model/template.ts';
import type { zh } from './zh/zh.ts';

/** Every text that a report says. What is in no catalogue cannot be said: the types do not fit. */
export type Template = keyof typeof zh;

/** Those that have no places. */
export type Plain = { [Text in Template]: [PlacesOf<Text>] extends [never] ? Text : never }[Template];

/**
 * Gives a text in the reader's language, `say('{n} request(s)', { n: 3 })`. What stands in a place is put in as it is:
 * what is to be said in its turn is said before.
 */
export interface Say {
  <Text extends string>(template: Text & Template, ...fillings: Fillings<Text>): string;
  /** A text that comes as data, such as a title: what no catalogue has is given back as it is. */
  data(text: string): string;
  reason(reason: Reason): string;
}

/** Whatever has places has them filled where it is said. */
type Fillings<Text extends string> = [PlacesOf<Text>] extends [never]
  ? []
  : [fillings: Readonly<Record<PlacesOf<Text>, Filling>>];

/** By their English templates. */
export type Texts = Readonly<Record<string, string>>;

/** All that a language consists of. */
export interface Catalogue {
  texts: Texts;
  reasons: ReasonCatalogue;
}

/** Who wants to know for what there is an entry, and for what there is none. */
export interface Listener {
  missing(text: string): void;
  used(template: string): void;
}

export function speaker({ texts, reasons }: Catalogue, listener: Partial<Listener> = {}): Say {
  const entryOf = (text: string): string => {
    const entry = Object.hasOwn(texts, text) ? texts[text] : undefined;
    if (entry !== undefined) listener.used?.(text);
    else if (/[A-Za-z]/.test(text)) listener.missing?.(text);
    return entry ?? text;
  };
  return sayBy(entryOf, reasonSpeaker(reasons));
}

export const english: Say = sayBy((text) => text, inEnglish);

function sayBy(entryOf: (text: string) => string, sayReason: Say['reason']): Say {
  const say = (template: string, fillings?: Readonly<Record<string, Filling>>): string =>
    fillings === undefined ? entryOf(template) : fill(entryOf(template), fillings);
  return Object.assign(say, { data: entryOf, reason: sayReason });
}
