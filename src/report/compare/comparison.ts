/**
 * What differs between results, as a table, and a sentence that sums it up. Of many results the majority is the
 * measure, and who departs from it is named.
 */
import type { Say } from '../language/say.ts';
import { type Look, reportWidth } from '../look.ts';
import { again } from '../words/figures.ts';
import { table } from '../words/table.ts';
import { hang, printable, width } from '../words/text.ts';
import { listed, nothing } from '../words/words.ts';
import { type Comparison, type Difference, present, tellsAbsence, withoutMeasurement } from './compare.ts';
import type { Sentences } from './sentences.ts';

/** The differences as a table, and the sentence that sums them up. */
export function comparison(
  files: string[],
  { differences, notes, agreed }: Comparison,
  look: Look,
  sentences: Sentences = new Map(),
): string {
  const { say } = look;
  const told = teller(look.say, sentences);
  const names = withoutSharedFolders(files);
  const shown = differences.slice(0, differencesShown);
  const more = differences.length - shown.length;
  const departures = departuresFrom(names, differences);
  const sections = [
    ...notes.map((note) => hang('', say.reason(note), reportWidth)),
    verdict(names, differences, agreed, departures, say),
    shown.length === 0 ? '' : differenceTable(names, shown, departures, look, told),
    more > 0 ? say('… and {n} more difference(s)', { n: more }) : '',
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

const differencesShown = 200;

function verdict(
  names: string[],
  differences: Difference[],
  agreed: number,
  { departs }: Departures,
  say: Say,
): string {
  if (differences.length === 0)
    return agreed === 0
      ? say('Nothing in these results could be compared.')
      : say('The same: all {n} figures agree.', { n: agreed });
  const labs = new Set(differences.map(({ lab }) => lab));
  const sum = say('{n} difference(s) in {m} lab(s); {k} figure(s) (agrees|agree).', {
    ...{ n: differences.length, m: labs.size, k: agreed },
  });
  if (names.length === 2) return sum;
  const departing = names.map(
    (_, index) => differences.filter((difference) => departs(difference, index)).length,
  );
  const agreeing = names.filter((_, index) => departing[index] === 0);
  const list = (some: string[]) =>
    listed(
      some.map((name) => printable(name)),
      say,
    );
  return [
    sum,
    agreeing.length === 0
      ? say('Every one of the results departs from the others in something.')
      : hang('', say('With the majority in everything: ') + list(agreeing), reportWidth),
    ...names.flatMap((name, index) =>
      departing[index] === 0
        ? []
        : [`  ${say('departs in {n} figure(s)', { n: departing[index] ?? 0 })}${say(': ')}${name}`],
    ),
    ...alike(names, differences)
      .filter((group) => !group.every((name) => agreeing.includes(name)))
      .map((group) => hang('  ', `  ${say('the same as each other: ')}${list(group)}`, reportWidth)),
  ].join('\n');
}

/** Results that say the same wherever not all do. */
function alike(names: string[], differences: Difference[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const [index, name] of names.entries()) {
    const said = JSON.stringify(differences.map(({ values }) => values[index]));
    groups.set(said, [...(groups.get(said) ?? []), name]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

interface Departures {
  /** What more than half say of the results that have it. */
  majority(difference: Difference): string | null | undefined;
  departs(difference: Difference, index: number): boolean;
}

/** Where there is no majority, everybody departs from it; who holds nothing of a lab departs in that, once. */
function departuresFrom(names: string[], differences: Difference[]): Departures {
  const without = withoutMeasurement(differences);
  const isSpared = (difference: Difference, index: number) =>
    !tellsAbsence(difference) && without.get(difference.lab)?.has(index) === true;
  const majority = (difference: Difference) => {
    const said = difference.values.filter((_, index) => !isSpared(difference, index));
    return said.find((value) => said.filter((other) => other === value).length * 2 > said.length);
  };
  return {
    majority,
    departs(difference, index) {
      if (index >= names.length || isSpared(difference, index)) return false;
      const common = majority(difference);
      return common === undefined || difference.values[index] !== common;
    },
  };
}

function differenceTable(
  names: string[],
  differences: Difference[],
  departures: Departures,
  look: Look,
  told: Told,
): string {
  const { say } = look;
  const isPair = names.length === 2;
  const rows = differences.map((difference) => {
    const { lab, what, values } = difference;
    return [
      wrap(lab === '' ? nothing : lab.replaceAll(again, say(again)), 22),
      wrap(what === present ? say(what) : what, 24),
      ...(isPair
        ? values.map((value) => wrap(told(what, value), 22))
        : spread(names, difference, departures, say, told)),
    ];
  });
  const head = isPair ? names.map((name) => ending(name, 22)) : [say('most say'), say('others')];
  return table([say('lab'), say('what'), ...head], rows, look);
}

function spread(
  names: string[],
  difference: Difference,
  { majority, departs }: Departures,
  say: Say,
  told: Told,
): string[] {
  const { what, values } = difference;
  const common = majority(difference);
  const others = values.flatMap((value, index) =>
    departs(difference, index) ? [wrap(`${names[index]}: ${told(what, value)}`, 24)] : [],
  );
  return [common === undefined ? say('(no majority)') : wrap(told(what, common), 20), others.join('\n')];
}

/** Fields whose values are words or sentences; all others are figures, names, or of the wire. */
const inWords = /(?:^result|because|mode|says|answer|cause|title|subject|outcome|prediction › \w+ › \w+)$/;

/** Says a value in the reader's language, by what the files know of a sentence where it is one. */
const teller =
  (say: Say, sentences: Sentences): Told =>
  (what, value) => {
    if (value === null) return nothing;
    if (value === 'null' || !inWords.test(what)) return value;
    return sentences.get(unquoted(value))?.(say) ?? say.data(value);
  };

/** A sentence that begins with a figure is shown as a text, so that it is taken for no figure. */
const unquoted = (value: string): string => value.replace(/^"(.*)"$/, '$1');

type Told = (what: string, value: string | null) => string;

function withoutSharedFolders(files: string[]): string[] {
  const folders = files.map((name) => name.split('/').slice(0, -1));
  const [first = []] = folders;
  const differing = first.findIndex((part, index) => folders.some((parts) => parts[index] !== part));
  const shared = differing < 0 ? first.length : differing;
  return files.map((name) => printable(name.split('/').slice(shared).join('/')));
}

/** Of a long name the end tells it from others. */
const ending = (name: string, columns: number): string =>
  width(name) <= columns ? name : `…${[...name].slice(1 - columns).join('')}`;

const wrap = (text: string, columns: number): string => hang('', printable(text, 300), columns);
