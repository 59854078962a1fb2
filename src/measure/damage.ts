/**
 * Why a verdict from absence cannot be trusted, in a list that stays short: the first hundred, and of the rest how
 * many there were of each kind (a kind must never be crowded out, because some kinds are provoked on purpose).
 */
import type { Damage } from '../model/facts.ts';
import type { Message } from '../model/message.ts';
import { type Reason, reason } from '../model/reason.ts';
import { clientLeft, type ErrorEvent, type GapEvent, senderOf } from '../model/trace.ts';

export interface DamageList {
  kept: Damage[];
  more: Map<Damage['kind'], { count: number; connection: number }>;
}

export const emptyDamage = (): DamageList => ({ kept: [], more: new Map() });

export const noteDamage = (list: DamageList, damage: Damage): void => {
  if (list.kept.length < keptAtMost) {
    list.kept.push(damage);
    return;
  }
  const more = list.more.get(damage.kind);
  if (more === undefined) list.more.set(damage.kind, { count: 1, connection: damage.connection });
  else more.count += 1;
};

/** By connection; then a line for each kind of which there were more. */
export const listDamage = ({ kept, more }: DamageList): Damage[] => [
  ...kept.toSorted((a, b) => a.connection - b.connection),
  ...[...more].map(([kind, { count, connection }]) => ({
    kind,
    connection,
    reason: reason('damage.more', { n: count }),
  })),
];

/** A message that is not whole: its connection or the measurement ended first, or its stream was reset. */
export const cutMessage = (message: Message): Damage => ({
  kind: 'cut',
  connection: message.connection,
  reason: reason(
    message.ending === 'RST_STREAM' ? `damage.reset-${message.kind}` : `damage.unfinished-${message.kind}`,
  ),
});

/** Whether there is no more of it to come: it is whole, or the client had enough of it. */
export const isSettled = ({ whole, resetBy }: Message): boolean => whole || resetBy === 'client';

export const unansweredRequest = (connection: number): Damage => ({
  kind: 'unanswered',
  connection,
  reason: reason('damage.unanswered'),
});

/** A client that left before its server was reached is no fault of the tap's, and nothing of it is missing. */
export const noteError = (list: DamageList, { connection, code }: ErrorEvent): void => {
  if (code !== clientLeft)
    noteDamage(list, { kind: 'tap error', connection, reason: reason('as-told', { Text: code }) });
};

export const gapReason = ({ connection, length, direction }: GapEvent): Reason => {
  if (connection === 0) return reason('damage.ends-early');
  const by = senderOf(direction);
  return length === null
    ? reason(`damage.unknown-gap-of-${by}`)
    : reason(`damage.gap-of-${by}`, { n: length });
};

const keptAtMost = 100;
