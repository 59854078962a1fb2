/**
 * The verdict of a level from all that was measured in it: the strongest among its connections. What was seen to
 * happen survives damage; what was only not seen does not, and is then inconclusive.
 */
import type { Damage, Evidence, Measurement } from '../model/facts.ts';
import { type Reason, reason } from '../model/reason.ts';
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
      if (strongest !== null && weight(verdict) <= weight(strongest.verdict)) continue;
      const spots = shows[verdict.shows] ?? [];
      strongest = { verdict, evidence: spots.map((spot) => ({ question, ...spot })) };
    }
  }
  if (strongest === null) {
    return { mode: 'inconclusive', reason: withDamage(reason('verdict.nothing-seen'), damage), evidence: [] };
  }
  const { verdict, evidence } = strongest;
  if (verdict.mode === 'full-duplex' || damage.size === 0) {
    return { mode: verdict.mode, reason: verdict.reason, evidence };
  }
  // A rule that is called as a kind of damage says it already.
  const more = [...damage].filter((kind) => kind !== verdict.rule);
  return { mode: 'inconclusive', reason: withDamage(verdict.reason, new Set(more)), evidence };
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

const withDamage = (finding: Reason, kinds: ReadonlySet<Damage['kind']>): Reason => {
  const damage = damageOrder.filter((kind) => kinds.has(kind)).map((kind) => damageReasons[kind]);
  return damage.length === 0 ? finding : reason('verdict.damaged', { finding, damage });
};

const damageReasons: Record<Damage['kind'], Reason> = {
  encrypted: reason('damage.encrypted'),
  gap: reason('damage.gap'),
  limit: reason('damage.limit'),
  'tap error': reason('damage.tap-error'),
  violation: reason('damage.violation'),
  cut: reason('damage.cut'),
  unanswered: reason('damage.unanswered'),
  deadline: reason('damage.deadline'),
  failed: reason('damage.failed'),
};

/** They are named in the order of the table. */
const damageOrder = Object.keys(damageReasons) as Damage['kind'][];

/** Of equal modes the proof that is stronger, and what claims less. */
const weight = ({ mode, rule }: ConnectionVerdict): number =>
  strength[mode] + (rule === 'crossing' || rule === 'no-overlap' ? 0.5 : 0);

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
