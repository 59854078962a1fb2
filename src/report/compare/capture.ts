/**
 * A capture of a run beside the run itself. A capture holds no marks of the bench: who withheld what, and which
 * question a connection belonged to, only the names of its interfaces tell. So the counts are compared, question by
 * question, and nothing else; what is left out is said.
 */
import type { Facts } from '../../model/facts.ts';
import { type Reason, reason } from '../../model/reason.ts';
import type { ComparableResult } from '../../model/result.ts';
import { type Figures, isOfQuestion } from '../words/figures.ts';
import type { NamedResult } from './named-result.ts';

/** Where all results are of one kind, nothing changes. */
export function alignCapture(
  results: NamedResult[],
  figures: Figures[],
): { figures: Figures[]; notes: Reason[] } {
  const captured = results.map(({ file }) => isOfCapture(file.results, results.length === 2));
  if (captured.every((is) => is === captured[0])) return { figures, notes: [] };
  const counted = results.map(({ file }, index) =>
    captured[index] ? countedInCapture(file.results) : countedInRun(file.results),
  );
  const proxied = counted.flatMap((all) => [...all.keys()].filter(isOfProxy));
  for (const all of counted) for (const name of proxied) all.delete(name);
  const failed = results.flatMap(({ file }) =>
    file.results.filter(({ facts }) => facts === null).map(recordedAs),
  );
  const held = new Set(counted.flatMap((all, index) => (captured[index] ? [...all.keys()] : [])));
  const severalServers = new Set(
    counted.flatMap((all) => [...all].filter(([, facts]) => facts.length > 1).map(([name]) => name)),
  );
  const unread = new Set([...held].filter((name) => isUnread(counted, captured, name)));
  const absent = new Set<string>();
  const aligned = counted.map((all) => {
    const figures: Figures = new Map();
    for (const [name, facts] of all) {
      if (!held.has(name) && facts.every(cannotBeHeld)) absent.add(name);
      else if (unread.has(name)) add(figures, name, { connections: opened(facts) });
      else add(figures, name, severalServers.has(name) ? merge(facts) : (facts[0] ?? {}));
    }
    return figures;
  });
  return {
    figures: aligned,
    notes: [
      reason('compare.no-marks'),
      ...(proxied.length > 0 ? [reason('compare.proxies')] : []),
      ...note('compare.failed', new Set(failed)),
      ...note('compare.not-captured', absent),
      ...note('compare.several-servers', severalServers),
      ...note('compare.unread', unread),
    ],
  };
}

const isOfProxy = (name: string): boolean => name.startsWith('through: ');

const note = (
  id: 'compare.failed' | 'compare.not-captured' | 'compare.several-servers' | 'compare.unread',
  names: Set<string>,
): Reason[] => (names.size === 0 ? [] : [reason(id, { Names: [...names].join('; ') })]);

/** Beside one run none at all are of its capture, in which nobody connected. */
const isOfCapture = (results: ComparableResult[], isPair: boolean): boolean =>
  results.length > 0 ? results.every(isOfQuestion) : isPair;

/** A lab says how its streams are to be read; where a capture does not tell, nothing on them is counted in it. */
const isUnread = (counted: Counted[], captured: boolean[], name: string): boolean => {
  const opaque = counted.map((all) => (all.get(name) ?? []).reduce((sum, one) => sum + (one.opaque ?? 0), 0));
  const inRun = Math.max(0, ...opaque.filter((_, index) => !captured[index]));
  return opaque.some((count, index) => captured[index] && count > inRun);
};

const opened = (facts: Facts[]): number => facts.reduce((sum, { connections }) => sum + connections, 0);

const cannotBeHeld = ({ connections, protocol }: Facts): boolean =>
  connections === 0 || protocol?.includes('Unix-domain') === true;

/** By lab and question, one for each server. */
type Counted = Map<string, Facts[]>;

function countedInCapture(results: ComparableResult[]): Counted {
  const all: Counted = new Map();
  for (const { subject, facts } of results)
    if (facts?.observed) all.set(subject, [...(all.get(subject) ?? []), facts.observed]);
  return all;
}

const countedInRun = (results: ComparableResult[]): Counted =>
  new Map(
    results.flatMap((result) =>
      Object.entries(result.facts ?? {}).map(
        ([question, counted]) => [`${recordedAs(result)}: ${question}`, [counted]] as const,
      ),
    ),
  );

/** Each version that `probe` tried has a name of its own in what it records. */
const recordedAs = ({ lab, version }: ComparableResult): string =>
  lab === 'probe' ? `probe-http-${version}` : lab;

/** Of several servers: sums, and nothing that rests on the order in which their connections were opened. */
function merge(facts: Facts[]): Partial<Facts> {
  const sum = (figure: (one: Facts) => number) => facts.reduce((total, one) => total + figure(one), 0);
  return {
    connections: sum(({ connections }) => connections),
    exchanges: sum(({ exchanges }) => exchanges),
    messages: { c2s: sum(({ messages }) => messages.c2s), s2c: sum(({ messages }) => messages.s2c) },
    exchangesPerConnection: facts.flatMap((one) => one.exchangesPerConnection).sort((a, b) => a - b),
    reusedExchanges: sum(({ reusedExchanges }) => reusedExchanges),
    turnarounds: sum(({ turnarounds }) => turnarounds),
    switchBacks: sum(({ switchBacks }) => switchBacks),
    overlaps: sum(({ overlaps }) => overlaps),
    ...(facts.every((one) => 'crossings' in one) ? { crossings: sum(({ crossings }) => crossings) } : {}),
    unasked: sum(({ unasked }) => unasked),
    maxConcurrentExchanges: Math.max(...facts.map((one) => one.maxConcurrentExchanges)),
    protocol: [...new Set(facts.flatMap(({ protocol }) => protocol?.split(' and ') ?? []))]
      .sort()
      .join(' and '),
  };
}

function add(all: Figures, name: string, facts: Partial<Facts>): void {
  const at = name.indexOf(': ');
  const lab = name.slice(0, at);
  const own = all.get(lab) ?? new Map<string, string>();
  all.set(lab, own);
  for (const [figure, value] of Object.entries(facts))
    own.set(
      `facts › ${name.slice(at + 2)} › ${figure}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    );
}
