/**
 * The verdict of a level from all that was measured in it: the strongest among its connections. What was seen to
 * happen survives damage; what was only not seen does not, and is then inconclusive.
 */
import type { Damage, Evidence, Measurement } from '../model/facts.ts';
import type { Lens, Lenses, Verdict } from '../model/verdict.ts';
import { type ConnectionVerdict, judgeConnection } from './lenses.ts';

/** `provoked` lists, by question, damage that the question does on purpose, and that speaks against no verdict. */
export const judgeLevel = (
  measurements: readonly Measurement[],
  provoked: Readonly<Record<string, readonly Damage['kind'][]>>,
): Lenses => {
  const damage = kindsOfDamage(measurements, provoked);
  return {
    wire: judge('wire', measurements, damage),
    conversation: judge('conversation', measurements, damage),
  };
};

const judge = (
  lens: Lens,
  measurements: readonly Measurement[],
  damage: ReadonlySet<Damage['kind']>,
): Verdict => {
  let strongest: Candidate | null = null;
  for (const { question, groups } of measurements) {
    for (const { shape, shows } of groups) {
      const verdict = judgeConnection(shape)[lens];
      if (!shape.c2s && !shape.s2c) continue;
      if (strongest !== null && strength[verdict.mode] <= strength[strongest.verdict.mode]) continue;
      const spots = shows[verdict.shows] ?? [];
      strongest = { verdict, evidence: spots.map((spot) => ({ question, ...spot })) };
    }
  }
  if (strongest === null) {
    return { mode: 'inconclusive', because: withDamage('no message was seen', damage), evidence: [] };
  }
  const { verdict, evidence } = strongest;
  if (verdict.mode === 'full-duplex' || damage.size === 0) {
    return { mode: verdict.mode, because: verdict.because, evidence };
  }
  // A rule that is called as a kind of damage says it already.
  const more = [...damage].filter((kind) => kind !== verdict.rule);
  return { mode: 'inconclusive', because: withDamage(verdict.because, new Set(more)), evidence };
};

const kindsOfDamage = (
  measurements: readonly Measurement[],
  provoked: Readonly<Record<string, readonly Damage['kind'][]>>,
): Set<Damage['kind']> => {
  const kinds = new Set<Damage['kind']>();
  for (const { question, damage } of measurements) {
    for (const { kind } of damage) if (provoked[question]?.includes(kind) !== true) kinds.add(kind);
  }
  return kinds;
};

const withDamage = (because: string, kinds: ReadonlySet<Damage['kind']>): string => {
  const words = Object.entries(damageWords)
    .filter(([kind]) => kinds.has(kind as Damage['kind']))
    .map(([, text]) => text);
  const last = words.pop();
  if (last === undefined) return because;
  return `${because}, but ${words.length === 0 ? last : `${words.join(', ')} and ${last}`}`;
};

/** In the order in which they are named. */
const damageWords: Record<Damage['kind'], string> = {
  encrypted: 'a connection is encrypted',
  gap: 'the record has a gap',
  limit: 'more was open at once than is kept',
  'tap error': 'the tap could not do its work',
  violation: 'something crossed that the protocol does not allow',
  cut: 'a message was not finished',
  unanswered: 'a request had no response',
  deadline: 'a deadline passed',
};

const strength: Record<ConnectionVerdict['mode'], number> = {
  inconclusive: 0,
  simplex: 1,
  'half-duplex': 2,
  'full-duplex': 3,
};

interface Candidate {
  verdict: ConnectionVerdict;
  evidence: Evidence[];
}
