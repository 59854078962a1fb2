/**
 * The verdict of a level from all that was measured in it: the strongest among its connections. What was seen to
 * happen survives damage; what was only not seen does not, and is then inconclusive. So it is where one of the others
 * is opaque, and tells nothing: in it anything may have happened.
 */
import type { Damage, Evidence, Measurement } from '../model/facts.ts';
import type { Opacity } from '../model/message.ts';
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
  const doubts = new Set<Doubt>(damage);
  for (const { question, groups } of measurements) {
    for (const { shape, shows } of groups) {
      const verdict = judgeConnection(shape)[lens];
      if (!shape.c2s && !shape.s2c) continue;
      if (shape.opaque !== undefined && verdict.mode === 'inconclusive') doubts.add(doubtOf[shape.opaque]);
      if (strongest !== null && weight(verdict) <= weight(strongest.verdict)) continue;
      const spots = shows[verdict.shows] ?? [];
      strongest = { verdict, evidence: spots.map((spot) => ({ question, ...spot })) };
    }
  }
  if (strongest === null) {
    return { mode: 'inconclusive', reason: withDoubts(reason('verdict.nothing-seen'), doubts), evidence: [] };
  }
  const { verdict, evidence } = strongest;
  if (verdict.mode === 'full-duplex' || doubts.size === 0) {
    return { mode: verdict.mode, reason: verdict.reason, evidence };
  }
  // A rule that is called as a doubt says it already.
  doubts.delete(verdict.rule as Doubt);
  return { mode: 'inconclusive', reason: withDoubts(verdict.reason, doubts), evidence };
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

const withDoubts = (finding: Reason, doubts: ReadonlySet<Doubt>): Reason => {
  const damage = doubtOrder.filter((doubt) => doubts.has(doubt)).map((doubt) => doubtReasons[doubt]);
  return damage.length === 0 ? finding : reason('verdict.damaged', { finding, damage });
};

/** Why what was not seen may have happened: damage, and connections that say nothing because nothing is read in them. */
type Doubt = Damage['kind'] | 'opaque' | 'encrypted' | 'tunnel';

const doubtOf: Record<Opacity, Doubt> = { unknown: 'opaque', encrypted: 'encrypted', tunnel: 'tunnel' };

const doubtReasons: Record<Doubt, Reason> = {
  encrypted: reason('damage.encrypted'),
  opaque: reason('damage.opaque'),
  tunnel: reason('damage.tunnel'),
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
const doubtOrder = Object.keys(doubtReasons) as Doubt[];

/** Of equal modes the proof that is stronger, and what claims less. */
const weight = ({ mode, rule }: ConnectionVerdict): number =>
  strength[mode] + (preferred.has(rule) ? 0.5 : 0);

const preferred: ReadonlySet<string> = new Set(['crossing', 'no-overlap', 'turns-again']);

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
