/**
 * Says in the reader's language what the reports are made of. Results are English, because people compare them; each
 * sentence is looked up where it is printed, by its English template.
 */
import { inEnglish, type Reason, type ReasonCatalogue, reasonSpeaker } from '../../model/reason.ts';
import { type Filling, fill, type PlacesOf } from '../../model/template.ts';

/**
 * Gives an English text in the reader's language, `say('{n} request(s)', { n: 3 })`; what it does not know it gives
 * back. What stands in a place is put in as it is: what is to be said in its turn is said before.
 */
export interface Say {
  <Template extends string>(template: Template, ...fillings: Fillings<Template>): string;
  reason(reason: Reason): string;
}

/** A template that is written where it is said has all its places filled there, or the types do not fit. */
type Fillings<Template extends string> = string extends Template
  ? [fillings?: Readonly<Record<string, Filling>>]
  : [PlacesOf<Template>] extends [never]
    ? []
    : [fillings: Readonly<Record<PlacesOf<Template>, Filling>>];

type AnyFillings = Readonly<Record<string, Filling>>;

export const english: Say = Object.assign(
  (text: string, fillings?: AnyFillings) => (fillings ? fill(text, fillings) : text),
  { reason: inEnglish },
);

/**
 * English templates and what they are in the other language. `{n}`, `{m}` and `{k}` stand for figures. What `{Capitals}`
 * stand for is kept as it is: names, and what came from the wire. What all others stand for is said in its turn, and
 * must be known. `(s)` may be there or not.
 */
export type Templates = Readonly<Record<string, string>>;

/** Without reasons of its own a language says them in English. */
export function speaker(
  templates: Templates,
  listener: Partial<Listener> = {},
  reasons?: ReasonCatalogue,
): Say {
  const exact = new Map<string, Pattern>();
  const patterns: Pattern[] = [];
  for (const [from, to] of Object.entries(templates))
    for (const variant of numbers(from)) {
      const pattern = patternOf(from, variant, to);
      if (pattern.names.length > 0) patterns.push(pattern);
      else exact.set(variant, pattern);
    }
  patterns.sort((a, b) => b.weight - a.weight);
  const known = new Map<string, string | null>();

  function look(text: string): string | null {
    if (text.length > longest) return null;
    const before = known.get(text);
    if (before !== undefined) return before;
    const whole = exact.get(text);
    if (whole) listener.used?.(whole.from);
    const found = whole?.to ?? (/[A-Za-z]/.test(text) ? filled(text) : text);
    if (known.size >= rememberedAtMost) known.clear();
    known.set(text, found);
    return found;
  }

  function filled(text: string): string | null {
    for (const pattern of patterns) {
      const parts = partsOf(pattern, text);
      const said = parts && sayParts(pattern.names, parts);
      if (!said) continue;
      listener.used?.(pattern.from);
      return pattern.to.replace(everyPlace, (place, name: string) => said.get(name) ?? place);
    }
    return null;
  }

  function sayParts(names: string[], parts: string[]): Map<string, string> | null {
    const said = new Map<string, string>();
    for (const [index, name] of names.entries()) {
      const part = parts[index] ?? '';
      const word = wordOf(name, part);
      if (word === null) return null;
      said.set(name, word);
    }
    return said;
  }

  function wordOf(name: string, part: string): string | null {
    if (isFigure(name)) return /^\d[\d,.]*$/.test(part) ? part : null;
    return isKept(name) ? part : look(part);
  }

  const say = (text: string, fillings?: AnyFillings): string => {
    if (fillings !== undefined) {
      const to = templates[text];
      if (to === undefined) listener.missing?.(text);
      else listener.used?.(text);
      return fill(to ?? text, fillings);
    }
    const found = look(text);
    if (found === null) listener.missing?.(text);
    return found ?? text;
  };
  return Object.assign(say, {
    reason: reasons ? reasonSpeaker(reasons) : inEnglish,
  });
}

/** Longer texts are none of ours, and need not be looked through. */
const longest = 1000;
const rememberedAtMost = 5000;

const everyPlace = /\{([A-Za-z]+)\}/g;

const isFigure = (name: string): boolean => ['n', 'm', 'k'].includes(name);
const isKept = (name: string): boolean => /^[A-Z]/.test(name);

/** A template with and without each of its `(s)`. */
export function numbers(template: string): string[] {
  const at = template.indexOf('(s)');
  if (at < 0) return [template];
  const rest = numbers(template.slice(at + 3));
  return ['', 's'].flatMap((end) => rest.map((after) => template.slice(0, at) + end + after));
}

/** Who wants to know what is said with which template, and for what there is none. */
export interface Listener {
  missing(text: string): void;
  used(template: string): void;
}

interface Pattern {
  from: string;
  /** What stands before, between and after the places. */
  texts: string[];
  names: string[];
  to: string;
  /** How much of it is fixed: what says more is tried first. */
  weight: number;
}

function patternOf(from: string, variant: string, to: string): Pattern {
  const pieces = variant.split(everyPlace);
  const texts = pieces.filter((_, index) => index % 2 === 0);
  const names = pieces.filter((_, index) => index % 2 === 1);
  return { from, texts, names, to, weight: texts.join('').length };
}

/** One look from left to right, without going back: what the wire says cannot make it long. */
function partsOf({ texts, names }: Pattern, text: string): string[] | null {
  const [first = ''] = texts;
  if (!text.startsWith(first)) return null;
  const parts: string[] = [];
  let at = first.length;
  for (const [index] of names.entries()) {
    const next = texts[index + 1] ?? '';
    const isLast = index === names.length - 1;
    const found = isLast ? text.length - next.length : text.indexOf(next, at + 1);
    if (found <= at || (isLast && !text.endsWith(next))) return null;
    parts.push(text.slice(at, found));
    at = found + next.length;
  }
  return parts;
}
