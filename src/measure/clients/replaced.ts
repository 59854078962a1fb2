/** New connections, counted by their reasons, and what those were like that they replaced. */
import type { Replaced } from '../../model/facts.ts';
import { emptySample, type Sample, spreadOf, takeSample } from '../times/samples.ts';
import type { Ended } from './new-connections.ts';

export const countNewConnection = (all: NewConnections, reason: string, replaced: Ended | null): void => {
  const those = all.get(reason) ?? { count: 0, exchanges: emptySample(), idle: emptySample() };
  those.count += 1;
  if (replaced !== null) takeSample(those.exchanges, replaced.exchanges);
  if (replaced !== null && replaced.idle !== null) takeSample(those.idle, replaced.idle);
  all.set(reason, those);
};

export const byReason = <Value>(
  all: NewConnections,
  read: (those: OfOneReason) => Value | null,
): Record<string, Value> =>
  Object.fromEntries(
    [...all]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([reason, those]) => {
        const value = read(those);
        return value === null ? [] : [[reason, value] as const];
      }),
  );

/** Those that were replaced, by the reason of what replaced them. */
export const replacedOf = (newConnections: NewConnections): Replaced =>
  byReason(newConnections, (those) => {
    const [exchanges, idle] = [spreadOf(those.exchanges), spreadOf(those.idle)];
    return exchanges && { exchanges, ...(idle === null ? {} : { idle }) };
  });

/** By reason. */
export type NewConnections = Map<string, OfOneReason>;

interface OfOneReason {
  count: number;
  /** Of those that were replaced. */
  exchanges: Sample;
  idle: Sample;
}
