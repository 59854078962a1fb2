/**
 * Results laid side by side: what differs, fact by fact, answer by answer, verdict by verdict. Of many results the
 * majority is the measure, and who departs from it is named. What varies from run to run is left out unless asked for.
 */
import type { LabResult, ResultFile } from '../model/result.ts';
import { alignCapture } from './compare-capture.ts';
import type { Look } from './lab-report.ts';
import { reportWidth } from './lab-report.ts';
import type { Say } from './language/say.ts';
import { table } from './table.ts';
import { cut, hang, printable } from './text.ts';
import { count, listed, nothing } from './words.ts';

export interface NamedResult {
  name: string;
  file: ResultFile;
}

export interface Comparison {
  /** One for each figure on which not all agree. */
  differences: Difference[];
  /** What could not be compared, and why. */
  notes: string[];
  /** How many figures all results agree on. */
  agreed: number;
}

export interface Difference {
  lab: string;
  what: string;
  /** One for each result, in their order; null where it has none. */
  values: (string | null)[];
}

/** Figures by lab and by what they are, such as `facts › reuse › connections`. */
export type Figures = Map<string, Map<string, string>>;

export function compareResults(results: NamedResult[], { varying }: { varying: boolean }): Comparison {
  const { figures, notes } = alignCapture(
    results,
    results.map(({ file }) => figuresOf(file, varying)),
  );
  const differences: Difference[] = [];
  let agreed = 0;
  for (const lab of union(figures)) {
    const columns = figures.map((all) => all.get(lab));
    const missing = columns.map((column) => (column === undefined ? null : 'present'));
    if (missing.includes(null)) {
      differences.push({ lab, what: 'result', values: missing });
      continue;
    }
    for (const what of union(columns.map((column) => column ?? new Map()))) {
      const values = columns.map((column) => column?.get(what) ?? null);
      if (values.every((value) => value === values[0])) agreed += 1;
      else differences.push({ lab, what, values });
    }
  }
  return { differences, notes, agreed };
}

const union = <Value>(maps: ReadonlyMap<string, Value>[]): string[] => [
  ...new Set(maps.flatMap((map) => [...map.keys()])),
];

function figuresOf({ calibration, environment, results }: ResultFile, varying: boolean): Figures {
  const all: Figures = new Map([['', new Map([['calibration', calibration]])]]);
  if (varying) flatten(environment, ['environment'], all.get('') ?? new Map());
  for (const result of results) {
    const { varying: free, ...fixed } = result;
    const own = new Map<string, string>();
    flatten(varying ? result : fixed, [], own);
    let key = keyOf(result);
    while (all.has(key)) key += again;
    all.set(key, own);
  }
  return all;
}

/** Fields whose values are words or sentences; all others are figures, names, or of the wire. */
const inWords = /(?:^result|because|mode|says|answer|cause|title|subject|outcome|prediction › \w+ › \w+)$/;

const told = (what: string, value: string | null, say: Say): string =>
  value === null ? nothing : inWords.test(what) && value !== 'null' ? say(value) : value;

const again = ' (again)';

/** Of several results of one command, each is told by its target. */
const keyOf = ({ lab, target }: LabResult): string => (target === null ? lab : `${lab} ${target}`);

function flatten(value: unknown, path: string[], into: Map<string, string>): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, [...path, key], into);
  } else into.set(path.join(' › '), typeof value === 'string' ? value : JSON.stringify(value));
}

/** The differences as a table, and the sentence that sums them up. */
export function comparison(names: string[], { differences, notes, agreed }: Comparison, look: Look): string {
  const { say } = look;
  const shown = differences.slice(0, differencesShown);
  const more = differences.length - shown.length;
  const sections = [
    ...notes.map((note) => hang('', say(note), reportWidth)),
    verdict(names, differences, agreed, say),
    shown.length === 0 ? '' : differenceTable(names, shown, look),
    more > 0 ? say(`… and ${count(more, 'more difference')}`) : '',
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

const differencesShown = 200;

function verdict(names: string[], differences: Difference[], agreed: number, say: Say): string {
  if (differences.length === 0) return say(`The same: all ${agreed} figures agree.`);
  const [labs] = [new Set(differences.map(({ lab }) => lab))];
  const sum = say(
    `${count(differences.length, 'difference')} in ${count(labs.size, 'lab')}; ${count(agreed, 'figure')} agree.`,
  );
  if (names.length === 2) return sum;
  const departing = names.map(
    (_, index) => differences.filter((difference) => departs(difference, index)).length,
  );
  const agreeing = names.filter((_, index) => departing[index] === 0);
  return [
    sum,
    agreeing.length === 0
      ? say('Every one of the results departs from the others in something.')
      : hang(
          '',
          say('With the majority in everything: ') +
            listed(
              agreeing.map((name) => printable(name)),
              say,
            ),
          reportWidth,
        ),
    ...names.flatMap((name, index) =>
      departing[index] === 0
        ? []
        : [`  ${say(`departs in ${count(departing[index] ?? 0, 'figure')}`)}${say(': ')}${printable(name)}`],
    ),
  ].join('\n');
}

/** Where there is no majority, everybody departs from it. */
function departs({ values }: Difference, index: number): boolean {
  const common = majority(values);
  return common === undefined || values[index] !== common;
}

/** What more than half of the results say. */
function majority(values: (string | null)[]): string | null | undefined {
  return values.find((value) => values.filter((other) => other === value).length * 2 > values.length);
}

function differenceTable(names: string[], differences: Difference[], look: Look): string {
  const { say } = look;
  const isPair = names.length === 2;
  const rows = differences.map(({ lab, what, values }) => [
    wrap(lab === '' ? nothing : lab.replaceAll(again, say(again)), 22),
    wrap(what === 'result' ? say(what) : what, 24),
    ...(isPair
      ? values.map((value) => wrap(told(what, value, say), 22))
      : spread(
          names,
          values.map((value) => value && told(what, value, say)),
          say,
        )),
  ]);
  const head = isPair ? names.map((name) => cut(printable(name), 22)) : [say('most say'), say('others')];
  return table([say('lab'), say('what'), ...head], rows, look);
}

function spread(names: string[], values: (string | null)[], say: Say): string[] {
  const common = majority(values);
  const others = values.flatMap((value, index) =>
    common !== undefined && value === common ? [] : [wrap(`${names[index]}: ${value ?? nothing}`, 24)],
  );
  return [common === undefined ? say('(no majority)') : wrap(common ?? nothing, 20), others.join('\n')];
}

const wrap = (text: string, columns: number): string => hang('', printable(text, 300), columns);
